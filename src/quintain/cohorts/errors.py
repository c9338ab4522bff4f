"""Why a class says no.

Refused
├── JoinCodeUnknown    no class has this code
│   └── JoinCodesTried  nor had many codes before from the same address
├── JoiningClosed      the class takes nobody any more
├── ClassFull          all seats are taken
├── ClassUnfit         the facts of a new class do not fit together
├── SeatTaken          another student has this seat
├── NoSuchInstructor   nobody of this id can be removed
├── InstructorUnknown  nobody of this name can be added
├── InstructorAlready  this person is in the class already
├── NoSuchStudent      the class has no student of this id
├── RosterUnfit        a line of the roster cannot be used
├── RosterRepeated     the roster was added already
├── NamesKnown         the class has students of these names
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


class JoinCodesTried(JoinCodeUnknown):
    """No class has this code, and many others came from the same address, where somebody may be guessing."""

    status: ClassVar[int] = 429

    def __init__(self) -> None:
        Refused.__init__(
            self,
            gettext("No class has this join code, and many wrong ones came from your network."),
            gettext("Ask your instructor for the code of your class. With the right code you join at once."),
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
    """All seats are taken, or the free ones are for others who wait already."""

    status: ClassVar[int] = 409

    def __init__(self, seats: int, *, is_promised: bool = False) -> None:
        super().__init__(
            gettext("Other students wait for the free seats of this class.")
            if is_promised
            else gettext("All %(seats)s seats of this class are taken.") % {"seats": seats},
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
    """Nobody of this id can be taken from the instructors."""

    status: ClassVar[int] = 404

    def __init__(self) -> None:
        super().__init__(
            gettext("The instructors of this class were not changed."),
            gettext("A class keeps at least one instructor. Go back and reload the page of the class."),
        )


class InstructorUnknown(Refused):
    """Nobody of this name teaches, writes or operates here."""

    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(
            gettext("No instructor has this name for signing in."),
            gettext("An operator makes one with quintain user add. A student cannot be an instructor."),
        )


class InstructorAlready(Refused):
    """Somebody who is in the class already cannot be added."""

    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(gettext("This person is in this class already."), gettext("Write another name."))


class RosterUnfit(Malformed):
    """A line of the roster cannot be used; nothing of it was."""


class RosterRepeated(Refused):
    """A roster was added since the form was loaded: most likely this one, by a reload or a second click."""

    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(
            gettext("A roster was added after this form was loaded, so nobody was added now."),
            gettext("Look at the seats and the waiting list. For a lost passcode, choose “New passcode” there."),
        )


class NamesKnown(Refused):
    """The class has students of these names, or the roster has a name twice."""

    status: ClassVar[int] = 409

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(
            gettext("Nobody was added. These names are in the class already, or twice in the roster: %(names)s.")
            % {"names": ", ".join(names)},
            gettext("Take them out, or say below that they are other people."),
        )


class WaitingListFull(Refused):
    """Nobody more can wait for a seat."""

    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(gettext("The waiting list of this class is full."), gettext("Ask your instructor."))
