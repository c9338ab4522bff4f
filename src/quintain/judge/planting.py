"""Decides what lies in a box before the suspect runs: the learner's files, the lab's own, and fresh canaries."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from quintain.judge.certificates import Identity
from quintain.packs.model import AUTHORITY, Lab, Profile

PLACEHOLDER: Final = re.compile(r"\$\{([A-Za-z_]\w*)\}")


@dataclass(frozen=True, slots=True)
class Planting:
    """Files of one box by path, the names of the canaries in them, what is no text, and a client's own authority."""

    files: Mapping[str, str]
    planted: frozenset[str]
    binaries: Mapping[str, bytes] = field(default_factory=dict)
    authority: Identity | None = None

    @property
    def contents(self) -> Mapping[str, bytes]:
        """All files as bytes."""
        return {**{path: text.encode() for path, text in self.files.items()}, **self.binaries}


def plant(
    lab: Lab, submitted: Mapping[str, str], canaries: Mapping[str, str], binaries: Mapping[str, bytes]
) -> Planting:
    """Lay out one box.

    Editable files come from the submission, or from the starter, and are never filled in. The starter's other files
    and ``[files]`` have every ``${canary}`` replaced, in the path too; for a client, ``${ca}`` is the certificate of an
    authority made for this box. ``binaries``, such as the shared object of a native lab, lie beside them.
    """
    planted: set[str] = set()
    authority = Identity.authority("Lab authority") if lab.run.profile is Profile.CLIENT else None
    texts = {**canaries} if authority is None else {**canaries, AUTHORITY: authority.pem}

    def fill(text: str) -> str:
        def value(match: re.Match[str]) -> str:
            name = match[1]
            if name not in texts:
                return match[0]
            if name in canaries:
                planted.add(name)
            return texts[name]

        return PLACEHOLDER.sub(value, text)

    files = {
        path: submitted.get(path, text) if path in lab.run.editable else fill(text)
        for path, text in lab.starter.items()
    }
    files |= {fill(path): fill(text) for path, text in lab.files.items()}
    return Planting(files, frozenset(planted), binaries, authority)
