"""Finds the page that a mistyped address most likely meant; rooms with pages register where theirs are."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, slots=True)
class Place:
    """A page by title and address."""

    title: str
    url: str


type Source = Callable[[], Iterable[Place]]

_sources: dict[str, Source] = {}


def register(room: str, source: Source) -> None:
    """Let ``source`` name the pages of ``room``."""
    _sources[room] = source


def place_near(path: str) -> Place | None:
    """Return the page whose address is most like ``path``, if one is alike at all."""
    places = {place.url: place for source in _sources.values() for place in source()}
    urls = get_close_matches(path[:200], places, n=1, cutoff=0.75)
    return places[urls[0]] if urls else None
