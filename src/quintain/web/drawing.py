"""Draws the verdict figure and the ring glyph as SVG without style attributes.

The numbers are those of ``frontend/src/figure/geometry.ts``, which draws a figure while the judge still works.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from quintain.judge.tally import Tally, tally

HOOP = 55
BLUNT = 62
BLUNT_HALF = 7
TAIL = 88
NUMBER = 96
ARM_DEGREES = 135
REST_REACH = 70
STRIKE_REACH = 56
TRAIL_LINES = 50

# How many tests fit at most, how far out their circles lie, and how large a dot is.
TEST_CIRCLES = ((16, (33,), 3.6), (40, (38, 27), 2.8), (10**6, (41, 32, 23), 2.2))
TEST_LOOKS = {"failed": "lost", "waiting": "waiting", "skipped": "waiting", "running": "running", "error": "error"}


@dataclass(frozen=True, slots=True)
class Mark:
    """What the figure needs to know of a check."""

    kind: str
    number: int
    outcome: str


def draw_figure(marks: Iterable[Mark], *, result: str = "", look: str = "", proof: str = "") -> SafeString:
    """Return the figure of a verdict: its attacks, its tests as dots, and the arm where nothing was tried or all holds.

    Args:
        marks: The checks in the order shown.
        result: The verdict's word; only ``proven`` colours the ring.
        look: Further classes: ``big``, ``on-yard``, ``rest``.
        proof: Names a proof; the figure then shows the arm that has struck, and its trail.

    """
    marks = tuple(marks)
    attacks = [mark for mark in marks if mark.kind == "attack"]
    tests = [mark for mark in marks if mark.kind in {"test", "wanted"}]
    angles = lance_angles(len(attacks))
    return format_html(
        '<svg class="{}" viewBox="-100 -100 200 200" role="img" aria-label="{}" data-proof="{}">{}{}{}{}{}</svg>',
        " ".join(filter(None, ("figure", result, look))),
        describe(attacks, tests),
        proof,
        _trail() if proof else "",
        _hoop(attacks, angles),
        _tests(tests),
        format_html_join("", "{}", ((_lance(attack, angle),) for attack, angle in zip(attacks, angles, strict=True))),
        _arm(STRIKE_REACH if proof else REST_REACH) if proof or not marks else "",
    )


def describe(attacks: Sequence[Mark], tests: Sequence[Mark]) -> str:
    """Say in words what the figure shows."""
    landed = [str(attack.number) for attack in attacks if attack.outcome == "landed"]
    came = ngettext("; attack %(numbers)s came through", "; attacks %(numbers)s came through", len(landed))
    through = came % {"numbers": ", ".join(landed)} if landed else ""
    sentences = []
    if attacks:
        counted = tally(attack.outcome for attack in attacks)
        held = ngettext(
            "%(stopped)s of %(count)s attack stopped%(through)s%(untried)s.",
            "%(stopped)s of %(count)s attacks stopped%(through)s%(untried)s.",
            counted.all,
        )
        facts = {"stopped": counted.good, "count": counted.all, "through": through, "untried": _untried_words(counted)}
        sentences.append(held % facts)
    if tests:
        counted = tally(test.outcome for test in tests)
        work = ngettext(
            "%(work)s of %(count)s test passes%(untried)s.", "%(work)s of %(count)s tests pass%(untried)s.", counted.all
        )
        sentences.append(work % {"work": counted.good, "count": counted.all, "untried": _untried_words(counted)})
    return " ".join(sentences) or gettext("A target with its arm at rest.")


def _untried_words(counted: Tally) -> str:
    return gettext("; %(count)s not tried") % {"count": counted.untried} if counted.untried else ""


def lance_angles(count: int) -> list[float]:
    """Spread the attacks evenly, clockwise in degrees from above, so that one is always where the arm strikes."""
    step = 360 / max(count, 1)
    return [ARM_DEGREES - count // 2 * step + index * step for index in range(count)]


def point(degrees: float, distance: float) -> tuple[float, float]:
    """Return x and y of a place by its angle, clockwise from above, and its distance from the post."""
    radians = math.radians(degrees)
    return round(math.sin(radians) * distance, 2) + 0.0, round(-math.cos(radians) * distance, 2) + 0.0


def test_places(count: int) -> tuple[list[tuple[float, float]], float]:
    """Return where tests lie, the outermost circle first, and the radius of a dot."""
    distances, radius = next((distances, radius) for most, distances, radius in TEST_CIRCLES if count <= most)
    places: list[tuple[float, float]] = []
    for distance in distances:
        last = distance == distances[-1]
        here = count - len(places) if last else math.floor(count * distance / sum(distances) + 0.5)
        places += [point(360 / here * (index + 0.5), distance) for index in range(here)]
    return places, radius


def _tests(tests: Sequence[Mark]) -> SafeString:
    places, radius = test_places(len(tests))
    drawn = ((_test(test, place, radius),) for test, place in zip(tests, places, strict=True))
    return format_html_join("", "{}", drawn)


def _hoop(attacks: Sequence[Mark], angles: Sequence[float]) -> SafeString:
    gaps = sorted(angle % 360 for attack, angle in zip(attacks, angles, strict=True) if attack.outcome == "landed")
    if not gaps:
        return format_html('<circle class="hoop" r="{}"/>', HOOP)
    half = min(9, 120 / len(attacks))
    arcs = (
        _arc_path(gap + half, following - half) for gap, following in zip(gaps, [*gaps[1:], gaps[0] + 360], strict=True)
    )
    return format_html('<path class="hoop" d="{}"/>', "".join(arcs))


def _arc_path(start: float, end: float, radius: float = HOOP) -> str:
    (x1, y1), (x2, y2) = point(start, radius), point(end, radius)
    return f"M{x1:g} {y1:g}A{radius:g} {radius:g} 0 {int(end - start > 180)} 1 {x2:g} {y2:g}"  # noqa: PLR2004


def _test(test: Mark, place: tuple[float, float], radius: float) -> SafeString:
    look = TEST_LOOKS.get(test.outcome, "")
    size = round(radius + 1.3, 2) if look == "lost" else radius
    return format_html('<circle class="visit {}" cx="{}" cy="{}" r="{}"/>', look, *place, size)


def _lance(attack: Mark, angle: float) -> SafeString:
    body = {"landed": _landed, "repelled": _stopped}.get(attack.outcome, _untried)(angle)
    look = "waiting" if attack.outcome == "skipped" else attack.outcome
    x, y = point(angle, NUMBER)
    return format_html('<g class="lance {}">{}<text x="{}" y="{}">{}</text></g>', look, body, x, y, attack.number)


def _line(start: tuple[float, float], end: tuple[float, float]) -> SafeString:
    return format_html('<line x1="{}" y1="{}" x2="{}" y2="{}"/>', *start, *end)


def _landed(angle: float) -> SafeString:
    return _line(point(angle, TAIL), point(angle, 12)) + format_html(
        '<polygon points="-6.5,0 6.5,0 0,14" transform="rotate({}) translate(0 -17)"/>', f"{angle:g}"
    )


def _stopped(angle: float) -> SafeString:
    return _line(point(angle, TAIL), point(angle, BLUNT)) + format_html(
        '<line class="bluntbar" x1="{}" y1="{}" x2="{}" y2="{}" transform="rotate({})"/>',
        -BLUNT_HALF,
        -BLUNT,
        BLUNT_HALF,
        -BLUNT,
        f"{angle:g}",
    )


def _untried(angle: float) -> SafeString:
    return _line(point(angle, TAIL), point(angle, TAIL - 10))


def _arm(reach: float) -> SafeString:
    return format_html(
        '<g class="arm"><circle r="7.5"/>{}'
        '<line class="strike" x1="-10" y1="{}" x2="10" y2="{}" transform="rotate({})"/></g>',
        _line((0, 0), point(ARM_DEGREES, reach)),
        -reach,
        -reach,
        ARM_DEGREES,
    )


def _trail() -> SafeString:
    """Return the arm's way as fading rays from above to where it is."""
    rays = (
        (*point(angle, 10), *point(angle, HOOP - 5), f"{0.95 * (index / TRAIL_LINES) ** 1.4:.2f}")
        for index in range(1, TRAIL_LINES)
        if (angle := ARM_DEGREES * index / TRAIL_LINES)
    )
    return format_html(
        '<g class="trail">{}</g>',
        format_html_join("", '<line x1="{}" y1="{}" x2="{}" y2="{}" opacity="{}"/>', rays),
    )


RING = 13.5
RING_GAP = 9.0
TICK = SafeString('<circle class="disc" cx="16" cy="16" r="15"/><path class="tick" d="m9.5 16.5 4.6 4.6 8.6-9.4"/>')
HEART = SafeString('<circle class="heart" cx="16" cy="16" r="6"/>')
CROSS = SafeString('<path class="cross" d="m11.5 11.5 9 9m0-9-9 9"/>')


def draw_ring(phases: Iterable[str], *, stretch: bool = False) -> SafeString:
    """Return the glyph of a lab: an arc for each phase: todo, skipped, work, done, seen, still-open or broken."""
    return _ring(tuple(phases), stretch=stretch)


@cache
def _ring(phases: tuple[str, ...], *, stretch: bool) -> SafeString:
    return format_html(
        '<svg class="ring" viewBox="0 0 32 32" aria-hidden="true">{}</svg>', _ring_body(phases, stretch=stretch)
    )


def draw_proven_ring(phases: Sequence[str]) -> SafeString:
    """Return the glyph of a lab whose fix is proven while a phase has been left out: a small tick within the arcs."""
    return format_html(
        '<svg class="ring" viewBox="0 0 32 32" aria-hidden="true">{}<g transform="translate(6.4 6.4) scale(0.6)">{}</g>'
        "</svg>",
        _arcs(phases),
        TICK,
    )


def _ring_body(phases: Sequence[str], *, stretch: bool) -> SafeString:
    if all(phase == "done" for phase in phases):
        return TICK
    if all(phase in {"todo", "skipped"} for phase in phases):
        return format_html('<circle class="{}" cx="16" cy="16" r="14"/>', "stretch" if stretch else "todo")
    heart = HEART if "still-open" in phases else ""
    return format_html("{}{}{}", _arcs(phases), heart, CROSS if "broken" in phases else "")


def _arcs(phases: Sequence[str]) -> SafeString:
    return format_html_join("", '<path class="{}" transform="translate(16 16)" d="{}"/>', _looks_and_paths(phases))


def _looks_and_paths(phases: Sequence[str]) -> Iterator[tuple[str, str]]:
    width = 360 / len(phases)
    looks = {"done": "done", "seen": "seen", "still-open": "landed", "broken": "lost"}
    for index, phase in enumerate(phases):
        start, end = index * width + RING_GAP, (index + 1) * width - RING_GAP
        yield looks.get(phase, "arc"), _arc_path(start, end, RING)
        if phase == "work":
            yield "done", _arc_path(start, (start + end) / 2, RING)
