"""Decides what lies in a box before the suspect runs: the learner's files, the lab's own, and fresh canaries."""

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from quintain.judge.harness.inside.values import Plain
from quintain.judge.suspect.certificates import Identity
from quintain.packs.model.lab import AUTHORITY, PLACEHOLDER, Lab


@dataclass(frozen=True, slots=True)
class Wheel:
    """A wheel that the lab brings, and the index that offers it; the program sees it there alone."""

    index: str
    filename: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class BoxFiles:
    """What one box holds, by path, the names of the canaries in it, and a client's own authority.

    ``links`` are symbolic, with what they say; ``hard_links`` name another planted file. ``modes`` holds permission
    bits of files and folders. ``wheels`` are not in the box: an index offers them.
    """

    files: Mapping[str, str]
    planted: frozenset[str]
    binaries: Mapping[str, bytes] = field(default_factory=dict)
    authority: Identity | None = None
    folders: frozenset[str] = frozenset()
    links: Mapping[str, str] = field(default_factory=dict)
    hard_links: Mapping[str, str] = field(default_factory=dict)
    modes: Mapping[str, int] = field(default_factory=dict)
    wheels: tuple[Wheel, ...] = ()

    @property
    def paths(self) -> frozenset[str]:
        """Every path but those of folders."""
        return frozenset().union(self.files, self.binaries, self.links, self.hard_links)

    @property
    def contents(self) -> Mapping[str, bytes]:
        """What every file holds, by each of its names."""
        own = self._own
        return {**own, **{path: own.get(other, b"") for path, other in self.hard_links.items()}}

    @property
    def _own(self) -> Mapping[str, bytes]:
        return {**{path: text.encode() for path, text in self.files.items()}, **self.binaries}

    def orders(self) -> list[Plain]:
        """Tell the harness what to plant; it knows in which order."""
        return [
            *(self._order(path, content=base64.b64encode(content).decode()) for path, content in self._own.items()),
            *(self._order(path) for path in self.folders),
            *(self._order(path, hard_link=other) for path, other in self.hard_links.items()),
            *(self._order(path, link=target) for path, target in self.links.items()),
        ]

    def _order(self, path: str, **what: Plain) -> Plain:
        return {"path": path, "mode": self.modes.get(path), **what}


def plant(
    lab: Lab, submitted: Mapping[str, str], canaries: Mapping[str, str], binaries: Mapping[str, bytes]
) -> BoxFiles:
    """Lay out one box.

    Editable files come from the submission, or from the starter, and are never filled in. The starter's other files
    and ``[files]`` have every ``${canary}`` replaced, in the path and in what a link says too; for a client, ``${ca}``
    is the certificate of an authority made for this box. Files of ``files/`` lie there as they are, and so do
    ``binaries``, such as the shared object of a native lab.
    """
    planted: set[str] = set()
    authority = Identity.authority("Lab authority") if lab.run.profile.has_authority else None
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
    rows = {fill(path): row for path, row in lab.files.items() if not row.index}
    files |= {path: fill(row.text) for path, row in rows.items() if row.text is not None}
    return BoxFiles(
        files=files,
        binaries={**binaries, **{path: row.content for path, row in rows.items() if row.file}},
        folders=frozenset(path for path, row in rows.items() if row.folder),
        links={path: fill(row.link) for path, row in rows.items() if row.link},
        hard_links={path: fill(row.hard_link) for path, row in rows.items() if row.hard_link},
        modes={path: row.permissions for path, row in rows.items() if row.permissions is not None},
        authority=authority,
        planted=frozenset(planted),
        wheels=tuple(Wheel(row.index, path, row.content) for path, row in lab.files.items() if row.index),
    )
