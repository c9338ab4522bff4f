"""Plays a whole day of a class by script, from the join code to the report, and checks what all people see of it.

    python -m bench.day [--students 12 --seconds-a-step 2 --lab sql-login]

Starts a server with accounts of its own on loopback, with an empty data folder, the real course and the real judge.
An instructor accepts an invitation, makes a class, opens modules, holds the pages, sets a timer, leads the class and
asks it a question. Students join by the code, read a lesson, take a lab through find, break and fix, ask for help,
type together with the instructor, get a hint and show a fix. One student's machine dies, and the server is killed
in the middle of the class. At the end the pages of the day, the report and the results are compared with what the
script did.

Each step looks at its effect on the page or the socket of another person, and prints a line with its time. The exit
status is 1, with a sentence, if something is not as it must be. Figures at the end are milliseconds.
"""

import argparse
import asyncio
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

import httpx
from bench.pages import Wrong
from bench.people import Person
from bench.serving import COURSE, Server, free_port
from bench.steps import evening, helping, learning, losses, teaching
from bench.steps.scene import INSTRUCTOR, Scene, Student
from websockets.exceptions import WebSocketException

from quintain.cli.student_steps import Times
from quintain.packs import load_pack
from quintain.packs.model.pack import Pack

NAMES: Final = (
    "Elif Kaya",
    "Zoë O'Brien",
    "李小龙",
    "Jonas Weber",
    "Greta Sommer",
    "Amina Diallo",
    "Tomás Núñez",
    "Priya <Raman>",
    "Ivan Petrov",
    "Noor Haddad",
    "Kofi & Sons",
    "Лена Орлова",
)
STEP_SECONDS: Final = 180.0
"""A step that takes longer has failed."""


async def play(scene: Scene) -> None:
    """Go through the day, and print a line for each step."""
    steps = (
        ("an instructor accepts an invitation", teaching.invite),
        ("makes a class with a join code", teaching.make_class),
        (f"{len(scene.students)} students join by the code", teaching.join),
        ("modules are closed, and those of the day opened", teaching.open_modules),
        ("pages are held and given back", teaching.hold),
        ("a timer starts and ends", teaching.set_timer),
        ("the class is led to a lesson", teaching.lead),
        ("a question to the class is answered by all", teaching.poll),
        ("all read the lesson and answer its questions", learning.read),
        ("all find the flaws of the lab", learning.find),
        ("all break it by the reference exploit", learning.break_),
        ("all hand in a wrong fix, half of them the same", learning.fix_wrongly),
        ("a hint reaches those with the same mistake", teaching.hint),
        ("a hand is raised and taken", helping.ask_for_help),
        ("student and instructor type together", helping.pair),
        ("a student's machine dies", losses.lose_a_machine),
        ("the server is killed, and started on the same data", losses.lose_the_server),
        ("all prove a sound fix", learning.fix),
        ("a fix is shown without a name, after consent", teaching.show_a_fix),
        ("the day ends, and each has a page of it", evening.end),
        ("report and results say what was done", evening.report),
    )
    for name, step in steps:
        began = time.monotonic()
        try:
            async with asyncio.timeout(STEP_SECONDS):
                await step(scene)
        except TimeoutError as error:
            raise Wrong(f"While {name}: it was not done within {STEP_SECONDS:.0f} seconds.") from error
        except Wrong as wrong:
            raise Wrong(f"While {name}: {wrong}") from wrong
        except (httpx.HTTPError, WebSocketException, OSError) as error:
            raise Wrong(f"While {name}: {type(error).__name__} {error}") from error
        print(f"{time.monotonic() - began:6.1f} s  {name}", flush=True)
        await asyncio.sleep(max(0.0, began + scene.least_seconds - time.monotonic()))
    for person in (scene.mara, *(each.person for each in scene.students)):
        await person.leave()


def cast(server: Server, course: Pack, asked: argparse.Namespace) -> Scene:
    """Return the class before its first step."""
    times, lab = Times(), course.labs[asked.lab]
    taught = [(m, unit) for m in course.tracks[0].modules for unit in m.units if lab.slug in unit.labs]
    if not taught:
        raise SystemExit(f"The lab {lab.slug} belongs to no lesson.")
    module, unit = taught[0]
    lesson = unit.lesson
    if lesson is None or not lesson.questions:
        raise SystemExit(f"The lesson of the lab {lab.slug} has no questions.")
    names = [NAMES[n] if n < len(NAMES) else f"Student {n + 1}" for n in range(asked.students)]
    students = [Student(Person(name, server.origin, times), 0) for name in names]
    mara = Person(INSTRUCTOR, server.origin, times)
    topic = f"/topics/{unit.id}/"
    return Scene(server, lab, module, lesson, topic, students, mara, times, asked.seconds_a_step)


def tell(times: Times) -> None:
    """Print how long pages, saves and verdicts took."""
    for kind in ("page", "save", "verdict"):
        p50, p95 = (1000 * times.percentile(kind, share) for share in (0.5, 0.95))
        print(f"{kind:8} n={len(times.taken.get(kind, [])):4}  p50 {p50:8.1f}  p95 {p95:8.1f}")


def main() -> int:
    """Play the day, and return the exit status."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--students", type=int, default=12, choices=range(3, 16), metavar="3 to 15")
    options.add_argument("--seconds-a-step", type=float, default=2.0, help="a step takes at least so long")
    options.add_argument("--lab", default="sql-login")
    options.add_argument("--sandbox", type=Path, help="a folder with runtimes that other servers use as well")
    asked = options.parse_args()
    print(f"{os.process_cpu_count()} processors, load {os.getloadavg()[0]:.1f}, lab {asked.lab}")
    began = time.monotonic()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        server = Server(Path(folder) / "data", free_port(), is_classroom=True)
        if asked.sandbox:
            asked.sandbox.mkdir(parents=True, exist_ok=True)
            server.data.mkdir()
            (server.data / "sandbox").symlink_to(asked.sandbox.absolute())
        scene = cast(server, load_pack(COURSE), asked)
        try:
            server.start()
            asyncio.run(play(scene))
        except Wrong as wrong:
            print(f"Not as it must be. {wrong}", flush=True)
            return 1
        finally:
            server.stop()
    tell(scene.times)
    print(f"A day of {asked.students} students in {time.monotonic() - began:.0f} seconds: all is as it must be.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
