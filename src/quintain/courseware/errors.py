"""Why an edition is not written.

CoursewareRefused
├── NoSuchEdition
├── PackageMissing
└── BuildFailed
"""


class CoursewareRefused(Exception):  # noqa: N818  what the room does, not a mistake of its own
    """Nothing was written: ``sentence`` says what happened, ``remedy`` what to do next."""

    def __init__(self, sentence: str, remedy: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.remedy = remedy


class NoSuchEdition(CoursewareRefused):
    """The pack has no such day or lesson."""


class PackageMissing(CoursewareRefused):
    """A package is not installed that the format needs."""


class BuildFailed(CoursewareRefused):
    """The document could not be made of what was written for it."""
