"""Rows of the warehouse that are stored until the next import: what nobody's rights change."""

import copy

import warehouse

LIMIT = 200
ROWS = {}


def rows(company, report):
    """Return a copy of the rows of a report. The warehouse is asked once for each import."""
    key = company, report
    if key not in ROWS:
        if len(ROWS) >= LIMIT:
            del ROWS[next(iter(ROWS))]
        ROWS[key] = warehouse.rows(company, report)
    return copy.deepcopy(ROWS[key])


def forget(company):
    """Forget the rows of a company, after an import."""
    for key in [key for key in ROWS if key[0] == company]:
        del ROWS[key]
