"""Keeps of printed tracebacks what is the learner's: nothing of ours, and no path of this machine."""

import re
from typing import Final

# A frame of a traceback or of a stack, with the source and the carets below it.
OURS: Final = re.compile(r'^([ |]*)File "/(?:box|init)/[^\n]*\n?(?:\1  [^\n]*\n?)*', re.MULTILINE)
NOT_OF_THE_LAB: Final = re.compile(r'^([ |]*)File "(?:/(?!lab/)|<frozen )[^\n]*\n?(?:\1  [^\n]*\n?)*', re.MULTILINE)
LAB_PATH: Final = re.compile(r'^([ |]*File ")/lab/', re.MULTILINE)


def without_our_frames(text: str) -> str:
    """Leave out the frames of the box's own program; those of libraries stay."""
    return OURS.sub("", text)


def with_own_frames(text: str) -> str:
    r"""Leave out every frame but those of files that the learner has written, and name these as the editor does.

    >>> with_own_frames('  File "/box/x.py", line 1, in f\n    f()\n  File "/lab/exploit.py", line 2\n')
    '  File "exploit.py", line 2\n'
    """
    return LAB_PATH.sub(r"\1", NOT_OF_THE_LAB.sub("", text))
