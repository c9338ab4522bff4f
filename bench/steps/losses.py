"""Steps in which something dies: a student's machine, and the server."""

import asyncio
from contextlib import suppress
from typing import Final

import httpx
from bench.pages import Wrong
from bench.people import Person
from bench.steps.scene import SAVES, Scene, Student, require_same, together

from quintain.cli.student_steps import hand_in

DYING: Final = 2
"""Whose machine dies, by the number of the student."""
TYPING_SECONDS: Final = 0.3


async def lose_a_machine(scene: Scene) -> None:
    """Let a student's machine die while its owner types; at another seat of the room all of it is there."""
    student = scene.students[DYING]
    for number in range(SAVES):
        await scene.save(student, f"{student.typed}\n# before the machine died, {number}\n")
    await student.person.die()
    student.person = Person(student.name, scene.server.origin, scene.times, id=student.person.id)
    page = await student.person.open("/sign-in/?next=/")
    await student.person.send(page, "/sign-in/", {"login": student.username, "password": student.passcode})
    await student.person.know_oneself()
    await scene.sit_down(student)
    require_same(f"What {student.name} finds at the other seat", await scene.open_workbench(student), student.typed)
    (await scene.mara.open(f"{scene.class_path}students/{student.person.id}/")).require("here now")


async def lose_the_server(scene: Scene) -> None:
    """Kill the server while all type and wait for verdicts; all that it had acknowledged is there afterwards."""
    handed = next(fix for fix in scene.lab.wrong_fixes if scene.path in fix.files)
    await scene.set_pace("start-timer", minutes="20", note="Fix it")
    options = await scene.ask(scene.lesson.questions[-1])
    early, late = scene.students[::2], scene.students[1::2]
    await together(scene.vote(each, options) for each in early)
    for each in scene.students:
        await scene.save(each, handed.files[scene.path])
    urls = [await hand_in(each.person.browser, scene.lab.slug) for each in scene.students]
    typing = [asyncio.create_task(_type_on(scene, each)) for each in scene.students]
    await asyncio.sleep(TYPING_SECONDS)
    await asyncio.to_thread(scene.server.kill)
    unacknowledged = await asyncio.gather(*typing)
    for person in (scene.mara, *(each.person for each in scene.students)):
        await together(line.wait(lambda each: each.is_over, "its end") for line in person.lines.values())
    await asyncio.to_thread(scene.server.start)
    came = zip(scene.students, unacknowledged, strict=True)
    await together(_come_back(scene, each, text) for each, text in came)
    await scene.mara.know_oneself()
    for line in list(scene.mara.lines):
        await scene.mara.listen(line)
    await scene.all_see("Fix it")
    await scene.check_poll(options)
    await together(scene.vote(each, options) for each in late)
    await scene.check_poll(options)
    handed_in = zip(scene.students, urls, strict=True)
    restarts = await together(scene.await_verdict(each, handed, url) for each, url in handed_in)
    if not any(restarts):
        raise Wrong("No verdict was under way when the server was killed, so nothing was shown.")
    await together(scene.check_attempts(each) for each in scene.students)
    await scene.close_poll()


async def _type_on(scene: Scene, student: Student) -> str:
    """Type and save until the server is gone; return what it had not acknowledged."""
    number, base = 0, student.typed
    with suppress(httpx.HTTPError):
        while True:
            number += 1
            text = f"{base}\n# while the server died, {number}\n"
            await scene.save(student, text)
            await asyncio.sleep(0.05)
    return text


async def _come_back(scene: Scene, student: Student, unacknowledged: str) -> None:
    await student.person.know_oneself()
    await scene.sit_down(student)
    found = await scene.open_workbench(student)
    if found not in {student.typed, unacknowledged}:
        raise Wrong(f"What the server had acknowledged to {student.name} is lost: it has {found[-200:]!r}.")
