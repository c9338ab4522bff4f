"""What a program has printed, as its learner reads it: the end of it, as text, and nothing of ours in it."""

import codecs
from dataclasses import dataclass
from typing import Final

from quintain.judge.tracebacks import without_our_frames

MOST_SHOWN_BYTES: Final = 16 * 1024


@dataclass(frozen=True, slots=True)
class Printed:
    """The text, and whether more was printed before it."""

    text: str = ""
    is_cut: bool = False


NOTHING: Final = Printed()


def shown(output: bytes) -> Printed:
    """Return the end of what was printed, from a whole line on; a letter of which a part is still to come waits."""
    cut = max(0, len(output) - MOST_SHOWN_BYTES)
    if cut:
        cut = output.find(b"\n", cut - 1) + 1 or cut
    text = codecs.getincrementaldecoder("utf-8")("replace").decode(output[cut:])
    return Printed(without_our_frames(text), is_cut=cut > 0)
