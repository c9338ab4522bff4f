"""Why a lab says no.

Refused
├── NotEditable       the path is none that the learner may change
├── FileTooLarge
├── SaveConflict      another tab saved this file in the meantime
├── OtherPerson       somebody else is signed in than the page was made for
├── TooManyExchanges  resets and restores
├── AlreadyJudging    one submission at a time
├── TooManyTries
├── QueueFull
├── NothingToReplay   no exploit of the learner's has worked yet
├── NoHintLeft
├── SolutionsClosed   the class keeps sound fixes for its instructor
├── HintsLeft         a sound fix is shown after the last hint
├── ProvenAlready     the debrief shows all sound fixes
├── TooManyChecks     of marks, within a minute
├── TooManyGuesses    wrong marks, within ten minutes
├── TooManyMarks      in one check
├── MarkInvalid
├── NoSuchLine        a comment on a line that the attempt has not
├── CommentEmpty
├── CommentTooLong
└── TooManyComments   on one attempt
"""

from typing import ClassVar

from django.utils.translation import gettext

from quintain.web.refusals import Malformed, Refused, TooFast, TooLarge


class NotEditable(Malformed):
    """The lab does not let learners change this path."""

    def __init__(self, path: str, editable: tuple[str, ...]) -> None:
        super().__init__(
            gettext("“%(path)s” is not a file that you can change here.") % {"path": path[:100]},
            gettext("Change %(files)s.") % {"files": ", ".join(editable)},
        )


class FileTooLarge(TooLarge):
    """A file is above the limit."""

    def __init__(self, kibibytes: int) -> None:
        super().__init__(
            gettext("The file is larger than %(kibibytes)s KiB.") % {"kibibytes": kibibytes},
            gettext("Shorten it; your last saved text is kept."),
        )


class SaveConflict(Refused):
    """Another tab saved this file after this one had loaded it."""

    status: ClassVar[int] = 409

    def __init__(self, revision: int, text: str) -> None:
        super().__init__(
            gettext("This file was changed in another tab."),
            gettext("Choose which text to keep."),
            {"revision": revision, "text": text},
        )


class OtherPerson(Refused):
    """The page that sends was made for somebody else than who is signed in now."""

    status: ClassVar[int] = 403

    def __init__(self) -> None:
        super().__init__(
            gettext("Somebody else is signed in in this browser now, so nothing was saved."),
            gettext("Sign in again as yourself in another tab, then try again here."),
            {"other_person": True},
        )


class TooManyExchanges(TooFast):
    """One workspace is reset or restored too often."""

    def __init__(self) -> None:
        super().__init__(
            gettext("You reset or restored these files very often within a minute, so nothing was changed."),
            gettext("Wait a minute, then try again."),
        )


class AlreadyJudging(TooFast):
    """A submission of this workspace is waiting or running."""

    def __init__(self) -> None:
        super().__init__(
            gettext("The judge still works on your last submission."),
            gettext("Wait for its verdict, then submit again."),
        )


class TooManyTries(TooFast):
    """One person keeps the judge too busy."""

    def __init__(self) -> None:
        super().__init__(
            gettext("You submitted very often within a minute."), gettext("Wait a minute, then submit again.")
        )


class QueueFull(Refused):
    """The judge has more to do than it takes on."""

    status: ClassVar[int] = 429

    def __init__(self) -> None:
        super().__init__(
            gettext("The judge's queue is full."), gettext("Your text is saved. Submit again in a minute.")
        )


class NothingToReplay(Refused):
    """Only an exploit that has worked on the original program says anything about a fix."""

    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(
            gettext("No exploit of yours has worked yet."),
            gettext("Break the original program first, then try your fix."),
        )


class NoHintLeft(Refused):
    """All hints are open already."""

    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(
            gettext("There is no further hint."),
            gettext("Read the hints once more, or run the tests to see what fails."),
        )


class SolutionsClosed(Refused):
    """The class of this student does not let its students look at a sound fix by themselves."""

    status: ClassVar[int] = 403

    def __init__(self) -> None:
        super().__init__(
            gettext("Students of your class do not see a sound fix before their own is proven."),
            gettext("Raise your hand, and tell your instructor what you tried and what came back."),
        )


class HintsLeft(Refused):
    """There are hints that the learner has not opened."""

    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(
            gettext("A sound fix is shown after the last hint."), gettext("Open the next hint, and try once more.")
        )


class ProvenAlready(Refused):
    """The learner's own fix is proven, so nothing is to be shown before the proof."""

    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(
            gettext("Your fix is proven already."), gettext("The debrief shows it beside the other sound fixes.")
        )


class TooManyChecks(TooFast):
    """One person has marks checked more often than anybody reads."""

    def __init__(self) -> None:
        super().__init__(
            gettext("You had your marks checked very often within a minute."),
            gettext("Read the code again, and check your marks in a minute."),
        )


class TooManyGuesses(TooFast):
    """One person marks line after line in a lab."""

    def __init__(self, guesses: int, minutes: int) -> None:
        super().__init__(
            gettext("You made %(guesses)s wrong marks in this lab within %(minutes)s minutes.")
            % {"guesses": guesses, "minutes": minutes},
            gettext("Read the code again or open a hint, and check your marks in %(minutes)s minutes.")
            % {"minutes": minutes},
        )


class TooManyMarks(Malformed):
    """A check holds far more marks than the lab has flaws."""

    def __init__(self, most: int) -> None:
        super().__init__(
            gettext("One check takes at most %(most)s marks in this lab.") % {"most": most},
            gettext("Remove the marks that you are least sure of, and those that were answered as wrong."),
        )


class MarkInvalid(Malformed):
    """A mark does not lie in a file of the lab, or names no weakness on offer."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, gettext("Mark lines of the files shown and choose one of the weaknesses offered."))


class NoSuchLine(Malformed):
    """The attempt has no such line."""

    def __init__(self) -> None:
        super().__init__(
            gettext("This attempt has no such line."),
            gettext("Go back, and choose the number of a line."),
        )


class CommentEmpty(Malformed):
    """There are no words."""

    def __init__(self) -> None:
        super().__init__(gettext("The comment has no words."), gettext("Go back, and write what you want to say."))


class CommentTooLong(Malformed):
    """The comment does not fit."""

    def __init__(self, most: int) -> None:
        super().__init__(
            gettext("The comment is longer than %(most)s letters.") % {"most": most},
            gettext("Go back, and write a shorter one."),
        )


class TooManyComments(Refused):
    """The attempt has as many comments as one may have."""

    status: ClassVar[int] = 409

    def __init__(self, most: int) -> None:
        super().__init__(
            gettext("This attempt has %(most)s comments, and takes no more.") % {"most": most},
            gettext("Delete one of yours first."),
        )
