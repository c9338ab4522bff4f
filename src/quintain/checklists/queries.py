"""Which labs were hard for a learner, and what each asks of the learner's own code."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from quintain.accounts.models import User
from quintain.catalog import pack_store
from quintain.catalog.progress import LabState
from quintain.catalog.queries import LabLink
from quintain.catalog.sequence import record_of, stops
from quintain.exports.rules import LINTER_FILES, ChecklistRow, to_markdown
from quintain.packs.model.checklist import LabCheck
from quintain.packs.model.lab import Lab
from quintain.web.markdown import render_inline

WRONG_AT_FIRST = 2
"""A lab that is proven at this attempt or later had a wrong fix."""
MOST_ON_PAGE = 12
"""So many rows fit on one sheet of paper."""


def _as_text(rows: Sequence[ChecklistRow]) -> str:
    return to_markdown(gettext("Checklist for your own code"), rows)


FILES: Final[Mapping[str, Callable[[Sequence[ChecklistRow]], str]]] = {"checklist.md": _as_text, **LINTER_FILES}
"""What writes each file that the page offers, by its name."""


@dataclass(frozen=True, slots=True)
class RuleName:
    """A linter, and its rules."""

    linter: str
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A row of the page: what to look for, why it is on the list, and what finds it."""

    title: str
    code: str
    url: str
    weakness: str
    cwe: str
    reason: str
    text: SafeString
    note: SafeString
    rules: tuple[RuleName, ...]


@dataclass(frozen=True, slots=True)
class ChecklistPage:
    """A learner's checklist, what was hardest first; ``more`` are left out of the page and are in the files."""

    items: tuple[Item, ...]
    more: int
    files: tuple[str, ...]


def rows_of(user: User) -> tuple[ChecklistRow, ...]:
    """Return the labs that ``user`` had wrong at first or has wrong now, those with the most attempts first.

    A lab without a row in the pack's checklist, and one that is not to be seen any more, is left out.
    """
    checks = {check.lab: check for check in pack_store.current_pack().checklist}
    states = record_of(user).labs
    hard = [
        (states[lab.uuid], lab)
        for stop in stops()
        for lab in stop.labs
        if lab.slug in checks and _was_wrong(states[lab.uuid])
    ]
    hard.sort(key=lambda each: -each[0].tries)  # which keeps the course's order among equals
    return tuple(_row(lab, state, checks[lab.slug]) for state, lab in hard)


def count_of(labs: Iterable[LabLink]) -> int:
    """Return how many of these labs are on the checklist of the learner whose states they have."""
    checks = {check.lab for check in pack_store.current_pack().checklist}
    return len({lab.slug for lab in labs if lab.slug in checks and _was_wrong(lab.state)})


def checklist_page(user: User) -> ChecklistPage:
    """Return the page of a learner's checklist."""
    rows = rows_of(user)
    items = tuple(_items(rows[:MOST_ON_PAGE]))
    return ChecklistPage(items, len(rows) - len(items), tuple(FILES))


def _was_wrong(state: LabState) -> bool:
    return state.tries >= WRONG_AT_FIRST if state.proven_at else state.tries > 0


def _row(lab: Lab, state: LabState, check: LabCheck) -> ChecklistRow:
    weakness = lab.weakness(lab.cwe[0])
    return ChecklistRow(
        code=lab.code,
        title=lab.title,
        weakness=f"{weakness.name}, {weakness.cwe}",
        reason=_reason(state),
        look_for=gettext("Look for code in which %(sign)s.") % {"sign": weakness.sign} if weakness.sign else "",
        ask=check.ask if state.proven_at else "",
        check=check,
    )


def _reason(state: LabState) -> str:
    if state.proven_at:
        return gettext("proven at attempt %(count)s") % {"count": state.tries}
    return gettext("not proven, attempt %(count)s") % {"count": state.tries}


def _items(rows: tuple[ChecklistRow, ...]) -> Iterator[Item]:
    for row in rows:
        name, _, cwe = row.weakness.rpartition(", ")
        check = row.check
        linters = (("Ruff", check.ruff), ("Bandit", check.bandit), ("Semgrep", check.semgrep))
        yield Item(
            title=row.title,
            code=row.code,
            url=reverse("lab", args=[check.lab]),
            weakness=name,
            cwe=cwe,
            reason=row.reason,
            text=render_inline(row.ask or row.look_for),
            note=render_inline(check.note),
            rules=tuple(RuleName(linter, rules) for linter, rules in linters if rules),
        )
