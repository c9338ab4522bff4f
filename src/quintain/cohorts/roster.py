"""A list of students: one name a line, or CSV with a column ``name``."""

import csv
import io
import re
from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext

from quintain.accounts.errors import NameUnfit
from quintain.accounts.people.names import read_display_name
from quintain.cohorts.errors import RosterUnfit

MOST_BYTES: Final = 64 * 1024
ROSTER_PATHS: Final = re.compile(r"/classes/[^/]+/roster")
"""Where rosters are sent: more than other forms bring."""
MOST_LINES: Final = 60


def read_roster(data: bytes) -> tuple[str, ...]:
    """Return the names of a roster, in order.

    UTF-8, with or without a byte order mark, as spreadsheets write it; separated by commas, semicolons or tabs. With
    more than one column, the first line must say which holds the names: a guess would make students of surnames.

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
    separator = max(",;\t", key=first.count)
    try:
        rows = list(_rows(text, separator))
    except csv.Error as error:
        sentence = gettext("The roster is no CSV: %(error)s.") % {"error": error}
        raise RosterUnfit(sentence, gettext("Save it again as CSV.")) from None
    heads = [head.strip().lower() for head in rows[0][1]] if rows else []
    column = heads.index("name") if "name" in heads else None
    rows = rows if column is None else rows[1:]
    if not rows or len(rows) > MOST_LINES:
        raise RosterUnfit(gettext("A roster has 1 to 60 students."), gettext("Write each student into a line."))
    if column is None:
        _require_one_column(rows)
    return tuple(_name(number, row, column or 0) for number, row in rows)


def _rows(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that hold something, each with the number of the line where it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    begins = 1
    for row in reader:
        if any(row):
            yield begins, row
        begins = reader.line_num + 1


def _require_one_column(rows: list[tuple[int, list[str]]]) -> None:
    if len(rows[0][1]) > 1:
        raise RosterUnfit(
            gettext("There is no column “name”."),
            gettext("Rename the column of names to “name”, or send one name a line."),
        )
    for number, row in rows:
        if len(row) > 1:
            raise RosterUnfit(
                gettext("Line %(number)s of the roster has more than one column.") % {"number": number},
                gettext("Send one name a line. Put a name with a comma in double quotes."),
            )


def _name(number: int, row: list[str], column: int) -> str:
    try:
        return read_display_name(row[column] if column < len(row) else "")
    except NameUnfit as unfit:
        facts = {"number": number, "sentence": unfit.sentence}
        sentence = gettext("Line %(number)s of the roster: %(sentence)s") % facts
        raise RosterUnfit(sentence, unfit.remedy) from None
