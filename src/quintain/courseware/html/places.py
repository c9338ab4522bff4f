"""Where chapters lie in an edition, and where a link of the course leads there."""

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

# Addresses of the classroom that lessons name.
SITE: Final = re.compile(r"/(?P<kind>topics|labs|cases)/(?P<id>[a-z0-9-]+)/?(?:#(?P<anchor>.*))?")
KINDS: Final[Mapping[str, str]] = {"topics": "lessons", "labs": "labs", "cases": "cases"}
ELSEWHERE: Final = frozenset({"http", "https", "mailto"})


@dataclass(frozen=True, slots=True)
class Places:
    """The chapters of an edition: the titles of all, the ids of their headings, and the ending of their files.

    A chapter's key is its folder and its id, such as ``lessons/sql-injection``.
    """

    ending: str
    titles: Mapping[str, str]
    anchors: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def path(self, key: str) -> str:
        """Return the path of a chapter within the edition."""
        return f"{key}.{self.ending}"

    def between(self, here: str, there: str, anchor: str = "") -> str:
        """Return the address of the chapter ``there``, as a link of the chapter ``here`` writes it."""
        path = posixpath.relpath(self.path(there), posixpath.dirname(here) or ".")
        return f"{path}#{anchor}" if anchor else path

    def resolve(self, here: str, address: str) -> str | None:
        """Return where a link of the chapter ``here`` leads in this edition; None where it leads nowhere.

        Pages of the classroom become chapters; one that this edition has not, such as ``/cards.txt``, is none.
        """
        if address.startswith("#"):
            return address if address[1:] in self.anchors.get(here, frozenset()) else None
        if found := SITE.fullmatch(address):
            return self._chapter(here, f"{KINDS[found['kind']]}/{found['id']}", found["anchor"] or "")
        return address if _is_elsewhere(address) else None

    def _chapter(self, here: str, key: str, anchor: str) -> str | None:
        if key not in self.titles:
            return None
        return self.between(here, key, anchor if anchor in self.anchors.get(key, frozenset()) else "")


def _is_elsewhere(address: str) -> bool:
    """Tell whether an address names a page of the web, or a mailbox; one that cannot be read does not."""
    try:
        parts = urlsplit(address)
        return parts.scheme in ELSEWHERE and bool(parts.netloc or parts.scheme == "mailto")
    except ValueError:
        return False
