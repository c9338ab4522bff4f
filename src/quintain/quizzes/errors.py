"""Why a question says no.

Refused
├── NoSuchOption
├── NotAnswered
├── TakenAlready      the test of the course, on this occasion
└── NotYet            the exit test, while the end of the course is closed
"""

from typing import ClassVar

from django.utils.translation import gettext, gettext_noop

from quintain.catalog.sequence import Left
from quintain.web.refusals import Malformed, Refused


class NoSuchOption(Malformed):
    """The option is none of the question's."""

    def __init__(self) -> None:
        super().__init__(gettext("No answer was chosen."), gettext("Choose one of the options, then answer."))


class TakenAlready(Refused):
    """The test was taken on this occasion, or the exit test was, after which there is no entry test."""

    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(gettext("You have taken this test."), gettext("Each is taken once; look at your answers."))


class NotYet(Refused):
    """The exit test is not open yet."""

    status: ClassVar[int] = 403
    title: ClassVar[str] = gettext_noop("Not open yet")

    def __init__(self, left: Left) -> None:
        super().__init__(
            gettext("The exit test is not open yet."),
            gettext("It opens once you have read each lesson and begun each core lab.")
            if left
            else gettext("Your instructor opens it with the last module."),
        )


class NotAnswered(Refused):
    """The reasons are asked for before any answer."""

    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(gettext("You have not answered yet."), gettext("Answer first; then every option says why."))
