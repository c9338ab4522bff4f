"""Why a class says no.

Refused
├── JoinCodeUnknown    no class has this code
├── JoiningClosed      the class takes nobody any more
├── ClassFull          all seats are taken
├── ClassUnfit         the facts of a new class do not fit together
├── SeatTaken          another student has this seat
├── NoSuchInstructor   nobody of this name can be added, or removed
├── NoSuchStudent      the class has no student of this id
├── RosterUnfit        a line of the roster cannot be used
└── WaitingListFull    nobody more can wait for a seat
"""

from typing import ClassVar

from django.utils.translation import gettext, gettext_noop

from quintain.web.refusals import Malformed, Refused


class JoinCodeUnknown(Refused):
    """No class has this code."""

    status: ClassVar[int] = 403

    def __init__(self) -> None:
        super().__init__(
            gettext("No class has this join code."),
            gettext("A code has eight letters and digits. Ask your instructor for the code of your class."),
        )


class JoiningClosed(Refused):
    """The class takes nobody any more."""

    status: ClassVar[int] = 403
    title: ClassVar[str] = gettext_noop("Closed")

    def __init__(self) -> None:
        super().__init__(
            gettext("This class takes no more students."),
            gettext("If you have joined before, sign in with your name and passcode. Otherwise ask your instructor."),
        )


class ClassFull(Refused):
    """All seats are taken."""

    status: ClassVar[int] = 409

    def __init__(self, seats: int) -> None:
        super().__init__(
            gettext("All %(seats)s seats of this class are taken.") % {"seats": seats},
            gettext("You can wait for a seat. Your instructor sees the waiting list."),
            {"full": True, "seats": seats},
        )


class ClassUnfit(Malformed):
    """The facts of a new class do not fit together."""


class SeatTaken(Refused):
    """Another student has this seat."""

    status: ClassVar[int] = 409

    def __init__(self, number: int) -> None:
        super().__init__(
            gettext("Seat %(number)s is taken.") % {"number": number},
            gettext("Reload the page, and choose a free one."),
        )


class NoSuchStudent(Refused):
    """The class has no student of this id, or has one no more."""

    status: ClassVar[int] = 404

    def __init__(self) -> None:
        super().__init__(gettext("This class has no such student."), gettext("Reload the page of the class."))


class NoSuchInstructor(Refused):
    """Nobody of this name can be added to the instructors, or taken from them."""

    status: ClassVar[int] = 404

    def __init__(self) -> None:
        super().__init__(
            gettext("The instructors of this class were not changed."),
            gettext("Write the name with which an instructor of this server signs in. A class keeps at least one."),
        )


class RosterUnfit(Malformed):
    """A line of the roster cannot be used; nothing of it was."""


class WaitingListFull(Refused):
    """Nobody more can wait for a seat."""

    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(gettext("The waiting list of this class is full."), gettext("Ask your instructor."))
