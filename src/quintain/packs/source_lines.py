"""The one way to split source code into numbered lines."""

import re
from typing import Final

NEWLINE: Final = re.compile(r"\r\n|\r|\n")


def source_lines(text: str) -> list[str]:
    r"""Return the lines of a source file, without their newline characters.

    Only ``\n``, ``\r\n`` and ``\r`` end a line, as in Python's own tokenizer (Python Language Reference, 2.1.2) and in
    the editor of the page. `str.splitlines` also splits at form feed, NEL and U+2028, so its numbers would differ. A
    final newline ends the last line and begins no further one; an empty file is one empty line.

    """
    lines = NEWLINE.split(text)
    return lines[:-1] if len(lines) > 1 and not lines[-1] else lines
