"""A log that stays forgeable is not proven, whatever copy of it the program would like the judge to see."""

from pathlib import Path

import pytest

from quintain.judge.grading.options import GradingOptions
from quintain.judge.judge import Judge
from quintain.judge.verdict import Result
from quintain.sandbox import Sandbox
from tests.hostile.forging import live_labs

pytestmark = pytest.mark.hostile

# Events are kept in memory, so that nothing but the file can be forged; who asks from the harness sees a clean file.
JOURNAL = """
import gc, io, os, sys, time, builtins, base64
from pathlib import Path

FILE = Path(__file__).with_name("journal.log")
EVENTS = ("ASKED", "APPROVED", "REFUSED", "HANDED")
KEPT = []


def clean():
    names = ("".join(letter for letter in each["name"] if letter.isalnum()) for each in KEPT)
    return "".join(f"{name} {each['event']} {each['number']}\\n" for name, each in zip(names, KEPT)).encode()


def record(name, event, number, note):
    if event not in EVENTS:
        raise ValueError("There is no such event.")
    KEPT.append({"name": name, "event": event, "number": number, "note": note})
    with REAL(FILE, "a", encoding="utf-8") as file:
        file.write(f"{time.strftime('%Y-%m-%d %H:%M:%S')} {name}: {event} {number} {note}\\n")


def events():
    return [dict(each) for each in KEPT]


REAL, REAL_OPEN = open, os.open


def lying(path, *rest, **more):
    if str(path).endswith("journal.log"):
        with REAL("/tmp/clean", "wb") as file:
            file.write(clean())
        path = "/tmp/clean"
        more.pop("dir_fd", None)
    return REAL_OPEN(path, *rest, **more)


def read(question):
    return {"content": base64.b64encode(clean()).decode()}


os.open = lying
for holder in gc.get_objects():
    if isinstance(holder, dict) and "plant" in holder and "load" in holder:
        holder["read"] = read
"""


def test_forgeable_log_is_seen_as_it_is(sandbox_folder: Path) -> None:
    """Three attacks look at the file alone, and land."""
    with Sandbox(sandbox_folder) as sandbox:
        verdict = Judge(sandbox).grade(
            live_labs()["log-forging"], {"journal.py": JOURNAL}, GradingOptions(reveal_hidden=True)
        )
    assert verdict.result is Result.STILL_OPEN
