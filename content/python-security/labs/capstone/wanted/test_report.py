"""The report names the six flaws."""

import re

from helpers import CLUB

FLAWS = {
    "the invitation code": {330, 331, 335, 337, 338, 340, 341, 342, 343},
    "the messages": {284, 285, 566, 639, 862, 863},
    "the manuals": {22, 23, 36, 73},
    "the log": {312, 522, 532},
    "the end of a session": {613, 672},
    "the letters": {134},
}
PARTS = ("Place", "Weakness", "Impact", "Remedy")


def sections(box):
    """The sections of the report, each as a dictionary of its parts."""
    text = (box.read("report.md") or b"").decode().replace("*", "").replace("\r", "")
    found = []
    for section in re.split(r"^## ?", text, flags=re.M)[1:]:
        parts = re.split(rf"^[ \t]*-?[ \t]*({'|'.join(PARTS)}):", section, flags=re.M)[1:]
        found.append({name: value.strip() for name, value in zip(parts[::2], parts[1::2], strict=True)})
    return found


def test_six_sections_are_complete(box):
    """Each of the six sections has a place in a file that exists, a CWE number, an impact and a remedy."""
    assert box.http.get("/").json() == {"club": CLUB}
    files, found = set(box.files()), sections(box)
    assert len(found) == 6, "report.md needs six sections that begin with ##."
    for number, section in enumerate(found, 1):
        for part in PARTS:
            assert part in section, f"Section {number} has no line {part}."
        places = re.findall(r"[\w/]+\.py", section["Place"])
        assert places, f"Section {number} names no file."
        for place in places:
            assert place in files, f"Section {number}: there is no file {place}."
        assert re.search(r"CWE-\d+", section["Weakness"]), f"Section {number} has no CWE number."
        for part in ("Impact", "Remedy"):
            words = len(re.findall(r"\w+", section[part]))
            assert words >= 6, f"Section {number}: {part} needs a sentence of at least six words."


def test_weaknesses_are_those_of_the_six_flaws(box):
    """Each flaw has a section of its own, with a CWE number that fits it."""
    assert box.http.get("/").json() == {"club": CLUB}
    named = [{int(one) for one in re.findall(r"CWE-(\d+)", section.get("Weakness", ""))} for section in sections(box)]
    for flaw, fitting in FLAWS.items():
        assert any(numbers & fitting for numbers in named), f"No section has a CWE number that fits {flaw}."
    for number, numbers in enumerate(named, 1):
        fits = [flaw for flaw, fitting in FLAWS.items() if numbers & fitting]
        assert len(fits) == 1, f"The CWE number of section {number} fits {len(fits)} of the six flaws."
