"""Steps of the instructor: an account, a class, modules, and the pace of all."""

import asyncio
import re
import subprocess
import sys
from datetime import UTC, datetime
from typing import Final

from bench.pages import Wrong
from bench.people import is_message
from bench.serving import ROOT, environment
from bench.steps.scene import INSTRUCTOR, Scene, Student, require_same, together

PASSWORD: Final = "seven dry towels over a bridge"  # noqa: S105  of a server that lives for minutes
CODES: Final = ("name for signing in", "passcode")
SHOWN: Final = 0
"""Whose fix is shown, by the number of the student."""


async def invite(scene: Scene) -> None:
    """Give an instructor an account from the command line, and accept the invitation in a browser."""
    command = [sys.executable, "-m", "quintain.cli", "user", "add", INSTRUCTOR, "--role", "instructor"]
    told = await asyncio.to_thread(
        subprocess.run,
        [*command, "--data", str(scene.server.data)],
        check=True,
        capture_output=True,
        text=True,
        env=environment(is_classroom=True),
        cwd=ROOT,
    )
    found = re.search(r"/invitation/#(\S+)", told.stdout)
    if found is None:
        raise Wrong("quintain user add printed no invitation.")
    page = await scene.mara.open("/invitation/")
    page = await scene.mara.send(page, "/invitation/", {"code": found[1]})
    await scene.mara.send(page, "/invitation/", {"password1": PASSWORD, "password2": PASSWORD})
    await scene.mara.know_oneself()


async def make_class(scene: Scene) -> None:
    """Make a class by the form; its page has the join code."""
    today = datetime.now(UTC).date().isoformat()
    page = await scene.mara.open("/classes/new/")
    typed = {"starts_on": today, "ends_on": today, "time_zone": "UTC", "seats": str(len(scene.students))}
    page = await scene.mara.send(page, "/classes/new/", {**typed, "title": "A class of one day"})
    found = re.search(r'class="join-code mono"[^>]*>([^<]+)<', page.html)
    if found is None:
        raise Wrong("The page of the class shows no join code.")
    scene.class_path, scene.join_code = page.path, found[1].replace(" ", "")


async def join(scene: Scene) -> None:
    """Let all join at once; the instructor's page has a name at each seat."""
    await together(_join(scene, each) for each in scene.students)
    seats = {row[0]: row[1] for row in (await scene.mara.open(scene.class_path)).rows if row and row[0].isdigit()}
    expected = {str(each.seat): each.name for each in scene.students}
    require_same("The seats on the instructor's page", seats, expected)
    for line in (scene.pace_socket, f"/live/classes/{scene.class_id}"):
        await scene.mara.listen(line)


async def _join(scene: Scene, student: Student) -> None:
    person = student.person
    page = await person.open("/join/")
    page = await person.send(page, "/join/", {"code": scene.join_code.lower(), "name": student.name})
    seat = re.search(r"You have seat (\d+)", page.words)
    codes = re.findall(r'<(?:dd|span) class="mono"[^>]*>([^<]+)</', page.html)
    if seat is None or len(codes) != len(CODES):
        raise Wrong(f"{student.name} joined, and the page tells no seat, name and passcode.")
    student.seat = int(seat[1])
    student.username, student.passcode = codes
    await person.know_oneself()


async def open_modules(scene: Scene) -> None:
    """Close all modules, which students notice, and open those of the day."""
    page = await scene.mara.open(f"{scene.class_path}modules")
    days = {value for form in page.forms for value in form.values("close-day")}
    days |= set(re.findall(r'name="close-day" value="(\d+)"', page.html))
    for day in sorted(days):
        page = await scene.mara.send(page, "/modules", {"close-day": day})
    await together(each.person.open(scene.workbench, status=403) for each in scene.students)
    await scene.mara.send(page, "/modules", {"open-day": scene.day})
    await together(each.person.open(scene.topic) for each in scene.students)
    await together(scene.sit_down(each) for each in scene.students)


async def hold(scene: Scene) -> None:
    """Cover the students' pages with words, and give them back."""
    await scene.set_pace("hold", note="Look at the projector.", seconds="0")
    await scene.all_see("Eyes up", "Look at the projector.")
    await scene.set_pace("release")
    await scene.none_see("Eyes up")


async def set_timer(scene: Scene) -> None:
    """Set a timer: it is on the students' pages and on the projector."""
    await scene.set_pace("start-timer", minutes="3", note="Find the flaw")
    await scene.all_see("Find the flaw")
    (await scene.mara.open(f"{scene.class_path}projector/counts")).require("Find the flaw")
    await scene.set_pace("stop-timer")
    await scene.none_see("Find the flaw")


async def lead(scene: Scene) -> None:
    """Lead the class to a lesson: each socket tells the place."""
    await scene.set_pace("lead")
    await scene.all_see(f"You follow {INSTRUCTOR}")
    heard = [len(each.person.lines[scene.pace_socket].heard) for each in scene.students]
    place = {"path": scene.topic, "visit": "the-day", "block": 2, "acts": []}
    await scene.mara.ask("POST", f"{scene.class_path}pace/place", place)
    told = zip(scene.students, heard, strict=True)
    await together(each.person.lines[scene.pace_socket].news(since, "place") for each, since in told)
    for each, since in zip(scene.students, heard, strict=True):
        told_place = next(m for m in each.person.lines[scene.pace_socket].heard[since:] if is_message(m, "place"))
        require_same("The place that a student is led to", told_place["place"]["path"], scene.topic)
    await scene.set_pace("stop-leading")


async def poll(scene: Scene) -> None:
    """Ask the class a question of the lesson; instructor and projector count the answers of all."""
    options = await scene.ask(scene.lesson.questions[0])
    await together(scene.vote(each, options) for each in scene.students)
    await scene.check_poll(options)
    await scene.close_poll()


async def hint(scene: Scene) -> None:
    """Send a hint to those with the same mistake: only they see it, and put it away."""
    report = await scene.mara.open(f"{scene.class_path}report/?day={scene.day}")
    people = sorted(each.person.id for each in scene.hinted)
    form = next((f for f in report.forms if sorted(f.values("student")) == people), None)
    if form is None:
        raise Wrong("The report offers no hint for those with the same mistake.")
    words = "What does the quote end?"
    sent = await scene.mara.send(report, "/hints/send", {"text": words}, student=people[0])
    sent.require(f"on the pages of {len(people)} student")
    for student, page in zip(scene.students, await together(map(scene.parts, scene.students)), strict=True):
        if (words in page.words) != (student in scene.hinted):
            raise Wrong(f"The hint is on the pages of the wrong students: {student.name}.")
    (await scene.mara.open(f"{scene.class_path}pace/")).require(f"{len(people)} hints are not read yet")
    for student in scene.hinted:
        page = await student.person.open("/")
        await student.person.send(page, "/put-away", {})
    if "not read yet" in (await scene.mara.open(f"{scene.class_path}pace/")).words:
        raise Wrong("All have read the hint, and the instructor is told that it is not read.")


async def show_a_fix(scene: Scene) -> None:
    """Ask to show a fix; its student consents, and a classmate sees it without a name."""
    owner, classmate = scene.students[SHOWN], scene.students[-1]
    path = f"{scene.class_path}students/{owner.person.id}/labs/{scene.lab.slug}/attempts/{owner.attempts}/"
    await scene.mara.send(await scene.mara.open(path), "/fixes/ask", {})
    page = await owner.person.open("/")
    page.require("asks to show the class your attempt")
    if "fix of" in (await scene.parts(classmate)).words:
        raise Wrong("A fix is shown to a classmate before its student has consented.")
    await owner.person.send(page, "/answer", {"act": "allow"}, act="allow")
    link = re.search(r'href="(/classes/[^"]+/fixes/[^"]+)"', (await scene.parts(classmate)).html)
    if link is None:
        raise Wrong("A fix was allowed to be shown, and a classmate has no link to it.")
    shown = await classmate.person.open(link[1])
    shown.require(scene.lab.title)
    if owner.name in shown.words:
        raise Wrong("The fix that is shown has a name.")
