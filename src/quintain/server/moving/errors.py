"""Why a move says no. Knows no Django."""


class MoveRefused(Exception):  # noqa: N818  what the command does, not a mistake of its own
    """Why nothing was moved, or not to its end, and what to do."""

    def __init__(self, sentence: str, remedy: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.remedy = remedy
