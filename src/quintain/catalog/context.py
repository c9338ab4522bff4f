"""What every template may need to know of the course."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from quintain.accounts.models import User
from quintain.accounts.permissions import may
from quintain.catalog.pack_store import current_pack
from quintain.catalog.permissions import READ_COURSE
from quintain.catalog.queries import preview


@dataclass(frozen=True, slots=True)
class Course:
    """The course's name and code."""

    title: str
    code: str


def course(request: HttpRequest) -> dict[str, object]:
    """Give templates ``course``, in preview mode ``preview``, and ``may_search`` if the course is open for somebody."""
    pack = current_pack()
    person = getattr(request, "user", None)
    return {
        "course": Course(pack.title, pack.code),
        "preview": preview(),
        "may_search": SimpleLazyObject(lambda: isinstance(person, User) and may(person, READ_COURSE)),
    }
