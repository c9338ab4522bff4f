"""The class that is played, and what the steps of its day have in common."""

import asyncio
import json
import re
import time
from collections import Counter
from collections.abc import Awaitable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from bench.pages import Page, Wrong
from bench.people import Person
from bench.serving import Server

from quintain.cli.student_steps import Times, hand_in, save_file, wait_for_report
from quintain.packs.model.lab import Fix, Lab
from quintain.packs.model.lesson import Lesson
from quintain.packs.model.pack import Module
from quintain.packs.model.question import Question

INSTRUCTOR: Final = "Mara Lindqvist"
SAVES: Final = 4
MOST_TOLD: Final = 200


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
class Scene:
    """The class, all who take part, and the acts that several steps have in common."""

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

    async def sit_down(self, student: Student) -> None:
        """Open the sockets that a student's pages open."""
        for path in (self.pace_socket, f"/live/labs/{self.lab.slug}"):
            await student.person.listen(path)

    async def set_pace(self, act: str, **typed: str) -> Page:
        """Let the instructor do something on the page *Pace*; each student's socket must tell of it."""
        heard = [len(each.person.lines[self.pace_socket].heard) for each in self.students]
        page = await self.mara.open(f"{self.class_path}pace/")
        answer = await self.mara.send(page, "/pace/set", {"act": act, **typed}, act=act)
        told = zip(self.students, heard, strict=True)
        await together(each.person.lines[self.pace_socket].news(since, "pace") for each, since in told)
        return answer

    async def parts(self, student: Student) -> Page:
        """Open what a student's page asks for when its socket tells that something is new."""
        return await student.person.open(f"{self.class_path}pace/parts?next=/")

    async def all_see(self, *texts: str) -> None:
        """See that each student's page says all of this."""
        for page in await together(self.parts(each) for each in self.students):
            page.require(*texts)

    async def none_see(self, text: str) -> None:
        """See that no student's page says this any more."""
        for page in await together(self.parts(each) for each in self.students):
            if text in page.words:
                raise Wrong(f"A student's page still says “{text}”.")

    async def check_tally(self, phase: str) -> None:
        """See that the wall has all students in this phase."""
        page = await self.mara.open(f"{self.class_path}wall/seats")
        page.require(f" {len(self.students)} {phase} ")

    async def save(self, student: Student, text: str) -> None:
        """Save a student's file; what the server has said is saved must not be lost from then on."""
        student.revision = await save_file(
            student.person.browser, self.lab.slug, self.path, text, revision=student.revision, times=self.times
        )
        student.typed = text

    async def open_workbench(self, student: Student) -> str:
        """Open it, and return the text of the file."""
        page = await student.person.open(self.workbench)
        found = re.search(r'<script id="page-data" type="application/json">(.*?)</script>', page.html, re.DOTALL)
        if found is None:
            raise Wrong("The workbench has no data for its script.")
        told = re.search(r'"revision": (\d+)', found[1])
        student.revision = int(told[1]) if told else 0
        return text_in(found[1], self.path)

    async def hand_in(self, student: Student, fix: Fix) -> None:
        """Save a fix, hand it in, and see that its verdict is the one that the author expects."""
        await self.open_workbench(student)
        await self.save(student, fix.files[self.path])
        await self.judge(student, fix)

    async def judge(self, student: Student, fix: Fix) -> None:
        """Hand in what is saved, and wait for the verdict that the author of the fix expects."""
        began = time.monotonic()
        url = await hand_in(student.person.browser, self.lab.slug)
        await self.await_verdict(student, fix, url)
        self.times.add("verdict", time.monotonic() - began)

    async def await_verdict(self, student: Student, fix: Fix, url: str) -> int:
        """Wait until the page and the socket tell the verdict; return how often a stopped server had left it."""
        report = await wait_for_report(student.person.browser, url)
        require_same(f"The verdict of {fix.name}, by {student.name}", report["result"], fix.expect.value)
        student.attempts += 1
        await student.person.lines[f"/live/labs/{self.lab.slug}"].wait(
            lambda line: any(is_end(each, report["id"]) for each in line.heard), "the end of the verdict"
        )
        return int(report["restarts"])

    async def check_attempts(self, student: Student) -> None:
        """See that the instructor's page about a student counts the attempts that the script made."""
        page = await self.mara.open(f"{self.class_path}students/{student.person.id}/")
        page.require(student.name, f" {student.attempts} attempt")

    def row_of_lab(self, page: Page) -> Sequence[str]:
        """Return the line of a table that is about the lab."""
        found = [row for row in page.rows if row and self.lab.title in row[0]]
        if len(found) != 1:
            raise Wrong(f"The page {page.path} has {len(found)} lines about the lab.")
        return found[0]

    async def ask(self, question: Question) -> int:
        """Ask the class below the question of the lesson, and return how many options it has."""
        lesson = await self.mara.open(self.topic)
        await self.mara.send(lesson, "/polls/ask", {}, question=str(question.uuid))
        self.votes.clear()
        return len(question.options)

    async def vote(self, student: Student, options: int) -> None:
        """Let a student answer the question to the class, on the page of the course."""
        option = student.seat % options
        page = await student.person.open("/")
        page = await student.person.send(page, "/polls/vote", {"option": str(option)})
        self.votes[option] += 1

    async def check_poll(self, options: int) -> None:
        """See that the instructor's page and the projector count the answers that were given."""
        all_, expected = len(self.students), [self.votes[option] for option in range(options)]
        for path in ("pace/", "projector/"):
            page = await self.mara.open(f"{self.class_path}{path}")
            page.require(f" {self.votes.total()} of {all_} have answered")
            counted = [int(each) for each in re.findall(r'</svg><b>(\d+)</b><span class="unseen">', page.html)]
            require_same(f"The answers on {path}", counted, expected)

    async def close_poll(self) -> None:
        """Show the answers to all, and put the question away."""
        await self.set_pace("close-poll")
        await self.all_see("How the class has answered")
        await self.set_pace("end-poll")
        await self.none_see("How the class has answered")


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
        raise Wrong(f"{what}: found {_shortened(found)}, expected {_shortened(expected)}.")


def _shortened(fact: object) -> str:
    """Return a fact for a sentence; of a long text its end, where it was typed last."""
    told = repr(fact)
    return told if len(told) <= MOST_TOLD else f"…{told[-MOST_TOLD:]}"


def require_minutes(what: str, cell: str) -> None:
    """See that a cell tells minutes, and more than none."""
    if not cell.isdigit() or int(cell) == 0:
        raise Wrong(f"{what} tells {cell!r} minutes.")
