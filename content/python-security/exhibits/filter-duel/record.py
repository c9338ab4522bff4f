"""Let every filter meet every attack."""

import platform
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

sys.path.insert(0, str(Path(__file__).parents[2] / "lessons" / "denylists-allowlists"))

from world import ATTACKS, FILTERS, HONEST, World  # noqa: E402

ABOUT = {
    "begins_badly": (
        "bad",
        "Beginnings that are refused",
        'url.startswith(("file:", "http://localhost", "http://127."))',
    ),
    "lowered": ("bad", "The same, of the text without blanks, in small letters", "begins_badly(url.strip().lower())"),
    "parsed": (
        "bad",
        "Schemes and hosts that are refused",
        'scheme in {"file", "ftp", "data"} or hostname in {"localhost", "127.0.0.1", "::1"}',
    ),
    "resolved": (
        "bad",
        "Only http and https; addresses that are refused",
        "any(ip_address(each).is_loopback for each in addresses)",
    ),
    "begins_well": ("good", "A beginning that is allowed", 'url.startswith("http://news.example")'),
    "listed": ("good", "Scheme, host and port that are allowed", "(scheme, hostname, port) in ALLOWED"),
    "every_hop": (
        "good",
        "The same, asked again at every redirect",
        "(scheme, hostname, port) in ALLOWED, at each hop",
    ),
}


def written(url: str) -> str:
    r"""Return the address with what cannot be seen spelled out: ``\xa0``, and a blank in front as ``␣``."""
    text = url.replace("\xa0", "\\xa0")
    return text.replace(" ", "␣")


def is_through(outcome: str) -> bool:
    return outcome in {"file", "vault"}


def record() -> dict[str, object]:
    with World() as world:
        filters = [
            {
                "name": name,
                "lists": ABOUT[name][0],
                "title": ABOUT[name][1],
                "code": ABOUT[name][2],
                "attacks": [world.outcome(name, url) for url in ATTACKS],
                "honest": [world.outcome(name, url) for url in HONEST],
            }
            for name in FILTERS
        ]
    return {
        "interpreter": f"{platform.python_implementation()} {platform.python_version()}",
        "attacks": [written(url) for url in ATTACKS],
        "honest": list(HONEST),
        "filters": filters,
        "tables": [
            {
                "title": "What came of each address",
                "columns": ["address", *(f"`{each['name']}`" for each in filters)],
                "rows": [
                    [f"`{written(url)}`", *(each[kind][row] for each in filters)]
                    for kind, urls in (("attacks", ATTACKS), ("honest", HONEST))
                    for row, url in enumerate(urls)
                ],
            }
        ],
    }


def draw(data: dict) -> str:
    """Draw a bar for each filter: how many attacks got through it."""
    counts = [sum(map(is_through, each["attacks"])) for each in data["filters"]]
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "duel-still",
            "width": "680",
            "height": "290",
            "viewBox": "0 0 680 290",
            "aria-label": f"Attacks that get through seven filters: {', '.join(map(str, counts))}. The last three list the good.",
        },
    )

    def write(text: str, x: float, y: float, kind: str) -> None:
        ET.SubElement(svg, "text", {"class": kind, "x": f"{x:g}", "y": f"{y:g}"}).text = text

    y = 0
    for lists, title in (("bad", "Filters that list the bad"), ("good", "Filters that list the good")):
        write(title, 4, y + 24, "value")
        y += 34
        for each in (each for each in data["filters"] if each["lists"] == lists):
            through = sum(map(is_through, each["attacks"]))
            write(each["name"], 4, y + 18, "mono")
            ET.SubElement(svg, "line", {"class": "axis", "x1": "130", "x2": "130", "y1": f"{y}", "y2": f"{y + 28}"})
            if through:
                place = {"x": "130", "y": f"{y + 4}", "width": f"{26 * through}", "height": "18"}
                ET.SubElement(svg, "rect", {"class": "harm"} | place)
            lost = each["honest"].count("refused")
            words = f"{through} of {len(each['attacks'])}" + (", and refuses an honest link" if lost else "")
            write(words, 138 + 26 * through, y + 18, "mono harm" if through else "mono sound")
            y += 28
        y += 12
    return ET.tostring(svg, encoding="unicode") + "\n"
