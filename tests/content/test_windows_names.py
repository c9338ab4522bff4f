"""The share of the lab windows-names opens for each name what the lesson windows-paths says that Windows opens."""

import json
import ntpath
import re
import runpy
from collections.abc import Callable
from pathlib import Path

import pytest

PACK = Path(__file__).resolve().parents[2] / "content" / "python-security"
EXHIBIT = json.loads((PACK / "exhibits" / "windows-names" / "data.json").read_text(encoding="utf-8"))
SHARE = runpy.run_path(str(PACK / "labs" / "windows-names" / "starter" / "share.py"))
FOLDER = "S:\\customers\\1207"
KINDS = {"computer": "network"}
for name in EXHIBIT["files"]:
    SHARE["write"](f"{FOLDER}\\{name}", b"")


def kind_of(resolve: Callable[[str], tuple[str, str, str]], find: Callable[[str], object], name: str) -> str:
    """Return what the share opens, in the words of the lesson."""
    try:
        kind, path, stream = resolve(ntpath.join(FOLDER, name))
    except OSError:
        return "invalid"
    if kind != "file":
        return KINDS.get(kind, kind)
    if path.lower() == FOLDER.lower():
        return "folder"
    if not path.lower().startswith(f"{FOLDER}\\".lower()):
        return "outside"
    if find(path) is None:
        return "missing"
    return "stream" if stream else "file"


def moved(name: str) -> str:
    """Return a name of the lesson with the share's drive and folder in place of the lesson's own."""
    return re.sub(r"(?i)app([\\/])files", r"customers\g<1>1207", re.sub("(?i)^c:", "S:", name))


@pytest.mark.parametrize("case", EXHIBIT["cases"] + EXHIBIT["more"], ids=lambda case: repr(case["name"]))
def test_lab_and_lesson_agree(case: dict[str, str]) -> None:
    """A name is a file, a stream, a device, or outside in both."""
    assert kind_of(SHARE["resolve"], SHARE["_find"], moved(case["name"])) == case["kind"]
