"""Reads a lesson's notes.md: what its instructor needs to know, below the same four titles in every lesson."""

from typing import Final

from quintain.packs.blocks import hold_plain
from quintain.packs.model import Section
from quintain.packs.problems import ProblemCollector
from quintain.packs.prose import hold_titles, sections_of

FILE: Final = "notes.md"
TITLES: Final = ("Timing", "What people get wrong", "Ask the room", "Show live")
RULE: Final = "lesson.E027"


def read_notes(text: str, collector: ProblemCollector) -> tuple[Section, ...]:
    """Cut notes.md into its four sections; what is written otherwise goes to ``collector``."""
    sections = sections_of(text, collector, RULE)
    hold_titles(text, TITLES, collector, RULE)
    hold_plain(text, collector)
    return sections
