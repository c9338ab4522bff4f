"""Let a server handle six requests, of which the third is an attacker's, with the parser in four places.

Parser and worker are those of the lesson native-best-practices. Each server is a process of its own, with a limit on its
processor time: where it reaches the limit, it would have waited for ever.
"""

import json
import os
import platform
import resource
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from xml.etree import ElementTree as ET

LESSON = Path(__file__).parents[2] / "lessons" / "native-best-practices"
sys.path.insert(0, str(LESSON))

import after  # noqa: E402
import before  # noqa: E402
from parser import parse  # noqa: E402
from serve import ended  # noqa: E402

PLACES = {
    "call": "in the server, with except",
    "thread": "in a thread",
    "pool": "in a pool of processes",
    "worker": "in a process with limits",
}
ATTACKS = {"crash": "makes C crash", "loop": "never ends", "lie": "gives a wrong size"}
HONEST = (b"\x0c\x08", b"\x14\x14", b"\x1e\x14", b"\x40\x30", b"\x64\x64")
SECONDS = 3


def call(picture: bytes) -> str:
    """Call the parser in the server itself."""
    try:
        width, height = parse(picture)
    except Exception as error:
        return f"refused: {type(error).__name__}"
    return f"{width} x {height}"


class Pool:
    """Hand pictures to one worker of a pool, and wait a second for each."""

    def __init__(self) -> None:
        self.pool = ProcessPoolExecutor(1)

    def __call__(self, picture: bytes) -> str:
        try:
            width, height = self.pool.submit(parse, picture).result(timeout=1)
        except Exception as error:
            return f"refused: {type(error).__name__}"
        return f"{width} x {height}"


def requests(attack: str) -> list[bytes]:
    return [*HONEST[:2], attack.encode(), *HONEST[2:]]


def serve(place: str, attack: str) -> None:
    """Handle the requests, and print each answer; runs in a process of its own."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    handle = {"call": call, "thread": before.handle, "worker": after.handle}.get(place) or Pool()
    for picture in requests(attack):
        print(json.dumps(handle(picture)), flush=True)
    if isinstance(handle, Pool):
        handle.pool.shutdown()  # a worker that never ends is ended by the limit
    os._exit(0)


def run(place: str, attack: str) -> dict[str, object]:
    """Start a server, and tell what each of the six got: an answer, a refusal or nothing."""
    done = subprocess.run([sys.executable, __file__, place, attack], capture_output=True, check=False, timeout=120)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    state = "is running" if done.returncode == 0 else "waits for ever" if attack == "loop" else ended(done.returncode)
    told = [*answers, *[""] * (len(HONEST) + 1 - len(answers))]
    return {"place": place, "attack": attack, "answers": told, "server": state}


def right(run_: dict) -> int:
    """Count the honest requests that got the right answer."""
    sizes = [f"{width} x {height}" for width, height in HONEST]
    return sum(answer == size for answer, size in zip([*run_["answers"][:2], *run_["answers"][3:]], sizes, strict=True))


def record() -> dict[str, object]:
    runs = [run(place, attack) for place in PLACES for attack in ATTACKS]
    return {
        "interpreter": f"{platform.python_implementation()} {platform.python_version()}",
        "places": PLACES,
        "attacks": ATTACKS,
        "runs": runs,
        "tables": [
            {
                "title": "What six requests got; the third is the attacker's",
                "columns": ["the parser runs", "the picture", "1", "2", "3", "4", "5", "6", "the server"],
                "rows": [
                    [
                        PLACES[each["place"]],
                        ATTACKS[each["attack"]],
                        *(answer or "nothing" for answer in each["answers"]),
                        each["server"],
                    ]
                    for each in runs
                ],
            }
        ],
    }


def draw(data: dict) -> str:
    """Draw the requests of the crash, a row for each place of the parser."""
    runs = [each for each in data["runs"] if each["attack"] == "crash"]
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "boundary-still",
            "width": "680",
            "height": "250",
            "viewBox": "0 0 680 250",
            "aria-label": "Six requests, of which the third makes C crash: only with a process of its own do all others get an answer.",
        },
    )

    def write(text: str, x: float, y: float, kind: str) -> None:
        ET.SubElement(svg, "text", {"class": kind, "x": f"{x:g}", "y": f"{y:g}"}).text = text

    write("the parser runs", 0, 18, "value")
    write("six requests, the third makes C crash", 190, 18, "value")
    for row, each in enumerate(runs):
        y = 54 + 52 * row
        write(data["places"][each["place"]], 0, y, "")
        for column, answer in enumerate(each["answers"]):
            x = 190 + 64 * column
            bad = column == 2
            fine = " x " in answer if not bad else answer.startswith("refused")
            ET.SubElement(
                svg,
                "rect",
                {"class": "box" if fine else "box harm", "x": f"{x}", "y": f"{y - 20}", "width": "60", "height": "30"},
            )
            word = "refused" if answer.startswith("refused") else answer or "nothing"
            write(word, x + 30, y, "middle" if fine else "middle harm")
        write(f"{right(each)} of {len(HONEST)}", 590, y, "sound" if right(each) == len(HONEST) else "harm")
    return ET.tostring(svg, encoding="unicode") + "\n"


if __name__ == "__main__" and len(sys.argv) == 3:
    serve(*sys.argv[1:])
