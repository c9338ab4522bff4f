"""``quintain doctor --rehearse``: twelve students play against the server that runs, with real verdicts.

Each has an account, a seat and a session of their own, and asks for what a browser asks for: the workbench, saves, a
verdict. An instructor looks at the wall. Then all twelve hand in within the same second. Afterwards
the class and its people are erased; what a rehearsal that was killed has left, the next one erases first.
"""

import asyncio
import os
import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
from rich.console import Console
from rich.table import Table
from rich.text import Text

from quintain.cli.accounts import opened
from quintain.cli.student_steps import Times, hand_in, open_workbench, save_file, wait_for_report
from quintain.packs import Pack
from quintain.packs.model.lab import Lab
from quintain.server.links import by_address, running_at
from quintain.server.starting import StartRefused, load_course, name_course
from quintain.web.folder import DataFolder, named_folder

STUDENTS: Final = 12
SAVES: Final = 3
PAUSE_SECONDS: Final = 1.0
READING_SECONDS: Final = 4.0
PATIENCE_SECONDS: Final = 180.0
TITLE: Final = "Rehearsal of the server"
USERNAME: Final = "rehearsal-instructor"
CSRF: Final = "r" * 32


@dataclass(frozen=True, slots=True)
class Limit:
    """What a class can bear, in seconds at the 95th percentile, and what to do beyond it."""

    what: str
    seconds: float
    remedy: str


MORE_POWER: Final = "Give the machine more processors, or end what else runs on it."
LIMITS: Final[Mapping[str, Limit]] = {
    "page": Limit("open the workbench", 1.0, MORE_POWER),
    "save": Limit("save a file", 0.5, "Put the data folder on a faster disk, or end what else writes to it."),
    "verdict": Limit("a verdict, in the course of a lab", 20.0, MORE_POWER),
    "wall": Limit("the instructor's wall", 1.0, MORE_POWER),
    "at once": Limit("a verdict, when all hand in within a second", 45.0, MORE_POWER),
}


@dataclass(frozen=True, slots=True)
class Cast:
    """Who plays: sessions of the students and the instructor, and the class."""

    class_id: str
    session_cookie: str
    csrf_cookie: str
    instructor: str
    students: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """The server that is played against."""

    origin: str
    verify: ssl.SSLContext | bool
    cast: Cast
    lab: Lab

    def browser(self, session: str) -> httpx.AsyncClient:
        """Return the browser of somebody."""
        return httpx.AsyncClient(
            base_url=self.origin,
            cookies={self.cast.session_cookie: session, self.cast.csrf_cookie: CSRF},
            headers={"X-CSRFToken": CSRF, "Referer": f"{self.origin}/", "Origin": self.origin},
            timeout=PATIENCE_SECONDS,
            verify=self.verify,
            trust_env=False,
        )


def rehearse(data: Path | None, pack: Path | None, console: Console, seconds: float) -> bool:
    """Play a class against the server that runs, print the figures, and return whether it is ready.

    Raises:
        StartRefused: No server runs with this data folder, or its database cannot be used.

    """
    folder = named_folder(data)
    origin = running_at(folder)
    if origin is None:
        raise StartRefused(
            f"No server runs with the data folder {folder.root}.",
            "Start it with quintain serve, and rehearse from a second terminal.",
        )
    origin = by_address(origin)
    course = load_course(pack, folder)
    _settle(folder, course, origin)
    lab = next((each for each in course.labs.values() if each.slug == "sql-login"), None) or _quickest_lab(course)
    console.print(f"{STUDENTS} students work in “{lab.title}” at {origin} for {seconds:.0f} seconds …")
    with opened(data), _cast(course) as cast:
        times = asyncio.run(_play(Stage(origin, _trust(folder, origin), cast, lab), seconds))
    return _tell(times, console)


def _settle(folder: DataFolder, course: Pack, origin: str) -> None:
    """Let the settings name cookies as those of the server that runs do."""
    name_course(course.root, course.beside)
    os.environ["QUINTAIN_PORT"] = str(urlsplit(origin).port or "")
    os.environ["QUINTAIN_URL"] = origin if origin.startswith("https://") else ""
    os.environ["QUINTAIN_DATA"] = str(folder.root)


def _quickest_lab(course: Pack) -> Lab:
    fit = [lab for lab in course.labs.values() if lab.is_fixed and lab.sound_fixes]
    if not fit:
        raise StartRefused("The course has no lab in which code is fixed.", "Name another pack with --pack.")
    return min(fit, key=lambda lab: len(lab.exploits))


def _trust(folder: DataFolder, origin: str) -> ssl.SSLContext | bool:
    """Return what certificates are believed: those that browsers believe, and the one that Quintain has made."""
    if not origin.startswith("https://"):
        return False
    context = ssl.create_default_context()
    if folder.certificate.is_file():
        context.load_verify_locations(folder.certificate)
    return context


@contextmanager
def _cast(course: Pack) -> Iterator[Cast]:
    """Make the class and its people, and erase them afterwards."""
    from django.conf import settings  # noqa: PLC0415  needs the settings

    from quintain.accounts.models import Membership, Role, User  # noqa: PLC0415  as above
    from quintain.cohorts import actions  # noqa: PLC0415  as above

    _erase()
    try:
        teacher = User.objects.create_user(USERNAME, "Rehearsal")
        Membership.objects.create(person=teacher, role=Role.INSTRUCTOR)
        from django.utils import timezone  # noqa: PLC0415  as above

        today = timezone.localdate()
        facts = actions.NewClass(TITLE, course.id, today, today, "UTC", STUDENTS)
        made = actions.make_class(facts, by=teacher)
        people = [actions.join(made.join_code, f"Rehearsal {number + 1}").person for number in range(STUDENTS)]
        yield Cast(
            str(made.pk),
            settings.SESSION_COOKIE_NAME,
            settings.CSRF_COOKIE_NAME,
            session_of(teacher),
            tuple(session_of(each) for each in people),
        )
    finally:
        _erase()


def session_of(person: Any) -> str:  # a User, whose module needs the settings
    """Return the key of a fresh session of somebody, as after a sign-in with a second factor."""
    from django.conf import settings  # noqa: PLC0415  needs the settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: PLC0415  as above

    from quintain.accounts.factors.second_factor import BY_PROVIDER  # noqa: PLC0415  as above

    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "quintain.accounts.backends.PersonBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session[BY_PROVIDER] = str(person.pk)
    session.save()
    return str(session.session_key)


def _erase() -> None:
    """Erase the people and the class of a rehearsal; nobody else's: the class is that of the rehearsal's instructor."""
    from quintain.accounts.models import Role, User  # noqa: PLC0415  needs the settings
    from quintain.accounts.people.personal_data import erase_invented  # noqa: PLC0415  as above
    from quintain.cohorts.models import Class  # noqa: PLC0415  as above

    teachers = User.objects.filter(username=USERNAME)
    classes = list(Class.objects.filter(title=TITLE, memberships__person__in=teachers).distinct())
    for a_class in classes:
        for each in a_class.memberships.filter(role=Role.STUDENT).select_related("person"):
            erase_invented(each.person)
    for teacher in teachers:
        erase_invented(teacher)
    for a_class in classes:
        a_class.delete()


async def _play(stage: Stage, seconds: float) -> Times:
    """Let the class work, then hand in at once."""
    times = Times()
    try:
        async with asyncio.timeout(seconds + 3 * PATIENCE_SECONDS):
            until = time.monotonic() + seconds
            watching = asyncio.create_task(_watch(stage, times))
            try:
                sessions = enumerate(stage.cast.students)
                await asyncio.gather(*(_work(stage, number, session, until, times) for number, session in sessions))
                await asyncio.gather(*(_hand_in(stage, session, times) for session in stage.cast.students))
            finally:
                watching.cancel()
    except TimeoutError:
        times.faults.append("The server did not finish in time.")
    except httpx.HTTPStatusError as error:
        times.faults.append(f"The server answered {error.response.status_code} to {error.request.url.path}.")
    except httpx.HTTPError as error:
        times.faults.append(f"The server did not answer: {type(error).__name__}.")
    return times


async def _watch(stage: Stage, times: Times) -> None:
    """Ask for the instructor's wall again and again, as its page does."""
    async with stage.browser(stage.cast.instructor) as browser:
        while True:
            began = time.monotonic()
            (await browser.get(f"/classes/{stage.cast.class_id}/wall/seats")).raise_for_status()
            times.add("wall", time.monotonic() - began)
            await asyncio.sleep(PAUSE_SECONDS)


async def _work(stage: Stage, number: int, session: str, until: float, times: Times) -> None:
    """Be a student: write, have it judged, read; once at least. A class is not in step."""
    await asyncio.sleep(number * (SAVES * PAUSE_SECONDS + READING_SECONDS) / STUDENTS)
    path = stage.lab.run.editable[0]
    sound = stage.lab.sound_fixes[0].files[path]
    async with stage.browser(session) as browser:
        turn = 0
        while turn == 0 or time.monotonic() < until:
            revision = await open_workbench(browser, stage.lab.slug, times)
            for _ in range(SAVES):
                turn += 1
                text = f"{sound}\n# {turn}\n"
                revision = await save_file(browser, stage.lab.slug, path, text, revision=revision, times=times)
                await asyncio.sleep(PAUSE_SECONDS)
            await _judge(stage, browser, "verdict", times)
            await asyncio.sleep(READING_SECONDS)


async def _hand_in(stage: Stage, session: str, times: Times) -> None:
    async with stage.browser(session) as browser:
        await _judge(stage, browser, "at once", times)


async def _judge(stage: Stage, browser: httpx.AsyncClient, name: str, times: Times) -> None:
    """Hand in, and ask until it is judged."""
    began = time.monotonic()
    report = await wait_for_report(browser, await hand_in(browser, stage.lab.slug))
    if report["result"] != "proven":
        times.faults.append(f"A sound fix got the verdict “{report['result']}”: {report['sentence']}")
    times.add(name, time.monotonic() - began)


def _tell(times: Times, console: Console) -> bool:
    """Print a row for each thing, and one sentence below; return whether the server is ready."""
    table = Table(box=None, pad_edge=False)
    for head in ("", "", "n", "p50", "p95", "limit"):
        table.add_column(head, justify="left" if not head else "right")
    slow = []
    for name, limit in LIMITS.items():
        if name not in times.taken:
            continue
        p50, p95 = (times.percentile(name, share) for share in (0.5, 0.95))
        is_slow = p95 > limit.seconds
        if is_slow:
            slow.append(limit)
        word = Text("slow", "bold red") if is_slow else Text("good", "green")
        figures = (f"{p50:.2f} s", f"{p95:.2f} s", f"{limit.seconds:g} s")
        table.add_row(word, limit.what, str(len(times.taken[name])), *figures)
    console.print(table)
    for fault in dict.fromkeys(times.faults):
        console.print(f"\n{fault}", style="bold red")
    for remedy in dict.fromkeys(limit.remedy for limit in slow):
        console.print(f"\n→ {remedy}")
    missing = [limit.what for name, limit in LIMITS.items() if name not in times.taken]
    is_ready = not slow and not times.faults and not missing
    if is_ready:
        console.print(f"\nReady for a class of {STUDENTS}. The rehearsal's class is erased.", style="bold green")
    else:
        console.print("\nNot ready. The rehearsal's class is erased.", style="bold red")
    return is_ready
