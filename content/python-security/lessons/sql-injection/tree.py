"""Ask SQLite with EXPLAIN QUERY PLAN how it will run a query."""

from collections.abc import Sequence

from library import db

SIGN_IN = "SELECT name FROM members WHERE name = '{}' AND pin = '{}'"
LOANS = "SELECT book FROM loans WHERE card = {}"


def show(query: str, values: Sequence[str] = ()) -> None:
    print(query, *(f"[{value}]" for value in values))
    depth = {0: 0}
    for node, parent, _, detail in db.execute("EXPLAIN QUERY PLAN " + query, values):
        depth[node] = depth[parent] + 1
        print("  " * depth[node] + detail)


if __name__ == "__main__":
    show(SIGN_IN.format("zoe", "4711"))
    show(SIGN_IN.format("x", "' OR '1' = '1"))
    show(LOANS.format("7"))
    show(LOANS.format("0 UNION ALL SELECT pin FROM members"))
    show("SELECT name FROM members WHERE name = ? AND pin = ?", ("x", "' OR '1' = '1"))
    show("SELECT book FROM loans WHERE card = ?", ("0 UNION ALL SELECT pin FROM members",))
