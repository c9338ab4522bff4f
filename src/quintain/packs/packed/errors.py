"""What keeps a pack file from being built, signed, believed or installed."""


class PackFileRefused(Exception):  # noqa: N818  what a reader does, not a mistake of its own
    """Why a pack file is not taken, and what to do."""

    def __init__(self, sentence: str, remedy: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.remedy = remedy
