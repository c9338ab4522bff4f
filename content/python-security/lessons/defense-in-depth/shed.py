"""A shed lends tools to its members. It has six layers, and each of them can be removed."""

import html
import json
import sqlite3

TOOLS = {"saw", "drill", "ladder"}
LAYERS = ("edge", "form", "core", "query", "table", "page")


class Refused(Exception):
    """A layer has stopped this; the message is its name."""


class Shed:
    def __init__(self, layers: frozenset[str] = frozenset(LAYERS)) -> None:
        self.layers = layers
        self.parsed = 0
        rule = "CHECK (days BETWEEN 1 AND 14)" if "table" in layers else ""
        self.db = sqlite3.connect(":memory:")
        self.db.execute(
            f"CREATE TABLE loans (id INTEGER PRIMARY KEY, member TEXT, tool TEXT, days INTEGER {rule}, note TEXT)"
        )
        self.db.execute("INSERT INTO loans VALUES (1, 'ada', 'ladder', 7, 'for the roof')")

    def check(self, layer: str, holds: bool) -> None:
        if layer in self.layers and not holds:
            raise Refused(layer)

    def post(self, member: str, body: bytes) -> None:
        """Accept a request from the web; the session says who the member is."""
        self.check("edge", len(body) <= 1000)
        self.parsed = len(body)
        fields = json.loads(body)
        self.check("form", is_request(fields))
        self.lend(**({"member": member} | fields))

    def take_over(self, line: str) -> None:
        """Accept a line of the list that the shed next door sends every night."""
        member, tool, days, note = line.split(";")
        self.lend(member, tool, int(days), note)

    def lend(self, member: str, tool: str, days: int, note: str) -> None:
        self.check("core", tool in TOOLS and 1 <= days <= 14)
        self.insert(member, tool, days, note)

    def give_back(self, member: str, loan: int) -> None:
        row = self.db.execute("SELECT member FROM loans WHERE id = ?", [loan]).fetchone()
        self.check("core", row == (member,))
        self.db.execute("DELETE FROM loans WHERE id = ?", [loan])

    def insert(self, member: str, tool: str, days: int, note: str) -> None:
        columns = "INSERT INTO loans (member, tool, days, note) VALUES"
        if "query" in self.layers:
            self.write(f"{columns} (?, ?, ?, ?)", member, tool, days, note)
        else:
            self.write(f"{columns} ('{member}', '{tool}', {days}, '{note}')")

    def write(self, statement: str, *values: object) -> None:
        try:
            self.db.execute(statement, values)
        except sqlite3.IntegrityError as fault:
            raise Refused("table") from fault

    def board(self) -> str:
        """Return the notes of all loans as a page."""
        notes = [note for (note,) in self.db.execute("SELECT note FROM loans ORDER BY id")]
        return "".join(f"<li>{html.escape(note) if 'page' in self.layers else note}</li>" for note in notes)

    def close(self) -> None:
        self.db.close()


def is_request(fields: object) -> bool:
    return (
        isinstance(fields, dict)
        and fields.keys() == {"tool", "days", "note"}
        and isinstance(fields["tool"], str)
        and fields["tool"] in TOOLS
        and type(fields["days"]) is int
        and 1 <= fields["days"] <= 14
        and isinstance(fields["note"], str)
        and len(fields["note"]) <= 200
    )
