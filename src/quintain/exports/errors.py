"""What a folder of a learner's machine can be refused for.

FolderRefused           the folder is no submission to the lab
FolderTaken             the folder in which a lab is to be written is not empty, or others control it
"""


class FolderRefused(ValueError):  # noqa: N818  it names what happened
    """The folder cannot be judged as a submission; the message is a sentence for its owner."""


class FolderTaken(ValueError):  # noqa: N818  it names what happened
    """A lab is written to a new or an empty folder of one's own only; the message is a sentence for its owner."""
