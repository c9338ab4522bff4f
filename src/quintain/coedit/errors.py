"""Why a pair session says no.

Refused
├── NoLabToShare    the student has no seat, or the lab has no code to write
├── AlreadyPaired   the student is with another instructor, or was asked by one
├── SessionOver     it has ended already
└── AlreadyAnswered  the student has answered before
"""

from typing import ClassVar

from django.utils.translation import gettext

from quintain.web.refusals import Refused


class NoLabToShare(Refused):
    """There is no editor to join."""

    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(
            gettext("There is no editor of this student in that lab."),
            gettext("The student needs a seat in the class, and a lab in which code is written."),
        )


class AlreadyPaired(Refused):
    """Another instructor was first."""

    status: ClassVar[int] = 409

    def __init__(self, name: str) -> None:
        super().__init__(
            gettext("%(name)s is with this student already, or has asked to join.") % {"name": name},
            gettext("Go back to the wall, and help somebody else."),
        )


class SessionOver(Refused):
    """It has ended already."""

    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(gettext("This has ended already."), gettext("The instructor can ask again."))


class AlreadyAnswered(Refused):
    """The student has answered before."""

    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(gettext("You have answered this already."), gettext("Reload the page to see how it is now."))
