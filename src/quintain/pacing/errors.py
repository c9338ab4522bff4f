"""Why a change of a class's pace is refused.

Refused
├── NoteTooLong     a note or hint has too many letters
├── NothingToSend   a hint without words, or for nobody
├── PollRunning     another question is asked at the moment
├── PollOver        the poll takes no answers any more
├── NoSuchChoice    the question has no such option
├── NotLeading      the class does not follow this person
├── AlreadyAsked    the student was asked about this attempt, or it is shown
└── NotShown        the fix is not shown any more
"""

from typing import ClassVar

from django.utils.translation import gettext

from quintain.web.refusals import Refused


class NoteTooLong(Refused):
    """There are too many letters."""

    status: ClassVar[int] = 422

    def __init__(self, most: int) -> None:
        super().__init__(
            gettext("That is longer than %(most)s letters.") % {"most": most}, gettext("Make it shorter and try again.")
        )


class NothingToSend(Refused):
    """There are no words, or there is nobody to read them."""

    status: ClassVar[int] = 422

    def __init__(self) -> None:
        super().__init__(
            gettext("There is nothing to send, or nobody to send it to."),
            gettext("Write the hint, and choose students who have a seat in the class."),
        )


class PollRunning(Refused):
    """One question at a time."""

    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(
            gettext("The class is asked another question at the moment."), gettext("Put that one away first.")
        )


class PollOver(Refused):
    """Answers are not taken any more."""

    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(
            gettext("This question takes no answers any more."), gettext("Reload the page to see how it is now.")
        )


class NoSuchChoice(Refused):
    """The question has no such option."""

    status: ClassVar[int] = 422

    def __init__(self) -> None:
        super().__init__(gettext("The question has no such option."), gettext("Choose one of those on the page."))


class NotLeading(Refused):
    """The class does not follow this person."""

    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(
            gettext("The class does not follow you at the moment."), gettext("Begin on the page “Pace” of the class.")
        )


class AlreadyAsked(Refused):
    """The student was asked about it, or it is shown."""

    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(
            gettext("The student was asked about this attempt already."),
            gettext("The page “Pace” of the class says whether it is shown."),
        )


class NotShown(Refused):
    """It is not shown any more."""

    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(gettext("This is over already."), gettext("Reload the page to see how it is now."))
