"""What every template may need to know of the course."""

from dataclasses import dataclass

from django.http import HttpRequest

from quintain.catalog.pack_store import current_pack
from quintain.catalog.queries import Preview, preview


@dataclass(frozen=True, slots=True)
class Course:
    """The course's name and code."""

    title: str
    code: str


def course(_request: HttpRequest) -> dict[str, Course | Preview | None]:
    """Give templates ``course`` and, in preview mode, ``preview``."""
    pack = current_pack()
    return {"course": Course(pack.title, pack.code), "preview": preview()}
