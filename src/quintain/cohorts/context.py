"""What the bar of every page knows of classes."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from quintain.accounts.models import User
from quintain.accounts.permissions import may
from quintain.cohorts.permissions import MAKE_CLASS
from quintain.cohorts.queries import own_class


def classes(request: HttpRequest) -> dict[str, object]:
    """Give templates ``may_teach`` and ``own_class``; nothing in solo mode."""
    person = getattr(request, "user", None)
    if not settings.CLASSROOM or not isinstance(person, User):
        return {}
    return {
        "may_teach": SimpleLazyObject(lambda: may(person, MAKE_CLASS)),
        "own_class": SimpleLazyObject(lambda: own_class(person)),
    }
