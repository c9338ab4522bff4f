"""Listen on the line between two drivers and a PostgreSQL server.

The server listens on this machine at the port that PGPORT names, and asks user postgres for no password.
PGPORT=5432 uv run --with psycopg[binary]==3.3.9 --with psycopg2-binary==2.9.13 \
        quintain record text-then-values
"""

import os
import platform
import socket
import struct
import threading
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET


TABLE = """
    DROP TABLE IF EXISTS members;
    CREATE TABLE members (name text, since integer, pin text);
    INSERT INTO members VALUES ('zoe', 2019, '4711'), ('o''brien', 2011, '2580'), ('ada', 2024, '9009');
"""
COLUMNS = {"name": "name", "newest": "since DESC"}
DOORS = {
    "value": (
        "A value",
        "SELECT name FROM members WHERE name = ",
        ("spliced", "merged", "apart", "again"),
        ("zoe", "o'brien", "x' OR 'a' = 'a", "x'; DELETE FROM members; --"),
    ),
    "column": (
        "A column",
        "SELECT name FROM members ORDER BY ",
        ("spliced", "apart", "mapped"),
        ("name", "newest", "pin", "(SELECT 1/0)"),
    ),
}
WAYS = {
    "spliced": ("f-string", "The program interpolates the value into the query, and psycopg 3 sends it."),
    "merged": ("psycopg2", "execute(query, values): this driver quotes the value and writes it into the query, on the client's side."),
    "apart": ("psycopg 3", "execute(query, values): the query is sent with $1 in it; the value has a message of its own."),
    "again": ("the 2nd time", "psycopg 3: the server has already prepared this query, and gets another value."),
    "mapped": ("a dictionary", "f-string over COLUMNS[word], with COLUMNS = {'name': 'name', 'newest': 'since DESC'}."),
}  # fmt: skip
KINDS = {
    "client": {"Q": "Query", "P": "Parse", "B": "Bind", "E": "Execute"},
    "server": {"1": "ParseComplete", "2": "BindComplete", "D": "DataRow", "C": "CommandComplete", "E": "ErrorResponse"},
}
type Heard = list[tuple[str, bytes]]  # who spoke, and what


class Line:
    """Carries what client and server say, and keeps it in order."""

    def __init__(self, server: tuple[str, int]):
        self.heard: Heard = []
        self.server = server
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port = self.door.getsockname()[1]
        threading.Thread(target=self.carry, daemon=True).start()

    def carry(self) -> None:
        client, _ = self.door.accept()
        server = socket.create_connection(self.server)
        for side, ear, mouth in (("client", client, server), ("server", server, client)):
            threading.Thread(target=self.pass_on, args=(side, ear, mouth), daemon=True).start()

    def pass_on(self, side: str, ear: socket.socket, mouth: socket.socket) -> None:
        while said := ear.recv(65536):
            self.heard.append((side, said))
            mouth.sendall(said)
        mouth.close()


def cut(heard: Heard) -> Iterator[tuple[str, str, bytes]]:
    """Cut what was heard into messages: each is a letter, its length, and what it says."""
    for side, said in heard:
        while said:
            (length,) = struct.unpack(">I", said[1:5])
            if (letter := chr(said[0])) in KINDS[side]:
                yield side, KINDS[side][letter], said[5 : 1 + length]
            said = said[1 + length :]


def read(kind: str, body: bytes) -> str:
    """Return what a message says, in a line."""
    match kind:
        case "Query" | "CommandComplete":
            return body.rstrip(b"\0").decode()
        case "Parse":
            return body.split(b"\0")[1].decode()
        case "Bind":
            _, _, rest = body.split(b"\0", 2)
            (formats,) = struct.unpack(">H", rest[:2])
            return values(rest[2 + 2 * formats :])
        case "DataRow":
            return values(body)
        case "ErrorResponse":
            return next(part[1:].decode() for part in body.split(b"\0") if part[:1] == b"M")
    return ""


def values(body: bytes) -> str:
    """Return a list of values: how many, and of each the length and so many bytes."""
    (count,), rest, found = struct.unpack(">H", body[:2]), body[2:], []
    for _ in range(count):
        (length,) = struct.unpack(">I", rest[:4])
        found.append(rest[4 : 4 + length].decode())
        rest = rest[4 + length :]
    return ", ".join(found)


def tell(heard: Heard, door: str, way: str) -> list[dict[str, object]]:
    """Return the messages; what the visitor wrote, or may have written, stands apart in each."""
    _, before, _, _ = DOORS[door]
    told = []
    for side, kind, body in cut(heard):
        said = read(kind, body)
        mine, theirs, rest = said, "", ""
        if kind == "Bind":
            mine, theirs = "", said
        elif kind == "Query" and way in {"spliced", "merged"}:
            quote = "'" if door == "value" else ""
            mine, rest = before + quote, quote
            theirs = said.removeprefix(mine).removesuffix(rest)
        told.append({"side": side, "kind": kind, "mine": mine, "theirs": theirs, "rest": rest})
    return told


def listen(door: str, way: str, word: str) -> tuple[Heard, str]:
    """Ask by one driver, and return what was said on the line, or why nothing was."""
    import psycopg
    import psycopg2

    server = ("127.0.0.1", int(os.environ["PGPORT"]))
    with psycopg.connect(host=server[0], port=server[1], user="postgres", autocommit=True) as own:
        own.execute(TABLE)
    line = Line(server)
    driver = psycopg2 if way == "merged" else psycopg
    connection = driver.connect(
        host="127.0.0.1", port=line.port, user="postgres", sslmode="disable", gssencmode="disable"
    )
    connection.autocommit = True
    cursor = connection.cursor()
    _, before, _, _ = DOORS[door]
    if way == "again":
        cursor.execute(before + "%s", ("nobody",), prepare=True)
    line.heard.clear()
    refused = ""
    try:
        if way == "spliced":
            cursor.execute(f"{before}'{word}'" if door == "value" else f"{before}{word}")
        elif way == "mapped":
            cursor.execute(f"{before}{COLUMNS[word]}")
        else:
            cursor.execute(before + "%s", (word,))
    except KeyError as error:
        refused = f"KeyError: {error}"
    except driver.Error:
        pass  # the server's own words are on the line
    heard = list(line.heard)
    connection.close()
    return heard, refused


def record() -> dict[str, object]:
    import psycopg
    import psycopg2

    cases = []
    for door, (_, _, ways, words) in DOORS.items():
        for way in ways:
            for word in words:
                heard, refused = listen(door, way, word)
                cases.append(
                    {
                        "door": door,
                        "way": way,
                        "word": word,
                        "messages": tell(heard, door, way),
                        "refused": refused,
                        "heard": [[side, said.hex()] for side, said in heard],
                    }
                )
    with psycopg.connect(host="127.0.0.1", port=int(os.environ["PGPORT"]), user="postgres") as own:
        (server,) = own.execute("SHOW server_version").fetchone()
    return {
        "interpreter": f"{platform.python_implementation()} {platform.python_version()}, psycopg {psycopg.__version__}, psycopg2 {psycopg2.__version__.split()[0]}, PostgreSQL {server.split()[0]}",
        "doors": [
            {"id": door, "title": title, "ways": list(ways), "words": list(words)}
            for door, (title, _, ways, words) in DOORS.items()
        ],
        "ways": {way: {"title": title, "about": about} for way, (title, about) in WAYS.items()},
        "cases": cases,
        "tables": [
            {
                "title": "What the server was sent, and what it answered",
                "columns": ["word", "way", "text", "values", "answer"],
                "rows": [
                    [
                        f"`` {case['word']} ``",
                        WAYS[case["way"]][0],
                        *(f"`` {said} ``" if (said := said_in(case, kinds)) else "–" for kinds in (TEXTS, {"Bind"})),
                        case["refused"] or said_in(case, {"DataRow", "ErrorResponse", "CommandComplete"}),
                    ]
                    for case in cases
                ],
            }
        ],
    }


TEXTS = {"Query", "Parse"}


def said_in(case: dict, kinds: set[str]) -> str:
    return ", ".join(each["mine"] + each["theirs"] + each["rest"] for each in case["messages"] if each["kind"] in kinds)


def draw(data: dict) -> str:
    """Draw the same attack twice: in the text, and beside it."""
    word = "x' OR 'a' = 'a"
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "wire-still",
            "width": "680",
            "height": "300",
            "viewBox": "0 0 680 300",
            "aria-label": "By an f-string one message goes to the database, and the attack stands in its text. By psycopg 3 the text goes first, without it, and the attack follows as a value.",
        },
    )

    def write(text: str, x: float, y: float, kind: str) -> None:
        ET.SubElement(svg, "text", {"class": kind, "x": f"{x:g}", "y": f"{y:g}"}).text = text

    y = 20
    for way, tone in (("spliced", "harm"), ("apart", "sound")):
        (case,) = (each for each in data["cases"] if (each["way"], each["word"]) == (way, word))
        write(data["ways"][way]["title"], 4, y, "value")
        for each in case["messages"]:
            if each["kind"] in {"Execute", "ParseComplete", "BindComplete"}:
                continue
            y += 26
            write("→" if each["side"] == "client" else "←", 4, y, "mono")
            write(each["kind"], 28, y, "mono")
            if each["mine"]:
                write(each["mine"], 150, y, "mono")
            if each["theirs"]:
                write(each["theirs"], 150 + 7.85 * len(each["mine"]), y, f"mono {tone}")
            if each["rest"]:
                write(each["rest"], 150 + 7.85 * len(each["mine"] + each["theirs"]), y, "mono")
        y += 42
    return ET.tostring(svg, encoding="unicode") + "\n"
