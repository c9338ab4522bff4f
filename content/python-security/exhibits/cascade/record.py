"""Walk through the British Airways breach of 2018 with each guard in place.

Steps, dates and numbers are those of the Information Commissioner's penalty notice of 16 October 2020; that a step leads
to the next is what the notice tells, and that a guard would have stopped it is what this walk supposes. How the
612 accounts were reached, the published notice does not say; they hang on the administrator's password here.
"""

import platform
from dataclasses import asdict, dataclass
from pathlib import Path
from xml.etree import ElementTree as ET


@dataclass(frozen=True)
class Step:
    """One step: what it needs to have happened, and what it costs whom."""

    id: str
    needs: str
    when: str
    what: str
    guard: str
    people: int = 0
    gain: str = ""


STEPS = (
    Step("gateway", "", "22 June 2018", "A supplier's password opens the door for remote work", "a second factor at the door"),
    Step("breakout", "gateway", "", "Tools are brought in, and lead out of the supplier's corner", "only programs that the supplier needs"),
    Step("administrator", "breakout", "", "A file holds an administrator's name and password", "no password in a file"),
    Step("accounts", "administrator", "", "Accounts of frequent flyers are read", "no password in a file", 612, "accounts"),
    Step("logs", "administrator", "26 July", "Logs hold card numbers: a test switch, on since December 2015", "a log without card numbers", 108_000, "cards"),
    Step("script", "administrator", "August", "A script of the shop's page is changed", "a watch over the page's scripts"),
    Step("skimmer", "script", "21 August to 5 September", "Whoever pays is copied to a stranger's host", "a page that sends to its own host alone", 321_000, "people with card and code"),
)  # fmt: skip
GUARDS = tuple(dict.fromkeys(step.guard for step in STEPS))
LEFT, ROW, TOP = 12, 46, 14


def walk(guard: str) -> list[str]:
    """Return the steps that are reached while one guard holds, in order."""
    reached: list[str] = []
    for step in STEPS:
        if step.guard != guard and (not step.needs or step.needs in reached):
            reached.append(step.id)
    return reached


def record() -> dict:
    people = {step.id: step.people for step in STEPS}
    walks = [
        {"guard": guard, "reached": (reached := walk(guard)), "people": sum(people[each] for each in reached)}
        for guard in ("", *GUARDS)
    ]
    return {
        "interpreter": f"{platform.python_implementation()} {platform.python_version()}",
        "steps": [asdict(step) for step in STEPS],
        "walks": walks,
        "tables": [
            {
                "title": "Who would have been hit, with one guard in place",
                "columns": ["guard", "steps reached", "people"],
                "rows": [[each["guard"] or "none", len(each["reached"]), each["people"]] for each in walks],
            }
        ],
    }


def draw(data: dict) -> str:
    """Draw the steps as they happened, each with the guard that was not there."""
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
        gain = f"{step['people']:,} {step['gain']}; " if step["people"] else ""
        write(
            f"{step['when'] + ': ' if step['when'] else ''}{gain}would have stopped it: {step['guard']}", x + 16, y + 28
        )
    return ET.tostring(svg, encoding="unicode") + "\n"
