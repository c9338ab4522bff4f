"""Builds the pages of the reports, once for each import."""

import cache
import directory
import notes
import warehouse

FOR_ALL = ("team", "title", "hours")
FOR_MANAGERS = (*FOR_ALL, "pay")


class Refused(Exception):
    """The company has not subscribed to this report."""


def page(member, report, team):
    """Return the page of a report: the rows that the member may see, of one team only if a team is named."""
    if not directory.has_subscribed(member.company, report):
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
