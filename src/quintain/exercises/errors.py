"""Why an exercise says no.

Refused
├── NothingChosen
├── NoSuchChoice
├── HalfPlaced
└── NotAnswered
"""

from typing import ClassVar

from quintain.web.refusals import Malformed, Refused


class NothingChosen(Malformed):
    """The form answers no element."""

    def __init__(self) -> None:
        super().__init__("No answer was chosen.", "Go back, choose something for at least one element, and check it.")


class NoSuchChoice(Malformed):
    """The form names an element or a choice that the exercise does not have."""

    def __init__(self) -> None:
        super().__init__("The exercise offers no such answer.", "Open the lesson again, and choose from what is there.")


class HalfPlaced(Malformed):
    """An element of a board is placed on one axis only."""

    def __init__(self, title: str) -> None:
        super().__init__(f"“{title}” is placed on one axis only.", "Go back, and choose a step on both.")


class NotAnswered(Refused):
    """The right answer is asked for before any answer."""

    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__("You have not answered this yet.", "Answer first; then you can see what is right, and why.")
