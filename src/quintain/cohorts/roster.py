"""A list of students as CSV: one line a student, the name in the column ``name`` or in the first one."""

import csv
import io
from typing import Final

from django.utils.translation import gettext

from quintain.accounts.errors import NameUnfit
from quintain.accounts.names import read_display_name
from quintain.cohorts.errors import RosterUnfit

MOST_BYTES: Final = 64 * 1024
MOST_LINES: Final = 60


def read_roster(data: bytes) -> tuple[str, ...]:
    """Return the names of a roster, in order.

    UTF-8, with or without a byte order mark, as spreadsheets write it; separated by commas or semicolons.

    Raises:
        RosterUnfit: It is too large, no UTF-8, empty, or a line has no name that can be shown; with the line's number.

    """
    if len(data) > MOST_BYTES:
        raise RosterUnfit(gettext("The roster is larger than 64 KiB."), gettext("Send only the lines of this class."))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RosterUnfit(gettext("The roster is no UTF-8 text."), gettext("Save it as CSV in UTF-8.")) from None
    first, _, _ = text.partition("\n")
    separator = ";" if first.count(";") > first.count(",") else ","
    try:
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True) if any(row)]
    except csv.Error as error:
        said = gettext("The roster is no CSV: %(error)s.") % {"error": error}
        raise RosterUnfit(said, gettext("Save it again as CSV.")) from None
    heads = [head.strip().lower() for head in rows[0]] if rows else []
    column = heads.index("name") if "name" in heads else 0
    rows = rows[1:] if "name" in heads else rows
    if not rows or len(rows) > MOST_LINES:
        raise RosterUnfit(gettext("A roster has 1 to 60 students."), gettext("Write each student into a line."))
    return tuple(_name(number, row, column) for number, row in enumerate(rows, 2 if "name" in heads else 1))


def _name(number: int, row: list[str], column: int) -> str:
    try:
        return read_display_name(row[column] if column < len(row) else "")
    except NameUnfit as unfit:
        said = gettext("Line %(number)s of the roster: %(sentence)s") % {"number": number, "sentence": unfit.sentence}
        raise RosterUnfit(said, unfit.remedy) from None
