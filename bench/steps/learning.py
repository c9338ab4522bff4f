"""Steps of the students: a lesson, and a lab from find to fix."""

import asyncio
import re
import time
from typing import Final

from bench.pages import Wrong
from bench.people import Person
from bench.steps.scene import SAVES, Scene, Student, require_same, together

from quintain.cli.student_steps import wait_for_report
from quintain.packs.model.lab import Fix

THINKING_SECONDS: Final = 40.0
"""How long everybody is in the lab before the fix: minutes are rounded, and must be more than none."""


async def read(scene: Scene) -> None:
    """Let students read the lesson and answer its questions: the first one wrongly, then rightly."""
    await together(_read(scene, each.person) for each in scene.students)


async def _read(scene: Scene, person: Person) -> None:
    page = await person.open(scene.topic)
    for number, question in enumerate(scene.lesson.questions):
        right = next(index for index, option in enumerate(question.options) if option.right)
        action = f"/questions/{question.uuid}/answers"
        if number == 0:
            page = await person.send(page, action, {"option": str((right + 1) % len(question.options))})
            page.require("Not so.")
        page = await person.send(page, action, {"option": str(right)})
        page.require("Right.")
    await person.send(page, f"{scene.topic}read", {})


async def find(scene: Scene) -> None:
    """Mark all flaws as students; the wall has them in the next phase."""
    scene.in_lab_since = time.monotonic()
    await together(_find(scene, each.person) for each in scene.students)
    await scene.check_tally("break")


async def _find(scene: Scene, person: Person) -> None:
    await person.open(f"/labs/{scene.lab.slug}/find/")
    spots = scene.lab.find.spots if scene.lab.find else ()
    marks = [{"file": s.file, "first": s.first, "last": s.last, "cwe": s.cwe[0]} for s in spots]
    told = await person.ask("POST", f"/labs/{scene.lab.slug}/marks", {"marks": marks})
    if not told["done"]:
        raise Wrong(f"{person.name} marked all flaws, and {told['found']} of {told['of']} are right.")


async def break_(scene: Scene) -> None:
    """Run the reference exploit of the lab as each student; the wall has them in the next phase."""
    await together(_break(scene, each.person) for each in scene.students)
    await scene.check_tally("fix")


async def _break(scene: Scene, person: Person) -> None:
    page = await person.open(f"/labs/{scene.lab.slug}/break/")
    phase = scene.lab.break_
    if phase is None:
        raise Wrong(f"The lab {scene.lab.slug} has no phase break.")
    body = {"path": "exploit.py", "text": (scene.lab.folder / phase.reference).read_text(), "revision": 0}
    found = re.search(r'"revision": (\d+)', page.html)
    await person.ask("PUT", f"/labs/{scene.lab.slug}/exploit", body | {"revision": int(found[1]) if found else 0})
    run = await person.ask("POST", f"/labs/{scene.lab.slug}/runs", {"target": "original"})
    report = await wait_for_report(person.browser, run["url"])
    require_same(f"What came of the exploit of {person.name}", report["result"], "landed")


async def fix_wrongly(scene: Scene) -> None:
    """Hand in a wrong fix as each student; every second has the same, which the report tells the instructor."""
    wrong = [fix for fix in scene.lab.wrong_fixes if scene.path in fix.files]
    shared, others = wrong[0], wrong[1:5]
    scene.hinted = scene.students[::2]
    await together(
        scene.hand_in(each, shared if each in scene.hinted else others[number % len(others)])
        for number, each in enumerate(scene.students)
    )
    page = await scene.mara.open(f"{scene.class_path}report/?day={scene.day}")
    page.require(f"{len(scene.hinted)} students have the same wrong fix: {shared.title}")
    await together(scene.check_attempts(each) for each in scene.students)


async def fix(scene: Scene) -> None:
    """Let everybody fix it; the wall says so."""
    await asyncio.sleep(max(0.0, scene.in_lab_since + THINKING_SECONDS - time.monotonic()))
    sound = [fix for fix in scene.lab.sound_fixes if scene.path in fix.files]
    await together(_fix(scene, each, sound[number % len(sound)]) for number, each in enumerate(scene.students))
    await scene.check_tally("proven")


async def _fix(scene: Scene, student: Student, fix: Fix) -> None:
    for number in range(SAVES):
        await scene.open_workbench(student)
        await scene.save(student, f"{fix.files[scene.path]}\n# {number}\n")
        await asyncio.sleep(scene.least_seconds / SAVES)
    await scene.hand_in(student, fix)
    student.proven = 1
    (await student.person.open(f"/labs/{scene.lab.slug}/debrief/")).require(fix.title)
