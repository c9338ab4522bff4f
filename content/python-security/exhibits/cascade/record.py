"""Walk through the British Airways breach of 2018 with one control in place at a time.

Steps, dates and numbers are those of the Information Commissioner's penalty notice of 16 October 2020; the notice
also tells that one step led to the next. That a control would have stopped a step is an assumption of this walk. The
published notice does not say how the 612 accounts were reached; here they depend on the administrator's password.
"""

import platform
from dataclasses import asdict, dataclass
from pathlib import Path
from xml.etree import ElementTree as ET


@dataclass(frozen=True)
class Step:
    """One step: the step that it needs, the control that would have stopped it, and what it cost."""

    id: str
    needs: str
    when: str
    what: str
    control: str
    people: int = 0
    gain: str = ""


STEPS = (
    Step("gateway", "", "22 June 2018", "An attacker logs in with the password of a supplier's employee", "multi-factor authentication"),
    Step("breakout", "gateway", "", "Tools are brought in, and lead out of the supplier's environment", "allowlist of programs"),
    Step("administrator", "breakout", "", "A file contains the user name and password of an administrator", "no passwords in files"),
    Step("accounts", "administrator", "", "User names and PINs of frequent flyers are exposed", "no passwords in files", 612, "accounts"),
    Step("logs", "administrator", "26 July", "Logs contain card numbers: a test feature, on since December 2015", "no card numbers in logs", 108_000, "cards"),
    Step("script", "administrator", "August", "A script of the website is changed", "alarm on changed scripts"),
    Step("skimmer", "script", "21 August to 5 September", "The card data of new payments is also sent to the attacker's server", "Content Security Policy", 321_000, "people with card and code"),
)  # fmt: skip
CONTROLS = tuple(dict.fromkeys(step.control for step in STEPS))
LEFT, ROW, TOP = 12, 46, 14


def walk(control: str) -> list[str]:
    """Return the steps that are reached with one control in place, in order."""
    reached: list[str] = []
    for step in STEPS:
        if step.control != control and (not step.needs or step.needs in reached):
            reached.append(step.id)
    return reached


def record() -> dict:
    people = {step.id: step.people for step in STEPS}
    walks = [
        {"control": control, "reached": (reached := walk(control)), "people": sum(people[each] for each in reached)}
        for control in ("", *CONTROLS)
    ]
    return {
        "interpreter": f"{platform.python_implementation()} {platform.python_version()}",
        "steps": [asdict(step) for step in STEPS],
        "walks": walks,
        "tables": [
            {
                "title": "How many people would have been affected, with one control in place",
                "columns": ["control", "steps reached", "people"],
                "rows": [[each["control"] or "none", len(each["reached"]), each["people"]] for each in walks],
            }
        ],
    }


def draw(data: dict) -> str:
    """Draw the steps as they happened, each with the control that was missing."""
    height = TOP + ROW * len(data["steps"]) + 8
    total = data["walks"][0]["people"]
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "cascade-still",
            "width": "680",
            "height": f"{height}",
            "viewBox": f"0 0 680 {height}",
            "aria-label": f"Seven steps from one password to {total:,} people, none of them stopped.",
        },
    )

    def write(text: str, x: float, y: float, kind: str = "") -> None:
        ET.SubElement(svg, "text", {"class": kind, "x": f"{x:g}", "y": f"{y:g}"}).text = text

    depth = {"": -1}
    for step in data["steps"]:
        depth[step["id"]] = depth[step["needs"]] + 1
    places: dict[str, tuple[int, int]] = {}
    for row, step in enumerate(data["steps"]):
        x, y = LEFT + 26 * depth[step["id"]], TOP + ROW * row
        places[step["id"]] = x, y
        if step["needs"]:
            px, py = places[step["needs"]]
            ET.SubElement(svg, "path", {"class": "twig", "d": f"M{px} {py + 12}V{y + 6}H{x - 7}"})
        ET.SubElement(svg, "circle", {"class": "harm", "cx": f"{x}", "cy": f"{y + 6}", "r": "6"})
        write(step["what"], x + 16, y + 10, "value")
        gain = f"{step['people']:,} {step['gain']}" if step["people"] else ""
        write("; ".join(part for part in (step["when"], gain, f"missing: {step['control']}") if part), x + 16, y + 28)
    return ET.tostring(svg, encoding="unicode") + "\n"
