"""Evaluate real ranges for real versions: as the OSV schema says, and in two ways that are wrong."""

import platform
import sys
from importlib.metadata import version as version_of
from pathlib import Path
from xml.etree import ElementTree as ET

sys.path.insert(0, str(Path(__file__).parents[2] / "lessons" / "vulnerability-databases"))

import after  # noqa: E402
import before  # noqa: E402
from packaging.version import Version  # noqa: E402
from records import LANGFLOW, LITELLM, URLLIB3, VERSIONS  # noqa: E402

RECORDS = (URLLIB3, LITELLM, LANGFLOW)
WRONG = {"order": "in the order of the file", "text": "sorted, but compared as strings"}


def words(event: dict) -> str:
    ((kind, version),) = event.items()
    return f"{kind} {version}"


def ordered(events: list[dict]) -> list[dict]:
    return sorted(events, key=lambda event: Version(*event.values()))


def steps(version: str, events: list[dict]) -> list[dict]:
    """Return what each event says, and what is known after it."""
    found = []
    for count, event in enumerate(ordered(events), 1):
        state = after.affected(version, ordered(events)[:count])
        last = found[-1]["affected"] if found else False
        found.append({"event": words(event), "affected": state, "changed": state != last})
    return found


def in_file_order(version: str, events: list[dict]) -> bool:
    """Do as the schema says, but for sorting."""
    vulnerable, v = False, Version(version)
    for event in events:
        ((kind, value),) = event.items()
        if kind == "introduced" and v >= Version(value):
            vulnerable = True
        elif (kind == "fixed" and v >= Version(value)) or (kind == "last_affected" and v > Version(value)):
            vulnerable = False
    return vulnerable


def record() -> dict:
    records = [
        {
            "id": each["id"],
            "package": each["package"],
            "versions": [
                {
                    "version": version,
                    "steps": steps(version, each["events"]),
                    "affected": after.affected(version, each["events"]),
                    "order": in_file_order(version, each["events"]),
                    "text": before.affected(version, ordered(each["events"])),
                }
                for version in VERSIONS[each["package"]]
            ],
        }
        for each in RECORDS
    ]

    def tell(affected: bool) -> str:
        return "affected" if affected else "not affected"

    return {
        "interpreter": f"{platform.python_implementation()} {platform.python_version()}, packaging {version_of('packaging')}",
        "wrong": WRONG,
        "records": records,
        "tables": [
            {
                "title": f"{each['package']}, {each['id']}: {', '.join(step['event'] for step in each['versions'][0]['steps'])}",
                "columns": ["version", "as the schema says", *WRONG.values()],
                "rows": [
                    [row["version"], tell(row["affected"]), tell(row["order"]), tell(row["text"])]
                    for row in each["versions"]
                ],
            }
            for each in records
        ],
    }


def draw(data: dict) -> str:
    """Draw the versions of the first record in a row for each way to evaluate them."""
    first = data["records"][0]
    left, step = 190, 49
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "race-still",
            "width": "680",
            "height": "150",
            "viewBox": "0 0 680 150",
            "aria-label": "Versions of urllib3 and the range of PYSEC-2023-192. Two wrong evaluations call affected versions not affected.",
        },
    )

    def write(text: str, x: float, y: float, kind: str) -> None:
        ET.SubElement(svg, "text", {"class": kind, "x": f"{x:g}", "y": f"{y:g}"}).text = text

    write(f"{first['package']}, {first['id']}", 4, 18, "value")
    for column, each in enumerate(first["versions"]):
        write(each["version"], left + step * (column + 0.5), 40, "middle")
    rows = {"affected": "as the schema says", **data["wrong"]}
    for row, (key, title) in enumerate(rows.items()):
        y = 52 + 32 * row
        write(title, 4, y + 15, "")
        for column, each in enumerate(first["versions"]):
            kind = "harm" if each[key] else "box"
            ET.SubElement(
                svg,
                "rect",
                {
                    "class": kind,
                    "x": f"{left + step * column + 2}",
                    "y": f"{y}",
                    "width": f"{step - 4}",
                    "height": "22",
                },
            )
            if each[key] != each["affected"]:
                write("wrong", left + step * (column + 0.5), y + 15, "harm middle")
    return ET.tostring(svg, encoding="unicode") + "\n"
