"""A weakness by its number in the CWE list, or one of the pack's own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from quintain.packs.constraints import CweId, Doc, Url
from quintain.packs.weakness_signs import SIGNS
from quintain.packs.weaknesses import WEAKNESSES


@dataclass(frozen=True, slots=True)
class Weakness:
    """A weakness, by its number in the Common Weakness Enumeration and a plain name: a row of weaknesses.toml."""

    cwe: CweId
    name: Annotated[str, Doc("A few plain words that learners see, without the number.")]
    url: Annotated[Url, Doc("Where to read about it; empty is its page at cwe.mitre.org.")] = ""
    sign: Annotated[str, Doc("What it looks like, as the end of: it would be code in which …")] = ""

    @property
    def address(self) -> str:
        """The page that says more."""
        return self.url or f"https://cwe.mitre.org/data/definitions/{self.cwe.removeprefix('CWE-')}.html"


def weakness_called(cwe: str, own: Mapping[str, Weakness]) -> Weakness:
    """Return a weakness as learners read it; ``own`` are those that the pack has named."""
    return own.get(cwe) or Weakness(cwe, WEAKNESSES.get(cwe, cwe), sign=SIGNS.get(cwe, ""))
