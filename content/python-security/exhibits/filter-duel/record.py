"""Send every attack through every filter."""

import platform
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

sys.path.insert(0, str(Path(__file__).parents[2] / "lessons" / "denylists-allowlists"))

from world import ATTACKS, FILTERS, HONEST, World  # noqa: E402

ABOUT = {
    "deny_prefix": (
        "deny",
        "Refuses URLs that begin with one of these",
        'url.startswith(("file:", "http://localhost", "http://127."))',
    ),
    "deny_prefix_lower": (
        "deny",
        "Removes spaces around the URL and changes it to lower case, then does the same",
        "deny_prefix(url.strip().lower())",
    ),
    "deny_parts": (
        "deny",
        "Parses the URL and refuses these schemes and hosts",
        'scheme in {"file", "ftp", "data"} or hostname in {"localhost", "127.0.0.1", "::1"}',
    ),
    "deny_address": (
        "deny",
        "Allows http and https only, looks the host up and refuses loopback addresses",
        "any(ip_address(each).is_loopback for each in addresses)",
    ),
    "allow_prefix": ("allow", "Allows URLs that begin like this", 'url.startswith("http://news.example")'),
    "allow_parts": (
        "allow",
        "Parses the URL and allows this scheme, host and port",
        "(scheme, hostname, port) in ALLOWED",
    ),
    "allow_every_hop": (
        "allow",
        "Does the same, and checks every redirect",
        "(scheme, hostname, port) in ALLOWED, at each hop",
    ),
}


def written(url: str) -> str:
    r"""Return the URL with invisible characters made visible: ``\xa0``, and a space as ``␣``."""
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
                "title": "What happened to each URL",
                "columns": ["URL", *(f"`{each['name']}`" for each in filters)],
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
            "aria-label": f"Attacks that get through seven filters: {', '.join(map(str, counts))}. The last three are allowlists.",
        },
    )

    def write(text: str, x: float, y: float, kind: str) -> None:
        ET.SubElement(svg, "text", {"class": kind, "x": f"{x:g}", "y": f"{y:g}"}).text = text

    y = 0
    for lists, title in (("deny", "Denylists"), ("allow", "Allowlists")):
        write(title, 4, y + 24, "value")
        y += 34
        for each in (each for each in data["filters"] if each["lists"] == lists):
            through = sum(map(is_through, each["attacks"]))
            write(each["name"], 4, y + 18, "mono")
            ET.SubElement(svg, "line", {"class": "axis", "x1": "176", "x2": "176", "y1": f"{y}", "y2": f"{y + 28}"})
            if through:
                place = {"x": "176", "y": f"{y + 4}", "width": f"{26 * through}", "height": "18"}
                ET.SubElement(svg, "rect", {"class": "harm"} | place)
            lost = each["honest"].count("refused")
            words = f"{through} of {len(each['attacks'])}" + (", and refuses a normal link" if lost else "")
            write(words, 184 + 26 * through, y + 18, "mono harm" if through else "mono sound")
            y += 28
        y += 12
    return ET.tostring(svg, encoding="unicode") + "\n"
