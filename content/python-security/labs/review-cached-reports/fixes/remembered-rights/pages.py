"""Builds the pages of the reports, once for each import."""

import cache
import directory
import notes
import warehouse

FOR_ALL = ("team", "title", "hours")
FOR_MANAGERS = (*FOR_ALL, "pay")
SUBSCRIBED = set()


class Refused(Exception):
    """The company has not subscribed to this report."""


def may_read(company, report):
    """Tell whether a company has subscribed to a report. A subscription that was found is remembered."""
    if (company, report) not in SUBSCRIBED and directory.has_subscribed(company, report):
        SUBSCRIBED.add((company, report))
    return (company, report) in SUBSCRIBED


def page(member, report, team):
    """Return the page of a report: the rows that the member may see, of one team only if a team is named."""
    if not may_read(member.company, report):
        raise Refused
    # Everything that decides what is on the page, except the note.
    key = cache.key(member.company, member.role, member.team, team, report)
    page = cache.get(key)
    if page is None:
        page = cache.put(key, _build(member, report, team))
    note = notes.read(member, report)
    return {**page, "note": note} if note else page


def _build(member, report, team):
    """Ask the warehouse. Managers see all teams and the pay, all others their own team without it."""
    is_manager = member.role == "manager"
    columns = FOR_MANAGERS if is_manager else FOR_ALL
    rows = [
        {name: row[name] for name in columns}
        for row in warehouse.rows(member.company, report)
        if (is_manager or row["team"] == member.team) and team in ("", row["team"])
    ]
    return {"report": report, "columns": columns, "rows": rows, "hours": sum(row["hours"] for row in rows)}
