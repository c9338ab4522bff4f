"""Why a raised hand says no.

Refused
├── QuestionTooLong
├── TooManyHands    raised again and again within ten minutes
├── AnswerTooLong
├── NothingWritten  an answer without words
├── HandAnswered    an answer was given already
├── HandTaken       another instructor said to come
└── HandLowered     it is down already
"""

from typing import ClassVar

from django.utils.translation import gettext

from quintain.helpqueue.models import MOST_ANSWER_LETTERS, MOST_LETTERS
from quintain.web.refusals import Malformed, Refused, TooFast


class QuestionTooLong(Malformed):
    """The question does not fit."""

    def __init__(self) -> None:
        super().__init__(
            gettext("The question is longer than %(most)s letters.") % {"most": MOST_LETTERS},
            gettext("Write a shorter one. You can tell the rest when your instructor comes."),
        )


class AnswerTooLong(Malformed):
    """The answer does not fit."""

    def __init__(self) -> None:
        super().__init__(
            gettext("The answer is longer than %(most)s letters.") % {"most": MOST_ANSWER_LETTERS},
            gettext("Write a shorter one, or go to the student."),
        )


class NothingWritten(Malformed):
    """There are no words."""

    def __init__(self) -> None:
        super().__init__(gettext("The answer has no words."), gettext("Write one, or lower the hand."))


class HandAnswered(Refused):
    """An answer was given already."""

    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(
            gettext("This question has an answer already."), gettext("Go back to the queue, and take the next.")
        )


class TooManyHands(TooFast):
    """The hand was raised again and again."""

    def __init__(self, most: int, minutes: int) -> None:
        super().__init__(
            gettext("You raised your hand %(most)s times within %(minutes)s minutes.")
            % {"most": most, "minutes": minutes},
            gettext("Wait a few minutes, then raise it again."),
        )


class HandTaken(Refused):
    """Another instructor said to come."""

    status: ClassVar[int] = 409

    def __init__(self, name: str) -> None:
        super().__init__(
            gettext("%(name)s goes there already.") % {"name": name}, gettext("Go back to the wall, and take the next.")
        )


class HandLowered(Refused):
    """The hand is down already."""

    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(gettext("This hand is down already."), gettext("Go back to the wall, and take the next."))
