"""What a lock file of packages may hold: names with versions and hashes.

uv reads more in such a file: options that name indexes, other files, folders and repositories, and addresses in the
place of versions. It replaces variables in them by what is in the server's environment, and asks for them outside of
any sandbox. A pack of somebody else must not have that.
"""

import re
from itertools import takewhile
from typing import Final

from packaging.requirements import InvalidRequirement, Requirement

_COMMENT: Final = re.compile(r"(?:^|\s)#.*")
_HASH: Final = re.compile(r"--hash=sha256:[0-9a-f]{64}")
LONGEST_LINE: Final = 16_384
"""In characters: a package with two hundred hashes in one line."""


def foreign_line(text: str) -> int:
    """Return the number of the first line that is no package with its version, no hash and no comment; 0 if none is."""
    lines = enumerate(text.splitlines(), 1)  # at more characters than uv does, so that no comment hides a line
    return next((number for number, line in lines if not _is_known(line)), 0)


def _is_known(line: str) -> bool:
    if len(line) > LONGEST_LINE:
        return False
    words = _COMMENT.sub("", line).removesuffix("\\").split()
    package = list(takewhile(lambda word: not _HASH.fullmatch(word), words))
    hashes = words[len(package) :]
    if not all(map(_HASH.fullmatch, hashes)) or any(word.startswith("-") for word in package):
        return False
    return not package or _is_pinned(" ".join(package))


def _is_pinned(text: str) -> bool:
    try:
        package = Requirement(text)
    except InvalidRequirement:
        return False
    pins = list(package.specifier)
    return package.url is None and len(pins) == 1 and pins[0].operator == "==" and "*" not in pins[0].version
