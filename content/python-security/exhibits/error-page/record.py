"""Cut real error pages into parts, and say what each part tells."""

import json
import platform
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

LESSON = Path(__file__).parents[2] / "lessons" / "system-leakage"
sys.path.insert(0, str(LESSON))

import before  # noqa: E402

MASKED = "********************"


def record() -> dict[str, object]:
    """Run the lesson's Django site in a process of its own: here, Django may be set up already."""
    ran = subprocess.run(
        [sys.executable, "-B", "debug_page.py", "--json"], cwd=LESSON, capture_output=True, text=True, check=True
    )
    told = json.loads(ran.stdout)
    message = before.answer("zoe", "pay/7").text

    def part(label: str, text: str, tells: str, then: str) -> dict[str, str]:
        return {"label": label, "text": text, "tells": tells, "next": then}

    def masked(label: str, text: str, why: str) -> dict[str, str]:
        return part(label, text, "", why)

    pages = [
        {
            "title": "500, DEBUG on",
            "parts": [
                part("Exception value", told["error"], "An internal host with its port, and the name of an account.", "Try this account on other systems; look for a way to reach the host."),
                part("Django and Python version", f"Django {told['versions']}, Python {told['python']}", "Which published vulnerabilities to try.", "Look up the advisories of these versions."),
                part("Python executable", told["executable"], "The folder of the application on the server.", "Use it for path traversal, or to find configuration files."),
                part("Traceback", f"{told['frame']}, in ask_bank: {told['source']}", "The source code around each call.", "Read the program, function by function, by making it fail in other places."),
                part("Local variable", f"token {told['local']}", "A secret. Django does not mask local variables in debug mode.", "Use the token at the bank, directly."),
                masked("Request header", f"HTTP_COOKIE {told['cookie']}", "Django masks cookies."),
                masked("Setting", f"BANK_TOKEN {told['password']}", "Django masks settings with a name that looks secret."),
                part("Setting", f"BROKER_URL {told['url']}", "Another secret: this name does not look secret to Django.", "Sign in to the message queue, and send jobs."),
            ],
        },
        {
            "title": "404, DEBUG on",
            "parts": [
                part("Django tried these URL patterns", told["routes"], "Every route, also the one with a name that nobody should guess.", "Call each of them, without being signed in."),
            ],
        },
        {
            "title": "the message only",
            "parts": [
                part("Answer", message, "The same host and account, and the type of the error.", "Send other requests: each kind of error tells something else."),
            ],
        },
        {
            "title": "generic",
            "parts": [
                masked("Answer to the error", told["generic"], "The id means something only together with the log."),
                masked("Answer to a wrong address", told["lost"], "No list of routes."),
            ],
        },
    ]  # fmt: skip
    return {
        "interpreter": f"{platform.python_implementation()} {platform.python_version()}, Django {told['versions']}",
        "pages": pages,
        "tables": [
            {
                "title": "What each part tells",
                "columns": ["page", "part", "what it tells"],
                "rows": [
                    [page["title"], each["label"], each["tells"] or "nothing"]
                    for page in pages
                    for each in page["parts"]
                ],
            }
        ],
    }


def draw(data: dict) -> str:
    """Draw a bar for each page: how many of its parts help an attacker."""
    height = 34 * len(data["pages"]) + 40
    counts = [(page["title"], sum(bool(each["tells"]) for each in page["parts"])) for page in data["pages"]]
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "duel-still",
            "width": "680",
            "height": f"{height}",
            "viewBox": f"0 0 680 {height}",
            "aria-label": "Parts of each page that help an attacker: "
            + ", ".join(f"{title}, {count}" for title, count in counts)
            + ".",
        },
    )

    def write(text: str, x: float, y: float, kind: str) -> None:
        ET.SubElement(svg, "text", {"class": kind, "x": f"{x:g}", "y": f"{y:g}"}).text = text

    write("Parts that help an attacker", 4, 22, "value")
    for row, (title, count) in enumerate(counts):
        y = 34 + 34 * row
        write(title, 4, y + 20, "")
        ET.SubElement(svg, "line", {"class": "axis", "x1": "150", "x2": "150", "y1": f"{y}", "y2": f"{y + 34}"})
        if count:
            bar = {"x": "150", "y": f"{y + 6}", "width": f"{60 * count}", "height": "20"}
            ET.SubElement(svg, "rect", {"class": "harm"} | bar)
        write(str(count), 158 + 60 * count, y + 21, "mono harm" if count else "mono sound")
    return ET.tostring(svg, encoding="unicode") + "\n"
