"""Why something in an arena is refused.

Refused
├── NothingToBreak   the lab has no phase break
├── ArenaOpen        the class has an open arena
├── ArenaClosed      the arena is closed, or there is none
├── TeamsNotClear    not two to six teams with names of their own
├── NoTeam           a student has chosen no team of the arena, or another one before
├── NameTaken        somebody else of the class has the name
├── NameTooLong      the name has too many letters
├── NothingToEnter   there is nothing to enter yet
├── EntryRefused     the judge does not take the text
├── RoundRunning     a round is open or runs at the moment
├── NoWaitingRound   no round is open for entries
├── NothingToRun     nobody has entered anything new
└── QueueFull        the judge's queue takes no more
"""

from typing import ClassVar

from django.utils.translation import gettext

from quintain.arena.models import FEWEST_TEAMS, MOST_TEAMS, Kind
from quintain.web.refusals import Refused, TooLarge


class NothingToBreak(Refused):
    """The lab has no exploits."""

    status: ClassVar[int] = 422

    def __init__(self) -> None:
        super().__init__(
            gettext("In this lab, no exploits are written."), gettext("Choose a lab that has the phase “break”.")
        )


class ArenaOpen(Refused):
    """One at a time."""

    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(
            gettext("The class has an open arena already."), gettext("Close that one before you open another.")
        )


class ArenaClosed(Refused):
    """Nothing is entered or run any more."""

    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(
            gettext("The arena is closed, so nothing is entered or run in it any more."),
            gettext("Its results stay to be read, and you can take back what is yours."),
        )


class TeamsNotClear(Refused):
    """The names of the teams cannot be used."""

    status: ClassVar[int] = 422

    def __init__(self, most_letters: int) -> None:
        super().__init__(
            gettext("The names of the teams cannot be used."),
            gettext(
                "Write %(fewest)s to %(most)s names, each on its own line, all different, up to %(letters)s letters."
            )
            % {"fewest": FEWEST_TEAMS, "most": MOST_TEAMS, "letters": most_letters},
        )


class NoTeam(Refused):
    """Which team it is for does not fit."""

    status: ClassVar[int] = 422

    def __init__(self) -> None:
        super().__init__(
            gettext("That is not a team that you can enter for."),
            gettext("Choose a team of this arena. To change your team, take back first what you have entered."),
        )


class NameTaken(Refused):
    """Two with one name would be taken for each other."""

    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(
            gettext("Somebody else of the class has this name."), gettext("Choose another name to be shown, or none.")
        )


class NameTooLong(Refused):
    """There are too many letters."""

    status: ClassVar[int] = 422

    def __init__(self, most: int) -> None:
        super().__init__(
            gettext("That name is longer than %(most)s letters.") % {"most": most},
            gettext("Make it shorter and try again."),
        )


class NothingToEnter(Refused):
    """Nothing of this kind can be entered yet, or what the page offered cannot be entered any more."""

    status: ClassVar[int] = 409

    def __init__(self, kind: Kind) -> None:
        if kind == Kind.FIX:
            super().__init__(
                gettext("You have no fix of this lab that changes something and passes all tests."),
                gettext("Run your fix in the lab; once all tests pass, enter it. It need not be proven."),
            )
        else:
            super().__init__(
                gettext("No exploit of yours has succeeded on the original program yet."),
                gettext("Run your exploit in the lab; once it succeeds, enter it."),
            )


class EntryRefused(TooLarge):
    """The judge does not take the text."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, gettext("Change it in the lab, and enter it after it has succeeded there."))


class RoundRunning(Refused):
    """One at a time."""

    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(
            gettext("A round is open or runs at the moment."), gettext("Wait for its end, or stop it first.")
        )


class NoWaitingRound(Refused):
    """Its time is up already, or it was stopped."""

    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(gettext("No round is open for entries."), gettext("Reload the page, and begin a new one."))


class NothingToRun(Refused):
    """No exploit and fix of two people are left that have not met yet."""

    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(
            gettext("There is nothing to run: each exploit has met each fix of the others."),
            gettext("Run a round when somebody has entered something new."),
        )


class QueueFull(Refused):
    """As many wait for the judge as are taken."""

    status: ClassVar[int] = 429

    def __init__(self) -> None:
        super().__init__(gettext("The judge's queue is full."), gettext("Run the round again in a minute."))
