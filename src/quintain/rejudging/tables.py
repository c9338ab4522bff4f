"""What came of a run as a table for a spreadsheet."""

from collections.abc import Iterable
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings

from quintain.catalog.pack_store import lab_of_uuid
from quintain.dashboards.results import spreadsheet
from quintain.rejudging import queries
from quintain.rejudging.models import Run
from quintain.rejudging.queries import ItemLine

HEADER: Final = (
    "name",
    "username",
    "lab",
    "attempt",
    "handed_in_at",
    "before",
    "now",
    "change",
    "attacks_stopped_before",
    "attacks_before",
    "attacks_stopped_now",
    "attacks_now",
    "checks_that_changed",
    "lab_digest_before",
    "lab_digest_now",
    "judged_at",
)


def attempts_csv(run: Run) -> str:
    """Return a line for each attempt that was judged again, in the order in which they were handed in."""
    zone = ZoneInfo(run.in_class.time_zone if run.in_class else settings.TIME_ZONE)
    lab = lab_of_uuid(run.lab)
    code = lab.code if lab else str(run.lab)
    return spreadsheet(HEADER, (_cells(run, line, code, zone) for line in queries.all_lines(run)))


def _cells(run: Run, line: ItemLine, lab: str, zone: ZoneInfo) -> Iterable[str]:
    item, submission = line.item, line.item.submission
    person = submission.workspace.user
    yield from (person.display_name, person.username, lab, str(submission.number))
    yield f"{submission.created_at.astimezone(zone):%Y-%m-%d %H:%M:%S}"
    yield from (submission.result, item.result, line.change)
    numbers = (submission.attacks_stopped, submission.attacks, item.attacks_stopped, item.attacks)
    yield from map(str, numbers)
    yield "; ".join(f"{each['id']}: {each['before'] or '-'} > {each['now'] or '-'}" for each in item.differences)
    yield from (submission.lab_digest, run.lab_digest)
    yield f"{item.judged_at.astimezone(zone):%Y-%m-%d %H:%M:%S}"
