"""The results of a class as a table for a spreadsheet, which must not take a cell for a formula (CWE-1236)."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from quintain.accounts.models import Membership
from quintain.attempts.progress.class_progress import Work, all_work
from quintain.catalog.pack_store import shown_labs
from quintain.catalog.sequence import stops
from quintain.cohorts.models import Class
from quintain.dashboards.students import seat_of, students_of
from quintain.packs.model.lab import Lab

HEADER: Final = (
    "seat",
    "name",
    "username",
    "lab",
    "title",
    "state",
    "find",
    "break",
    "fix",
    "attempts",
    "attacks_stopped",
    "attacks",
    "hints",
    "begun_at",
    "last_attempt_at",
    "proven_at",
    "solution_seen_at",
)
BYTE_ORDER_MARK: Final = "\ufeff"
"""By it a spreadsheet knows that the file is UTF-8."""
# At the beginning of a cell, or after what some spreadsheet takes for the end of one. With full-width forms, which some
# turn into the ASCII characters.
FORMULA: Final = re.compile(r"((?:^|[,;|])\s*)([=+\-@＝＋－＠])")  # noqa: RUF001  see above


def results_csv(a_class: Class) -> str:
    """Return a line for each student of a class and each lab, in the order of the course."""
    students = students_of(a_class)
    works = all_work([each.person_id for each in students])
    zone, labs = ZoneInfo(a_class.time_zone), _labs_in_order()

    def lines() -> Iterator[Iterable[str]]:
        for student in students:
            done = {work.lab.slug: work for work in works.get(student.person_id, ())}
            for lab in labs:
                yield _cells(student, lab, done.get(lab.slug), zone)

    return spreadsheet(HEADER, lines())


def spreadsheet(header: Sequence[str], lines: Iterable[Iterable[str]]) -> str:
    """Return a table as CSV for spreadsheets: in UTF-8 that they know as such, and with no cell that is a formula."""
    text = io.StringIO()
    table = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    table.writerow(header)
    table.writerows(map(safe_cell, line) for line in lines)
    return BYTE_ORDER_MARK + text.getvalue()


def safe_cell(value: str) -> str:
    """Return a text as a cell that no spreadsheet takes for a formula: an apostrophe goes before what would begin one.

    OWASP recommends this. Newlines and tabs become spaces, since some spreadsheets end a cell there.
    """
    return FORMULA.sub(r"\1'\2", re.sub(r"[\x00-\x1f\x7f]", " ", value))


def _labs_in_order() -> tuple[Lab, ...]:
    taught = (lab for stop in stops() for lab in stop.labs)
    return tuple({lab.slug: lab for lab in (*taught, *shown_labs())}.values())


def _cells(student: Membership, lab: Lab, work: Work | None, zone: ZoneInfo) -> Iterable[str]:
    seat, person = seat_of(student), student.person
    yield from (str(seat or ""), person.display_name, person.username, lab.code, lab.title)
    if work is None:
        yield from ("todo", *("" for _ in HEADER[6:]))
        return
    state = work.state
    yield from (state.word, *(str(phase or "") for phase in (state.find, state.break_, state.fix)))
    yield from (str(number) for number in (state.tries, state.attacks_stopped, state.attacks, work.hints))
    yield from (_time(at, zone) for at in (work.spans[0].start, state.tried_at, state.proven_at, state.seen_at))


def _time(at: datetime | None, zone: ZoneInfo) -> str:
    return at.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S") if at else ""
