"""What tests and attacks share: bookings, the supplier's state, the log, and what an answer must not tell."""

import json
import re
from contextlib import contextmanager

INTERNAL = re.compile(
    r"Traceback|File \\?\"|\.py\b|/lab/|site-packages|\[SQL|SELECT \*|INSERT INTO|SQLite|Errno|codec can|indices must"
    r"|too large to convert|Maintenance|Client Error|503 Server|fromisoformat|for url|Werkzeug|\b3\.\d+\.\d+\b"
    r"|(Query|Supplier|Value|Key|Type|OS|FileNotFound|Overflow|UnicodeEncode|Attribute)Error"
)
ORDINARY = {"date", "server", "content-length", "content-type", "connection", "allow"}


def word(rng):
    return "".join(rng.choices("bcdfghklmnprtvwz", k=8))


def seen(answer):
    """Return all that a client sees of an answer, beside the ordinary headers."""
    headers = [f"{name}: {value}" for name, value in answer.headers.items() if name.lower() not in ORDINARY]
    return "\n".join([*headers, answer.text])


def internals(answer):
    """Return what an answer tells about the program, in the words of the answer."""
    return sorted({found[0] for found in INTERNAL.finditer(seen(answer))})


def book(box, rng, day=None, time="11:00"):
    """Book a repair on a day that nobody has booked; return the answer."""
    day = day or f"{rng.randrange(2030, 9000)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}"
    form = {"day": day, "time": time, "name": f"Zoë O'{word(rng)}", "phone": "5550100", "bicycle": "city bike"}
    return box.client().post("/bookings", json=form)


@contextmanager
def supplier(box, state):
    """Let the supplier be down, or answer with HTML, while the block runs."""
    box.write("supplier.txt", state)
    try:
        yield
    finally:
        box.write("supplier.txt", "up")


@contextmanager
def log_of(box):
    """Give a function that returns what was written into the log since the block began."""
    before = len(box.read("service.log") or b"")
    yield lambda: (box.read("service.log") or b"")[before:].decode(errors="replace")


def failed_id(answer):
    """Return the id of an answer to a request that failed, after a look at its form."""
    assert 500 <= answer.status_code < 600
    body = json.loads(answer.text)
    assert type(body["error"]) is str
    assert body["error"]
    assert type(body["id"]) is str
    assert len(body["id"]) >= 8
    return body["id"]


def blind(answer, number):
    """Return status, headers and text of an answer, without the number that was asked for and without ids."""
    text = seen(answer).replace(str(number), "NUMBER")
    return answer.status_code, re.sub(r"[\w-]{12,}|[0-9a-f-]{8,}", "ID", text)
