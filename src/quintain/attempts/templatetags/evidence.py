"""A finished submission as the page of its attempt shows it; while the judge works, a script draws the same."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_noop

register = template.Library()

type Facts = Mapping[str, object]

TITLES = {
    "proven": gettext_noop("It holds."),
    "still-open": gettext_noop("Still open"),
    "broken": gettext_noop("Broken"),
    "error": gettext_noop("Our judge stopped, not your code"),
}
WORDS = {
    "landed": gettext_noop("landed"),
    "repelled": gettext_noop("stopped"),
    "passed": gettext_noop("works"),
    "failed": gettext_noop("fails"),
    "error": gettext_noop("our error"),
    "skipped": gettext_noop("not tried"),
    "waiting": gettext_noop("waits"),
    "running": gettext_noop("being tried"),
}
ICONS = {"landed": "swords", "repelled": "shield", "passed": "check", "failed": "unplug", "error": "wrench"}
RESULT_ICONS = {"proven": "shield-check", "still-open": "swords", "broken": "unplug", "error": "wrench"}


@dataclass(frozen=True, slots=True)
class StepView:
    """A station of the timeline."""

    kind: str
    label: str
    html: SafeString
    by_program: bool
    line: int | None
    lines: int

    @property
    def prose(self) -> bool:
        """Whether it reads as a sentence rather than as code."""
        return self.kind == "line"


@dataclass(frozen=True, slots=True)
class CheckView:
    """A test or an attack, and ``shipped``: the same attack on the original code."""

    kind: str
    number: int
    title: str
    outcome: str
    word: str
    icon: str
    sentence: str
    seconds: float
    steps: tuple[StepView, ...]
    whose: str = "your"
    shipped: "CheckView | None" = None

    @property
    def stations(self) -> tuple[StepView, ...]:
        """What happened, in order."""
        return tuple(step for step in self.steps if step.kind != "note")

    @property
    def notes(self) -> tuple[StepView, ...]:
        """What the judge remarks."""
        return tuple(step for step in self.steps if step.kind == "note")


@dataclass(frozen=True, slots=True)
class VerdictView:
    """A verdict: ``cards`` are what landed or failed, ``rows`` the other attacks, ``visits`` what works.

    ``ring`` is the look of its figure.
    """

    title: str
    ring: str
    cards: tuple[CheckView, ...]
    rows: tuple[CheckView, ...]
    visits: tuple[CheckView, ...]
    attacks: int
    stopped: int
    tests: int
    working: int


@register.simple_tag
def verdict_view(submission: Facts, shipped: object = None) -> VerdictView:
    """Sort a submission's checks for its page; ``shipped`` are their counterparts by their ids."""
    beside = shipped if isinstance(shipped, Mapping) else {}
    checks = tuple(_beside(_check(check), beside.get(check["id"])) for check in _list(submission["checks"]))
    attacks = [check for check in checks if check.kind == "attack"]
    tests = [check for check in checks if check.kind != "attack"]
    cards = sorted(
        (check for check in checks if check.outcome in {"landed", "failed"}),
        key=lambda check: (check.kind == "attack") == (submission["result"] == "broken"),
    )
    result = str(submission["result"] or "")
    only_visits = submission.get("kind") == "tests"
    return VerdictView(
        title=gettext("All visits work") if only_visits and result != "broken" else _translated(TITLES.get(result, "")),
        ring="" if only_visits and result == "proven" else result,
        cards=tuple(cards),
        rows=tuple(check for check in attacks if check.outcome != "landed"),
        visits=tuple(check for check in tests if check.outcome != "failed"),
        attacks=len(attacks),
        stopped=sum(check.outcome == "repelled" for check in attacks),
        tests=len(tests),
        working=sum(check.outcome == "passed" for check in tests),
    )


@register.filter
def result_icon(result: str) -> str:
    """Name the icon of a verdict's word; a submission without one is under way."""
    return RESULT_ICONS.get(result, "circle")


@register.filter
def run_icon(result: str) -> str:
    """Name the icon of what came of an exploit; one without a result is under way."""
    return ICONS.get(result, "circle")


@register.filter
def within(title: str) -> str:
    """Write a title as it is written within a sentence; an abbreviation or a name such as "SQL" or "O'Brien" stays."""
    return title[:1].lower() + title[1:] if title[1:2].islower() or title[1:2] == " " else title


def _translated(text: str) -> str:
    """Translate a text of the tables above; an empty one would ask for the catalog's own head."""
    return gettext(text) if text else ""


def _beside(check: CheckView, shipped: object) -> CheckView:
    """Put a check beside what the same attack did to the original code, which is nobody's in particular."""
    if not isinstance(shipped, Mapping):
        return check
    return replace(check, shipped=_check(shipped, whose="the"))


def _check(check: Facts, whose: str = "your") -> CheckView:
    title = str(check["title"])
    if check["held_out"] and not title.lower().startswith("held out"):  # codespell:ignore
        title = gettext("Held out: %(title)s") % {"title": within(title)}  # codespell:ignore
    outcome = str(check["outcome"])
    return CheckView(
        kind=str(check["kind"]),
        number=int(str(check["number"])),
        title=title,
        outcome=outcome,
        word=_translated(WORDS.get(outcome, outcome)),
        icon=ICONS.get(outcome, ""),
        sentence=str(check["sentence"]),
        seconds=float(str(check["wall_seconds"])),
        steps=tuple(_step(step, whose) for step in _list(check["steps"])),
        whose=whose,
    )


def _step(step: Facts, whose: str) -> StepView:
    line = step["line"]
    of_learner = step["kind"] != "line" or whose == "your"
    label = (
        str(step["label"])
        if of_learner
        else gettext("Line %(line)s of %(file)s") % {"line": line, "file": step["file"]}
    )
    return StepView(
        kind=str(step["kind"]),
        label=label,
        html=format_html_join("", "{}", ((piece,) for piece in _pieces(str(step["text"]), step["marks"]))),
        by_program=step["witness"] == "program",
        line=line if isinstance(line, int) else None,
        lines=str(step["text"]).count("\n") + 1,
    )


def _pieces(text: str, marks: object) -> Iterator[SafeString]:
    reached = 0
    for start, end in sorted((int(str(mark[0])), int(str(mark[1]))) for mark in _pairs(marks)):
        if start >= reached:
            yield format_html("{}<mark>{}</mark>", text[reached:start], text[start:end])
            reached = end
    yield format_html("{}", text[reached:])


def _pairs(marks: object) -> list[Sequence[object]]:
    return [mark for mark in marks if isinstance(mark, Sequence)] if isinstance(marks, Sequence) else []


def _list(facts: object) -> list[Facts]:
    return [fact for fact in facts if isinstance(fact, Mapping)] if isinstance(facts, list | tuple) else []
