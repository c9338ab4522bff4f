"""A course whose lesson holds one exercise of each kind."""

from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from quintain.catalog import pack_store
from quintain.packs.model.exercise import Choice, Element, Exercise, ExerciseKind
from quintain.packs.model.lesson import Practise, Prose
from quintain.packs.model.pack import Pack
from tests.classroom import LESSON

THREATS = (Choice("spoofing", "Spoofing"), Choice("tampering", "Tampering"), Choice("denial", "Denial"))

DIAGRAM = Exercise(
    Path("/nowhere/flow"),
    "flow",
    UUID(int=910),
    "Which threats?",
    "Tick *all*.",
    ExerciseKind.DIAGRAM,
    THREATS,
    (
        Element("log", UUID(int=911), "The log", "Lines of `text`.", "Whoever writes it, changes it.", ("tampering",)),
        Element(
            "door",
            UUID(int=912),
            "The door",
            "A way in.",
            "Both of them meet it.",
            ("spoofing", "denial"),
            reasons={"tampering": "A door holds nothing to change.", "denial": "It can be blocked."},
        ),
    ),
    figure='<svg width="9" aria-label="A flow." role="img"><g data-element="log"/><g data-element="door"/></svg>',
)
GAUGES = Exercise(
    Path("/nowhere/triad"),
    "triad",
    UUID(int=920),
    "Which property?",
    "One each.",
    ExerciseKind.GAUGES,
    (Choice("secret", "Secrecy"), Choice("whole", "Integrity")),
    (
        Element("leak", UUID(int=921), "A leak", "Read.", "It was read.", ("secret",), reasons={"whole": "Unchanged."}),
        Element("forgery", UUID(int=922), "A forgery", "Written.", "It was written.", ("whole",)),
        Element("peek", UUID(int=923), "A peek", "Seen.", "It was seen.", ("secret",)),
    ),
)
BOARD = Exercise(
    Path("/nowhere/risks"),
    "risks",
    UUID(int=930),
    "Where?",
    "Place it.",
    ExerciseKind.BOARD,
    (Choice("likelihood", "Likelihood", ("rare", "possible", "sure")), Choice("impact", "Impact", ("small", "large"))),
    (
        Element(
            "flood",
            UUID(int=931),
            "A flood",
            "Water.",
            "It rains.",
            within={"likelihood": (2, 3), "impact": (2, 2)},
            reasons={"impact": "The cellar holds the backups."},
        ),
    ),
)


@pytest.fixture
def course(course: Pack) -> Pack:
    """Put a course with three exercises in the pack store."""
    exercises = {exercise.slug: exercise for exercise in (DIAGRAM, GAUGES, BOARD)}
    lesson = replace(LESSON, blocks=(Prose("## Practise"), *map(Practise, exercises)), questions=())
    first, second = course.tracks[0].modules
    topic = replace(second.topics[0], lesson=lesson)
    track = replace(course.tracks[0], modules=(first, replace(second, topics=(topic, *second.topics[1:]))))
    pack = replace(course, tracks=(track,), lessons={"injection": lesson}, exercises=exercises)
    pack_store.put(pack)
    return pack
