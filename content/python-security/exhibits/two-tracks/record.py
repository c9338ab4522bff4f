"""Run the withdrawals of the lesson race-conditions in every order.

The threads are real, and so are the lines that they run; turns.py of the lesson stops each before every step.
"""

import platform
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

sys.path.insert(0, str(Path(__file__).parents[2] / "lessons" / "race-conditions"))

from account import withdraw, withdraw_half_locked, withdraw_locked  # noqa: E402
from turns import orders, play  # noqa: E402

PROGRAMS = {
    "none": ("No lock", withdraw),
    "use": ("Lock around the write", withdraw_half_locked),
    "all": ("Lock around it all", withdraw_locked),
}
BEGIN, AMOUNT = 100, 80
SHOWN = "ABAABB"


def run(function, order: str) -> dict[str, object]:
    events, paid, balance = play(function, order, AMOUNT)
    return {
        "order": order,
        "events": [[event.thread, event.step, event.saw, event.balance] for event in events],
        "paid": paid,
        "balance": balance,
    }


def record() -> dict[str, object]:
    programs = [
        {"id": key, "title": title, "function": function.__name__, "runs": [run(function, order) for order in orders()]}
        for key, (title, function) in PROGRAMS.items()
    ]
    return {
        "interpreter": f"{platform.python_implementation()} {platform.python_version()}",
        "begin": BEGIN,
        "amount": AMOUNT,
        "programs": programs,
        "tables": [
            {
                "title": "Money paid out of 100, in each order of the steps",
                "columns": ["order asked for", *(f"`{program['function']}`" for program in programs)],
                "rows": [
                    [f"`{' '.join(same[0]['order'])}`", *(row["paid"] for row in same)]
                    for same in zip(*(program["runs"] for program in programs), strict=True)
                ],
            }
        ],
    }


def draw(data: dict) -> str:
    """Draw one losing order: two tracks, six steps, and the balance below them."""
    shown = next(row for row in data["programs"][0]["runs"] if row["order"] == SHOWN)
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "tracks-still",
            "width": "680",
            "height": "190",
            "viewBox": "0 0 680 190",
            "aria-label": f"A and B both look before either writes, and both are paid: {shown['paid']} out of {data['begin']}.",
        },
    )

    def write(text: str, x: float, y: float, kind: str = "middle") -> None:
        ET.SubElement(svg, "text", {"class": kind, "x": f"{x:g}", "y": f"{y:g}"}).text = text

    for name, y in (("A", 44), ("B", 104)):
        ET.SubElement(svg, "line", {"class": "axis", "x1": "40", "x2": "670", "y1": f"{y}", "y2": f"{y}"})
        write(name, 16, y + 5, "value")
    write("balance", 0, 165, "")
    for place, (thread, step, saw, balance) in enumerate(shown["events"]):
        x, y = 70 + place * 102, 24 if thread == "A" else 84
        kind = "box harm" if step == "use" else "box"
        ET.SubElement(svg, "rect", {"class": kind, "x": f"{x}", "y": f"{y}", "width": "92", "height": "40", "rx": "4"})
        write(
            f"{step}: {saw if step == 'look' else balance}" if step != "check" else f"{saw} ≥ {data['amount']}?",
            x + 46,
            y + 25,
        )
        write(str(balance), x + 46, 165, "value middle")
    return ET.tostring(svg, encoding="unicode") + "\n"
