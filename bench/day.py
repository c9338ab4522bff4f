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
import csv
import io
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import httpx
from bench.pages import Page, Wrong
from bench.people import Line, Person, is_message
from bench.serving import COURSE, ROOT, Server, environment, free_port
from pycrdt import Doc, Text
from websockets.exceptions import WebSocketException

from quintain.cli.student_steps import Times, hand_in, save_file, wait_for_report
from quintain.packs import load_pack
from quintain.packs.model import Fix, Lab, Lesson, Module, Pack, Question

INSTRUCTOR: Final = "Mara Lindqvist"
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
PASSWORD: Final = "seven dry towels over a bridge"  # noqa: S105  of a server that lives for minutes
CODES: Final = ("name for signing in", "passcode")
SAVES: Final = 4
STUDENT_CELLS: Final = 6
"""Seat, name, labs, attempts, hints and minutes; behind them may be the tests at the beginning and the end."""
TYPING_SECONDS: Final = 0.3
STEP_SECONDS: Final = 180.0
"""A step that takes longer has failed."""
THINKING_SECONDS: Final = 40.0
"""How long everybody is in the lab before the fix: minutes are rounded, and must be more than none."""
DYING, HELPED, SHOWN = 2, 1, 0
"""Whose machine dies, who asks for help, and whose fix is shown, by the number of the student."""


@dataclass(slots=True)
class Student:
    """A student, how to sign in again, and what the script did for them."""

    person: Person
    seat: int
    username: str = ""
    passcode: str = ""
    revision: int = 0
    typed: str = ""
    """The last text that the server said is saved."""
    attempts: int = 0
    proven: int = 0

    @property
    def name(self) -> str:
        """The name that the class sees."""
        return self.person.name


@dataclass(slots=True)
class Day:
    """The class, and all who take part."""

    server: Server
    lab: Lab
    module: Module
    lesson: Lesson
    topic: str
    students: list[Student]
    mara: Person
    times: Times
    least_seconds: float
    class_path: str = ""
    join_code: str = ""
    in_lab_since: float = 0.0
    votes: Counter[int] = field(default_factory=Counter)
    hinted: list[Student] = field(default_factory=list)

    @property
    def workbench(self) -> str:
        """The address of the phase *fix*."""
        return f"/labs/{self.lab.slug}/fix/"

    @property
    def path(self) -> str:
        """The file that is fixed."""
        return self.lab.run.editable[0]

    @property
    def pace_socket(self) -> str:
        """The address of the socket of the class's pace."""
        return f"/live/pace/{self.class_id}"

    @property
    def class_id(self) -> str:
        """The class."""
        return self.class_path.split("/")[2]

    @property
    def day(self) -> str:
        """The day on which the lab is taught."""
        return str(self.module.day)

    # Joining.

    async def invite(self) -> None:
        """Give an instructor an account from the command line, and accept the invitation in a browser."""
        command = [sys.executable, "-m", "quintain.cli", "user", "add", INSTRUCTOR, "--role", "instructor"]
        told = await asyncio.to_thread(
            subprocess.run,
            [*command, "--data", str(self.server.data)],
            check=True,
            capture_output=True,
            text=True,
            env=environment(is_classroom=True),
            cwd=ROOT,
        )
        found = re.search(r"/invitation/#(\S+)", told.stdout)
        if found is None:
            raise Wrong("quintain user add printed no invitation.")
        page = await self.mara.open("/invitation/")
        page = await self.mara.send(page, "/invitation/", {"code": found[1]})
        await self.mara.send(page, "/invitation/", {"password1": PASSWORD, "password2": PASSWORD})
        await self.mara.know_oneself()

    async def make_class(self) -> None:
        """Make a class by the form; its page has the join code."""
        today = datetime.now(UTC).date().isoformat()
        page = await self.mara.open("/classes/new/")
        typed = {"starts_on": today, "ends_on": today, "time_zone": "UTC", "seats": str(len(self.students))}
        page = await self.mara.send(page, "/classes/new/", {**typed, "title": "A class of one day"})
        found = re.search(r'class="join-code mono"[^>]*>([^<]+)<', page.html)
        if found is None:
            raise Wrong("The page of the class shows no join code.")
        self.class_path, self.join_code = page.path, found[1].replace(" ", "")

    async def join(self) -> None:
        """Let all join at once; the instructor's page has a name at each seat."""
        await together(self._join(each) for each in self.students)
        seats = {row[0]: row[1] for row in (await self.mara.open(self.class_path)).rows if row and row[0].isdigit()}
        expected = {str(each.seat): each.name for each in self.students}
        require_same("The seats on the instructor's page", seats, expected)
        for line in (self.pace_socket, f"/live/classes/{self.class_id}"):
            await self.mara.listen(line)

    async def _join(self, student: Student) -> None:
        person = student.person
        page = await person.open("/join/")
        page = await person.send(page, "/join/", {"code": self.join_code.lower(), "name": student.name})
        seat = re.search(r"You have seat (\d+)", page.words)
        codes = re.findall(r'<dd class="mono">([^<]+)</dd>', page.html)
        if seat is None or len(codes) != len(CODES):
            raise Wrong(f"{student.name} joined, and the page tells no seat, name and passcode.")
        student.seat = int(seat[1])
        student.username, student.passcode = codes
        await person.know_oneself()

    async def sit_down(self, student: Student) -> None:
        """Open the sockets that a student's pages open."""
        for path in (self.pace_socket, f"/live/labs/{self.lab.slug}"):
            await student.person.listen(path)

    # The pace of the class.

    async def open_modules(self) -> None:
        """Close all modules, which students notice, and open those of the day."""
        page = await self.mara.open(self.class_path)
        days = {value for form in page.forms for value in form.values("close-day")}
        days |= set(re.findall(r'name="close-day" value="(\d+)"', page.html))
        for day in sorted(days):
            page = await self.mara.send(page, "/modules", {"close-day": day})
        await together(each.person.open(self.workbench, status=403) for each in self.students)
        await self.mara.send(page, "/modules", {"open-day": self.day})
        await together(each.person.open(self.topic) for each in self.students)
        await together(self.sit_down(each) for each in self.students)

    async def _set_pace(self, act: str, **typed: str) -> Page:
        """Let the instructor do something on the page *Pace*; each student's socket must tell of it."""
        heard = [len(each.person.lines[self.pace_socket].heard) for each in self.students]
        page = await self.mara.open(f"{self.class_path}pace/")
        answer = await self.mara.send(page, "/pace/set", {"act": act, **typed}, act=act)
        told = zip(self.students, heard, strict=True)
        await together(each.person.lines[self.pace_socket].news(since, "pace") for each, since in told)
        return answer

    async def _parts(self, student: Student) -> Page:
        """Open what a student's page asks for when its socket tells that something is new."""
        return await student.person.open(f"{self.class_path}pace/parts?next=/")

    async def _all_see(self, *texts: str) -> None:
        for page in await together(self._parts(each) for each in self.students):
            page.require(*texts)

    async def _none_see(self, text: str) -> None:
        for page in await together(self._parts(each) for each in self.students):
            if text in page.words:
                raise Wrong(f"A student's page still says “{text}”.")

    async def hold(self) -> None:
        """Cover the students' pages with words, and give them back."""
        await self._set_pace("hold", note="Look at the projector.", seconds="0")
        await self._all_see("Eyes up", "Look at the projector.")
        await self._set_pace("release")
        await self._none_see("Eyes up")

    async def set_timer(self) -> None:
        """Set a timer: it is on the students' pages and on the projector."""
        await self._set_pace("start-timer", minutes="3", note="Find the flaw")
        await self._all_see("Find the flaw")
        (await self.mara.open(f"{self.class_path}projector/counts")).require("Find the flaw")
        await self._set_pace("stop-timer")
        await self._none_see("Find the flaw")

    async def lead(self) -> None:
        """Lead the class to a lesson: each socket tells the place."""
        await self._set_pace("lead")
        await self._all_see(f"You follow {INSTRUCTOR}")
        heard = [len(each.person.lines[self.pace_socket].heard) for each in self.students]
        place = {"path": self.topic, "visit": "the-day", "block": 2, "acts": []}
        await self.mara.ask("POST", f"{self.class_path}pace/place", place)
        told = zip(self.students, heard, strict=True)
        await together(each.person.lines[self.pace_socket].news(since, "place") for each, since in told)
        for each, since in zip(self.students, heard, strict=True):
            told_place = next(m for m in each.person.lines[self.pace_socket].heard[since:] if is_message(m, "place"))
            require_same("The place that a student is led to", told_place["place"]["path"], self.topic)
        await self._set_pace("stop-leading")

    async def poll(self) -> None:
        """Ask the class a question of the lesson; instructor and projector count the answers of all."""
        options = await self._ask(self.lesson.questions[0])
        await together(self._vote(each, options) for each in self.students)
        await self._check_poll(options)
        await self._close_poll()

    async def _ask(self, question: Question) -> int:
        """Ask the class below the question of the lesson, and return how many options it has."""
        lesson = await self.mara.open(self.topic)
        await self.mara.send(lesson, "/polls/ask", {}, question=str(question.uuid))
        self.votes.clear()
        return len(question.options)

    async def _close_poll(self) -> None:
        await self._set_pace("close-poll")
        await self._all_see("How the class has answered")
        await self._set_pace("end-poll")
        await self._none_see("How the class has answered")

    async def _check_poll(self, options: int) -> None:
        all_, expected = len(self.students), [self.votes[option] for option in range(options)]
        for path in ("pace/", "projector/"):
            page = await self.mara.open(f"{self.class_path}{path}")
            page.require(f" {self.votes.total()} of {all_} have answered")
            counted = [int(each) for each in re.findall(r'</svg><b>(\d+)</b><span class="unseen">', page.html)]
            require_same(f"The answers on {path}", counted, expected)

    async def _vote(self, student: Student, options: int) -> None:
        option = student.seat % options
        page = await student.person.open("/")
        page = await student.person.send(page, "/polls/vote", {"option": str(option)})
        self.votes[option] += 1

    # Reading.

    async def read(self) -> None:
        """Let students read the lesson and answer its questions: the first one wrongly, then rightly."""
        await together(self._read(each.person) for each in self.students)

    async def _read(self, person: Person) -> None:
        page = await person.open(self.topic)
        for number, question in enumerate(self.lesson.questions):
            right = next(index for index, option in enumerate(question.options) if option.right)
            action = f"/questions/{question.uuid}/answers"
            if number == 0:
                page = await person.send(page, action, {"option": str((right + 1) % len(question.options))})
                page.require("Not so.")
            page = await person.send(page, action, {"option": str(right)})
            page.require("Right.")
        await person.send(page, f"{self.topic}read", {})

    # The lab.

    async def find(self) -> None:
        """Mark all flaws as students; the wall has them in the next phase."""
        self.in_lab_since = time.monotonic()
        await together(self._find(each.person) for each in self.students)
        await self._check_tally("break")

    async def _find(self, person: Person) -> None:
        await person.open(f"/labs/{self.lab.slug}/find/")
        spots = self.lab.find.spots if self.lab.find else ()
        marks = [{"file": s.file, "first": s.first, "last": s.last, "cwe": s.cwe[0]} for s in spots]
        told = await person.ask("POST", f"/labs/{self.lab.slug}/marks", {"marks": marks})
        if not told["done"]:
            raise Wrong(f"{person.name} marked all flaws, and {told['found']} of {told['of']} are right.")

    async def break_(self) -> None:
        """Run the reference exploit of the lab as each student; the wall has them in the next phase."""
        await together(self._break(each.person) for each in self.students)
        await self._check_tally("fix")

    async def _break(self, person: Person) -> None:
        page = await person.open(f"/labs/{self.lab.slug}/break/")
        phase = self.lab.break_
        if phase is None:
            raise Wrong(f"The lab {self.lab.slug} has no phase break.")
        body = {"path": "exploit.py", "text": (self.lab.folder / phase.reference).read_text(), "revision": 0}
        found = re.search(r'"revision": (\d+)', page.html)
        await person.ask("PUT", f"/labs/{self.lab.slug}/exploit", body | {"revision": int(found[1]) if found else 0})
        run = await person.ask("POST", f"/labs/{self.lab.slug}/runs", {"target": "shipped"})
        report = await wait_for_report(person.browser, run["url"])
        require_same(f"What came of the exploit of {person.name}", report["result"], "landed")

    async def _check_tally(self, phase: str) -> None:
        page = await self.mara.open(f"{self.class_path}wall/seats")
        page.require(f" {len(self.students)} {phase} ")

    async def _save(self, student: Student, text: str) -> None:
        student.revision = await save_file(
            student.person.browser, self.lab.slug, self.path, text, revision=student.revision, times=self.times
        )
        student.typed = text

    async def _open_workbench(self, student: Student) -> str:
        """Open it, and return the text of the file."""
        page = await student.person.open(self.workbench)
        found = re.search(r'<script id="page-data" type="application/json">(.*?)</script>', page.html, re.DOTALL)
        if found is None:
            raise Wrong("The workbench has no data for its script.")
        told = re.search(r'"revision": (\d+)', found[1])
        student.revision = int(told[1]) if told else 0
        return text_in(found[1], self.path)

    async def _hand_in(self, student: Student, fix: Fix) -> None:
        """Save a fix, hand it in, and see that its verdict is the one that the author expects."""
        await self._open_workbench(student)
        await self._save(student, fix.files[self.path])
        await self._judge(student, fix)

    async def _judge(self, student: Student, fix: Fix) -> None:
        began = time.monotonic()
        url = await hand_in(student.person.browser, self.lab.slug)
        await self._await_verdict(student, fix, url)
        self.times.add("verdict", time.monotonic() - began)

    async def _await_verdict(self, student: Student, fix: Fix, url: str) -> int:
        """Wait until the page and the socket tell the verdict; return how often a stopped server had left it."""
        report = await wait_for_report(student.person.browser, url)
        require_same(f"The verdict of {fix.name}, by {student.name}", report["result"], fix.expect.value)
        student.attempts += 1
        await student.person.lines[f"/live/labs/{self.lab.slug}"].wait(
            lambda line: any(is_end(each, report["id"]) for each in line.heard), "the end of the verdict"
        )
        return int(report["restarts"])

    async def fix_wrongly(self) -> None:
        """Hand in a wrong fix as each student; every second has the same, which the report tells the instructor."""
        wrong = [fix for fix in self.lab.wrong_fixes if self.path in fix.files]
        shared, others = wrong[0], wrong[1:5]
        self.hinted = self.students[::2]
        await together(
            self._hand_in(each, shared if each in self.hinted else others[number % len(others)])
            for number, each in enumerate(self.students)
        )
        page = await self.mara.open(f"{self.class_path}report/?day={self.day}")
        page.require(f"{len(self.hinted)} students have the same wrong fix: {shared.title}")
        await together(self._check_attempts(each) for each in self.students)

    async def _check_attempts(self, student: Student) -> None:
        page = await self.mara.open(f"{self.class_path}students/{student.person.id}/")
        page.require(student.name, f" {student.attempts} attempt")

    async def hint(self) -> None:
        """Send a hint to those with the same mistake: only they see it, and put it away."""
        report = await self.mara.open(f"{self.class_path}report/?day={self.day}")
        people = sorted(each.person.id for each in self.hinted)
        form = next((f for f in report.forms if sorted(f.values("student")) == people), None)
        if form is None:
            raise Wrong("The report offers no hint for those with the same mistake.")
        words = "What does the quote end?"
        sent = await self.mara.send(report, "/hints/send", {"text": words}, student=people[0])
        sent.require(f"on the pages of {len(people)} student")
        for student, page in zip(self.students, await together(map(self._parts, self.students)), strict=True):
            if (words in page.words) != (student in self.hinted):
                raise Wrong(f"The hint is on the pages of the wrong students: {student.name}.")
        (await self.mara.open(f"{self.class_path}pace/")).require(f"{len(people)} hints are not read yet")
        for student in self.hinted:
            page = await student.person.open("/")
            await student.person.send(page, "/put-away", {})
        if "not read yet" in (await self.mara.open(f"{self.class_path}pace/")).words:
            raise Wrong("All have read the hint, and the instructor is told that it is not read.")

    # Help.

    async def ask_for_help(self) -> None:
        """Raise a hand with a question, which the wall shows; the instructor takes it."""
        student = self.students[HELPED]
        wall = self.mara.lines[f"/live/classes/{self.class_id}"]
        heard = len(wall.heard)
        page = await student.person.open(self.workbench)
        question = "Why is the number still open?"
        await student.person.send(page, "/hand/", {"act": "raise", "question": question})
        await wall.wait(lambda line: len(line.heard) > heard, "the raised hand")
        page = await self.mara.open(f"{self.class_path}wall/")
        page.require(question)
        form = next(form for form in page.forms if form.action.endswith("/take"))
        await self.mara.send(page, form.action, {})
        (await student.person.open(self.workbench)).require("Help is coming")

    async def pair(self) -> None:
        """Ask to join an editor; the student consents, both type over the socket, and the student ends it."""
        student = self.students[HELPED]
        page = await self.mara.open(f"{self.class_path}students/{student.person.id}/")
        asked = await self.mara.send(page, "/pair", {}, lab=self.lab.slug)
        asked.require(f"{student.name} is asked whether you may join")
        before = await self._open_workbench(student)
        page = await student.person.open(self.workbench)
        page = await student.person.send(page, "/answer", {"act": "type"}, act="type")
        page.require(f"{INSTRUCTOR} may see and change the code on this page with you.")
        (await self.mara.open(asked.path)).require(f"You type in the editor of {student.name}")
        socket = f"/live/pair/{asked.path.split('/')[2]}"
        texts = await self._type_together(await student.person.listen(socket), await self.mara.listen(socket))
        for line in (f"# typed by {student.seat}\n", "# typed by the instructor\n"):
            if line not in texts:
                raise Wrong(f"The shared document lacks the line {line!r}.")
        rest = texts.replace("# typed by the instructor\n", "", 1).replace(f"# typed by {student.seat}\n", "", 1)
        require_same("The rest of the shared document", rest, before)
        await self._save(student, texts)
        page = await student.person.open(self.workbench)
        await student.person.send(page, "/end", {})
        await self.mara.lines[socket].wait(lambda line: line.is_over, "that the session is over")
        (await self.mara.open(asked.path)).require("You are not in the editor any more")
        for person in (student.person, self.mara):
            await person.lines.pop(socket).close()
        require_same("The student's file after the session", await self._open_workbench(student), texts)
        page = await student.person.open(self.workbench)
        await student.person.send(page, "/hand/", {"act": "lower"})
        (await self.mara.open(f"{self.class_path}wall/")).require("No hand is up")

    async def _type_together(self, student: Line, instructor: Line) -> str:
        """Let both type a line at once, and return the text once it is the same for both and stored."""
        writers = [Writer(student, f"fix/{self.path}"), Writer(instructor, f"fix/{self.path}")]
        await together(each.begin() for each in writers)
        seat = self.students[HELPED].seat
        await together([writers[0].type(f"# typed by {seat}\n"), writers[1].type("# typed by the instructor\n")])
        until = time.monotonic() + 20
        while time.monotonic() < until:
            one, other = (each.read() for each in writers)
            if one == other and one.count("# typed by ") == len(writers) and all(each.is_stored for each in writers):
                return one
            await asyncio.sleep(0.05)
        raise Wrong("What both typed was not the same for both, and stored, within 20 seconds.")

    # What goes wrong.

    async def lose_a_machine(self) -> None:
        """Let a student's machine die while its owner types; at another seat of the room all of it is there."""
        student = self.students[DYING]
        for number in range(SAVES):
            await self._save(student, f"{student.typed}\n# before the machine died, {number}\n")
        await student.person.die()
        student.person = Person(student.name, self.server.origin, self.times, id=student.person.id)
        page = await student.person.open("/sign-in/?next=/")
        await student.person.send(page, "/sign-in/", {"login": student.username, "password": student.passcode})
        await student.person.know_oneself()
        await self.sit_down(student)
        require_same(f"What {student.name} finds at the other seat", await self._open_workbench(student), student.typed)
        (await self.mara.open(f"{self.class_path}students/{student.person.id}/")).require("here now")

    async def lose_the_server(self) -> None:
        """Kill the server while all type and wait for verdicts; all that it had acknowledged is there afterwards."""
        handed = next(fix for fix in self.lab.wrong_fixes if self.path in fix.files)
        await self._set_pace("start-timer", minutes="20", note="Fix it")
        options = await self._ask(self.lesson.questions[-1])
        early, late = self.students[::2], self.students[1::2]
        await together(self._vote(each, options) for each in early)
        for each in self.students:
            await self._save(each, handed.files[self.path])
        urls = [await hand_in(each.person.browser, self.lab.slug) for each in self.students]
        typing = [asyncio.create_task(self._type_on(each)) for each in self.students]
        await asyncio.sleep(TYPING_SECONDS)
        await asyncio.to_thread(self.server.kill)
        unacknowledged = await asyncio.gather(*typing)
        for person in (self.mara, *(each.person for each in self.students)):
            await together(line.wait(lambda each: each.is_over, "its end") for line in person.lines.values())
        await asyncio.to_thread(self.server.start)
        came = zip(self.students, unacknowledged, strict=True)
        await together(self._come_back(each, text) for each, text in came)
        await self.mara.know_oneself()
        for line in list(self.mara.lines):
            await self.mara.listen(line)
        await self._all_see("Fix it")
        await self._check_poll(options)
        await together(self._vote(each, options) for each in late)
        await self._check_poll(options)
        handed_in = zip(self.students, urls, strict=True)
        restarts = await together(self._await_verdict(each, handed, url) for each, url in handed_in)
        if not any(restarts):
            raise Wrong("No verdict was under way when the server was killed, so nothing was shown.")
        await together(self._check_attempts(each) for each in self.students)
        await self._close_poll()

    async def _type_on(self, student: Student) -> str:
        """Type and save until the server is gone; return what it had not acknowledged."""
        number, base = 0, student.typed
        with suppress(httpx.HTTPError):
            while True:
                number += 1
                text = f"{base}\n# while the server died, {number}\n"
                await self._save(student, text)
                await asyncio.sleep(0.05)
        return text

    async def _come_back(self, student: Student, unacknowledged: str) -> None:
        await student.person.know_oneself()
        await self.sit_down(student)
        found = await self._open_workbench(student)
        if found not in {student.typed, unacknowledged}:
            raise Wrong(f"What the server had acknowledged to {student.name} is lost: it has {found[-200:]!r}.")

    # The end.

    async def fix(self) -> None:
        """Let everybody fix it; the wall says so."""
        await asyncio.sleep(max(0.0, self.in_lab_since + THINKING_SECONDS - time.monotonic()))
        sound = [fix for fix in self.lab.sound_fixes if self.path in fix.files]
        await together(self._fix(each, sound[number % len(sound)]) for number, each in enumerate(self.students))
        await self._check_tally("proven")

    async def _fix(self, student: Student, fix: Fix) -> None:
        for number in range(SAVES):
            await self._open_workbench(student)
            await self._save(student, f"{fix.files[self.path]}\n# {number}\n")
            await asyncio.sleep(self.least_seconds / SAVES)
        await self._hand_in(student, fix)
        student.proven = 1
        (await student.person.open(f"/labs/{self.lab.slug}/debrief/")).require(fix.title)

    async def show_a_fix(self) -> None:
        """Ask to show a fix; its student consents, and a classmate sees it without a name."""
        owner, classmate = self.students[SHOWN], self.students[-1]
        path = f"{self.class_path}students/{owner.person.id}/labs/{self.lab.slug}/attempts/{owner.attempts}/"
        await self.mara.send(await self.mara.open(path), "/fixes/ask", {})
        page = await owner.person.open("/")
        page.require("asks to show the class your attempt")
        if "fix of" in (await self._parts(classmate)).words:
            raise Wrong("A fix is shown to a classmate before its student has consented.")
        await owner.person.send(page, "/answer", {"act": "allow"}, act="allow")
        link = re.search(r'href="(/classes/[^"]+/fixes/[^"]+)"', (await self._parts(classmate)).html)
        if link is None:
            raise Wrong("A fix was allowed to be shown, and a classmate has no link to it.")
        shown = await classmate.person.open(link[1])
        shown.require(self.lab.title)
        if owner.name in shown.words:
            raise Wrong("The fix that is shown has a name.")

    async def end(self) -> None:
        """End the day with a note; each student has a page about it."""
        note = "Read about placeholders if you like."
        page = await self.mara.open(f"{self.class_path}pace/")
        await self.mara.send(page, "/pace/set", {"act": "end-day", "day": self.day, "note": note}, act="end-day")
        await self._all_see(f"Day {self.day} is over.", note)
        await together(self._check_own_day(each, note) for each in self.students)

    async def _check_own_day(self, student: Student, note: str) -> None:
        page = await student.person.open(f"{self.class_path}my-day/{self.day}/")
        page.require(note, "1 of ", f"{student.proven} of ", f"{student.attempts} attempts")
        read = re.search(r"(\d+) of \d+ lessons read, (\d+) of \d+ labs proven", page.words)
        require_same(f"Lessons and labs of {student.name}", read and read.groups(), ("1", "1"))
        row = self._row_of_lab(page)
        require_same(f"The lab in the day of {student.name}", row[1:3], ("proven", str(student.attempts)))
        require_minutes(f"The day of {student.name}", row[4])

    def _row_of_lab(self, page: Page) -> Sequence[str]:
        found = [row for row in page.rows if row and self.lab.title in row[0]]
        if len(found) != 1:
            raise Wrong(f"The page {page.path} has {len(found)} lines about the lab.")
        return found[0]

    async def report(self) -> None:
        """Compare the report and the results with what the script did."""
        for day in ("0", self.day):
            page = await self.mara.open(f"{self.class_path}report/?day={day}")
            row = self._row_of_lab(page)
            all_ = str(len(self.students))
            require_same("The lab in the report", row[1:3], (all_, all_))
            require_minutes("The lab in the report", row[3])
            lines = {row[1]: row for row in page.rows if len(row) >= STUDENT_CELLS and row[0].isdigit()}
            require_same("The students of the report", sorted(lines), sorted(each.name for each in self.students))
            for each in self.students:
                line = lines[each.name]
                expected = (str(each.seat), each.name, str(each.proven), str(each.attempts))
                require_same(f"The line of {each.name} in the report", line[:4], expected)
                require_minutes(f"The line of {each.name} in the report", line[5])
        await self._check_results()

    async def _check_results(self) -> None:
        text = await self.mara.text(f"{self.class_path}results.csv")
        rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
        ours = {row["username"]: row for row in rows if row["lab"] == self.lab.code}
        require_same("The people in the results", sorted(ours), sorted(each.username for each in self.students))
        for each in self.students:
            row = ours[each.username]
            told = (row["seat"], row["name"], row["state"], row["attempts"], row["attacks_stopped"] == row["attacks"])
            expected = (str(each.seat), each.name, "proven", str(each.attempts), True)
            require_same(f"The line of {each.name} in the results", told, expected)
        others = {row["state"] for row in rows if row["lab"] != self.lab.code}
        require_same("The state of all other labs in the results", others, {"todo"})


class Writer:
    """One of both in a pair session, with a copy of the document."""

    def __init__(self, line: Line, name: str) -> None:
        self._line, self._taken, self._sent = line, 0, 0
        self._doc: Doc[Text] = Doc()
        self._text = self._doc.get(name, type=Text)

    async def begin(self) -> None:
        """Wait for the document."""
        await self._line.wait(lambda line: any(isinstance(each, bytes) for each in line.heard), "the document")
        self.read()

    async def type(self, words: str) -> None:
        """Type at the beginning, letter by letter."""
        for number, letter in enumerate(words):
            before = self._doc.get_state()
            self._text.insert(number, letter)
            await self._line.send(b"\x01" + self._doc.get_update(before))
            self._sent += 1
            await asyncio.sleep(0.02)

    def read(self) -> str:
        """Take what came meanwhile, and return the text."""
        new, self._taken = self._line.heard[self._taken :], len(self._line.heard)
        for message in new:
            if isinstance(message, bytes) and message[:1] == b"\x01":
                self._doc.apply_update(message[1:])
        return str(self._text)

    @property
    def is_stored(self) -> bool:
        """Whether the server has said that all is stored."""
        counts = [each["count"] for each in self._line.heard if is_message(each, "saved")]
        return bool(counts) and counts[-1] >= self._sent


async def together[T](works: Iterable[Awaitable[T]]) -> list[T]:
    """Let all do it at once."""
    return list(await asyncio.gather(*works))


def text_in(data: str, path: str) -> str:
    """Return the saved text of a file from the data of a workbench."""
    for file in json.loads(data)["files"]:
        if file["path"] == path:
            return str(file["text"])
    raise Wrong(f"The workbench has no file {path}.")


def is_end(message: object, submission: str) -> bool:
    """Tell whether a message of a lab's socket is the end of a submission."""
    if not isinstance(message, dict) or message.get("type") != "submission":
        return False
    told = message["submission"]
    return bool(told["id"] == submission and told["state"] == "finished")


def require_same(what: str, found: object, expected: object) -> None:
    """See that something is as expected.

    Raises:
        Wrong: It is not.

    """
    if found != expected:
        raise Wrong(f"{what}: found {found!r}, expected {expected!r}.")


def require_minutes(what: str, cell: str) -> None:
    """See that a cell tells minutes, and more than none."""
    if not cell.isdigit() or int(cell) == 0:
        raise Wrong(f"{what} tells {cell!r} minutes.")


async def play(day: Day) -> None:
    """Go through the day, and print a line for each step."""
    steps = (
        ("an instructor accepts an invitation", day.invite),
        ("makes a class with a join code", day.make_class),
        (f"{len(day.students)} students join by the code", day.join),
        ("modules are closed, and those of the day opened", day.open_modules),
        ("pages are held and given back", day.hold),
        ("a timer starts and ends", day.set_timer),
        ("the class is led to a lesson", day.lead),
        ("a question to the class is answered by all", day.poll),
        ("all read the lesson and answer its questions", day.read),
        ("all find the flaws of the lab", day.find),
        ("all break it by the reference exploit", day.break_),
        ("all hand in a wrong fix, half of them the same", day.fix_wrongly),
        ("a hint reaches those with the same mistake", day.hint),
        ("a hand is raised and taken", day.ask_for_help),
        ("student and instructor type together", day.pair),
        ("a student's machine dies", day.lose_a_machine),
        ("the server is killed, and started on the same data", day.lose_the_server),
        ("all prove a sound fix", day.fix),
        ("a fix is shown without a name, after consent", day.show_a_fix),
        ("the day ends, and each has a page of it", day.end),
        ("report and results say what was done", day.report),
    )
    for name, step in steps:
        began = time.monotonic()
        try:
            async with asyncio.timeout(STEP_SECONDS):
                await step()
        except TimeoutError as error:
            raise Wrong(f"While {name}: it was not done within {STEP_SECONDS:.0f} seconds.") from error
        except Wrong as wrong:
            raise Wrong(f"While {name}: {wrong}") from wrong
        except (httpx.HTTPError, WebSocketException, OSError) as error:
            raise Wrong(f"While {name}: {type(error).__name__} {error}") from error
        print(f"{time.monotonic() - began:6.1f} s  {name}", flush=True)
        await asyncio.sleep(max(0.0, began + day.least_seconds - time.monotonic()))
    for person in (day.mara, *(each.person for each in day.students)):
        await person.leave()


def cast(server: Server, course: Pack, asked: argparse.Namespace) -> Day:
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
    return Day(server, lab, module, lesson, topic, students, mara, times, asked.seconds_a_step)


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
        day = cast(server, load_pack(COURSE), asked)
        try:
            server.start()
            asyncio.run(play(day))
        except Wrong as wrong:
            print(f"Not as it must be. {wrong}", flush=True)
            return 1
        finally:
            server.stop()
    tell(day.times)
    print(f"A day of {asked.students} students in {time.monotonic() - began:.0f} seconds: all is as it must be.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
