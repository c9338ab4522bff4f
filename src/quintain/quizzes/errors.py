"""Why a question says no.

Refused
├── NoSuchOption
└── NotAnswered
"""

from typing import ClassVar

from django.utils.translation import gettext

from quintain.web.refusals import Malformed, Refused


class NoSuchOption(Malformed):
    """The option is none of the question's."""

    def __init__(self) -> None:
        super().__init__(gettext("No answer was chosen."), gettext("Choose one of the options, then answer."))


class NotAnswered(Refused):
    """The reasons are asked for before any answer."""

    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(gettext("You have not answered yet."), gettext("Answer first; then every option says why."))
