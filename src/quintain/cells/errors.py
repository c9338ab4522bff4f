"""Why a cell says no.

Refused
└── Moved       another cell has the class
Exception
└── NameTaken   another process that runs has the name of this one
"""

from typing import ClassVar

from django.utils.translation import gettext, gettext_noop

from quintain.web.refusals import Refused


class Moved(Refused):
    """Another cell has the class; the answer's cookie names it, and the same request gets there next time.

    The status is Misdirected Request (RFC 9110, 15.5.20).
    """

    status: ClassVar[int] = 421
    title: ClassVar[str] = gettext_noop("Moved")

    def __init__(self) -> None:
        super().__init__(
            gettext("Your class has moved to another process of this classroom."),
            gettext("Try again in a few seconds."),
            {"moved": True},
        )


class NameTaken(Exception):  # noqa: N818  a state, not a mistake
    """Another process that runs has the name of this one."""
