"""How views of a class let people in: who may not come learns nothing, not even that there is such a class."""

from uuid import UUID

from django.http import Http404, HttpRequest

from quintain.accounts.models import User
from quintain.cohorts.models import Class
from quintain.cohorts.queries import find_class


def enter_class(request: HttpRequest, class_id: UUID, *permissions: str) -> tuple[User, Class]:
    """Return the person and the class if one of the permissions holds; else there is no such class.

    Raises:
        Http404: There is none, or it is not for this person.

    """
    for permission in permissions:
        a_class = find_class(request.user, class_id, permission)
        if a_class is not None and isinstance(request.user, User):
            return request.user, a_class
    raise Http404
