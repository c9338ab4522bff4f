"""How views of a class let people in: who may not come learns nothing, not even that there is such a class."""

from uuid import UUID

from django.http import Http404, HttpRequest

from quintain.accounts.models import User
from quintain.accounts.permissions import may
from quintain.cohorts.models import Class


def enter_class(request: HttpRequest, class_id: UUID, *permissions: str) -> tuple[User, Class]:
    """Return the person and the class if one of the permissions holds; else there is no such class.

    Raises:
        Http404: There is none, or it is not for this person.

    """
    person, a_class = request.user, Class.objects.filter(pk=class_id).first()
    if a_class is None or not isinstance(person, User) or not any(may(person, each, a_class) for each in permissions):
        raise Http404
    return person, a_class


def or_404[T](thing: T | None) -> T:
    """Return what a view has looked for.

    Raises:
        Http404: There is none.

    """
    if thing is None:
        raise Http404
    return thing


def uuid_or_404(text: str) -> UUID:
    """Return the UUID of a form's field.

    Raises:
        Http404: It is none.

    """
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
