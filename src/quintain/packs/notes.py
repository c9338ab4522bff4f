"""Reads a lesson's notes.md: what its instructor needs to know, below the same four titles in every lesson."""

from typing import Final

from quintain.packs.blocks import hold_plain
from quintain.packs.model import Section
from quintain.packs.problems import Faults
from quintain.packs.prose import hold_titles, sections_of

FILE: Final = "notes.md"
TITLES: Final = ("Timing", "What people get wrong", "Ask the room", "Show live")
RULE: Final = "lesson.E027"


def read_notes(text: str, faults: Faults) -> tuple[Section, ...]:
    """Cut notes.md into its four sections; whatever stands otherwise goes to ``faults``."""
    sections = sections_of(text, faults, RULE)
    hold_titles(text, TITLES, faults, RULE)
    hold_plain(text, faults)
    return sections
