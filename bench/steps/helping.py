"""Steps of a student who needs help, and the instructor: a hand, and an editor for two."""

import asyncio
import time
from typing import Final

from bench.pages import Wrong
from bench.people import Line, is_message
from bench.steps.scene import INSTRUCTOR, Scene, require_same, together
from pycrdt import Doc, Text

HELPED: Final = 1
"""Who asks for help, by the number of the student."""


async def ask_for_help(scene: Scene) -> None:
    """Raise a hand with a question, which the wall shows; the instructor takes it."""
    student = scene.students[HELPED]
    wall = scene.mara.lines[f"/live/classes/{scene.class_id}"]
    heard = len(wall.heard)
    page = await student.person.open(scene.workbench)
    question = "Why is the number still open?"
    await student.person.send(page, "/hand/", {"act": "raise", "question": question})
    await wall.wait(lambda line: len(line.heard) > heard, "the raised hand")
    page = await scene.mara.open(f"{scene.class_path}wall/")
    page.require(question)
    form = next(form for form in page.forms if form.action.endswith("/take"))
    await scene.mara.send(page, form.action, {})
    (await student.person.open(scene.workbench)).require("Help is coming")


async def pair(scene: Scene) -> None:
    """Ask to join an editor; the student consents, both type over the socket, the student ends it, the hand is down."""
    student = scene.students[HELPED]
    page = await scene.mara.open(f"{scene.class_path}students/{student.person.id}/")
    asked = await scene.mara.send(page, "/pair", {}, lab=scene.lab.slug)
    asked.require(f"{student.name} is asked whether you may join")
    before = await scene.open_workbench(student)
    page = await student.person.open(scene.workbench)
    page = await student.person.send(page, "/answer", {"act": "type"}, act="type")
    page.require(f"{INSTRUCTOR} may see and change the code on this page with you.")
    (await scene.mara.open(asked.path)).require(f"You type in the editor of {student.name}")
    socket = f"/live/pair/{asked.path.split('/')[2]}"
    texts = await _type_together(scene, await student.person.listen(socket), await scene.mara.listen(socket))
    for line in (f"# typed by {student.seat}\n", "# typed by the instructor\n"):
        if line not in texts:
            raise Wrong(f"The shared document lacks the line {line!r}.")
    rest = texts.replace("# typed by the instructor\n", "", 1).replace(f"# typed by {student.seat}\n", "", 1)
    require_same("The rest of the shared document", rest, before)
    await scene.save(student, texts)
    page = await student.person.open(scene.workbench)
    await student.person.send(page, "/end", {})
    await scene.mara.lines[socket].wait(lambda line: line.is_over, "that the session is over")
    (await scene.mara.open(asked.path)).require("You are not in the editor any more")
    for person in (student.person, scene.mara):
        await person.lines.pop(socket).close()
    require_same("The student's file after the session", await scene.open_workbench(student), texts)
    # The hand has gone down with the help.
    (await scene.mara.open(f"{scene.class_path}wall/")).require("No hand is up")


async def _type_together(scene: Scene, student: Line, instructor: Line) -> str:
    """Let both type a line at once, and return the text once it is the same for both and stored."""
    writers = [Writer(student, f"fix/{scene.path}"), Writer(instructor, f"fix/{scene.path}")]
    await together(each.begin() for each in writers)
    seat = scene.students[HELPED].seat
    await together([writers[0].type(f"# typed by {seat}\n"), writers[1].type("# typed by the instructor\n")])
    until = time.monotonic() + 20
    while time.monotonic() < until:
        one, other = (each.read() for each in writers)
        if one == other and one.count("# typed by ") == len(writers) and all(each.is_stored for each in writers):
            return one
        await asyncio.sleep(0.05)
    raise Wrong("What both typed was not the same for both, and stored, within 20 seconds.")


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
