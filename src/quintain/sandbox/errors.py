"""Everything that can go wrong in this room, as a tree.

SandboxError
├── SandboxUnavailable   this machine cannot hold a box at all
├── RuntimeNotBuilt      the root file system that a box would see could not be made
└── BoxNotStarted        this one box broke before any code of the caller ran in it

What the program in a box does to itself is no error here: it is a fact of its ``Ending``.
"""


class SandboxError(Exception):
    """A failure of the sandbox, with the way out of it."""

    def __init__(self, sentence: str, remedy: str) -> None:
        super().__init__(f"{sentence} {remedy}")
        self.sentence = sentence
        self.remedy = remedy


class SandboxUnavailable(SandboxError):  # noqa: N818 (read aloud in an except clause, it is the plain fact)
    """No box can be held on this machine; ``remedy`` says what its owner can change."""


class RuntimeNotBuilt(SandboxError):  # noqa: N818 (as above)
    """A runtime could not be made from its spec."""


class BoxNotStarted(SandboxError):  # noqa: N818 (as above)
    """A box ended before its program began; ``sentence`` carries what bubblewrap or the init program said."""
