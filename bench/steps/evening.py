"""The end of the day, and what it left: each student's page, the report, the results."""

import csv
import io
import re
from typing import Final

from bench.steps.scene import Scene, Student, require_minutes, require_same, together

STUDENT_CELLS: Final = 6
"""Seat, name, labs, attempts, hints and minutes; behind them may be the tests at the beginning and the end."""


async def end(scene: Scene) -> None:
    """End the day with a note; each student has a page about it."""
    note = "Read about placeholders if you like."
    page = await scene.mara.open(f"{scene.class_path}pace/")
    await scene.mara.send(page, "/pace/set", {"act": "end-day", "day": scene.day, "note": note}, act="end-day")
    await scene.all_see(f"Day {scene.day} is over.", note)
    await together(_check_own_day(scene, each, note) for each in scene.students)


async def _check_own_day(scene: Scene, student: Student, note: str) -> None:
    page = await student.person.open(f"{scene.class_path}my-day/{scene.day}/")
    page.require(note, "1 of ", f"{student.proven} of ", f"{student.attempts} attempts")
    read = re.search(r"(\d+) of \d+ lessons read, (\d+) of \d+ labs proven", page.words)
    require_same(f"Lessons and labs of {student.name}", read and read.groups(), ("1", "1"))
    row = scene.row_of_lab(page)
    require_same(f"The lab in the day of {student.name}", row[1:3], ("proven", str(student.attempts)))
    require_minutes(f"The day of {student.name}", row[4])


async def report(scene: Scene) -> None:
    """Compare the report and the results with what the script did."""
    for day in ("0", scene.day):
        page = await scene.mara.open(f"{scene.class_path}report/?day={day}")
        row = scene.row_of_lab(page)
        all_ = str(len(scene.students))
        require_same("The lab in the report", row[1:3], (all_, all_))
        require_minutes("The lab in the report", row[3])
        lines = {row[1]: row for row in page.rows if len(row) >= STUDENT_CELLS and row[0].isdigit()}
        require_same("The students of the report", sorted(lines), sorted(each.name for each in scene.students))
        for each in scene.students:
            line = lines[each.name]
            expected = (str(each.seat), each.name, str(each.proven), str(each.attempts))
            require_same(f"The line of {each.name} in the report", line[:4], expected)
            require_minutes(f"The line of {each.name} in the report", line[5])
    await _check_results(scene)


async def _check_results(scene: Scene) -> None:
    text = await scene.mara.text(f"{scene.class_path}results.csv")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    ours = {row["username"]: row for row in rows if row["lab"] == scene.lab.code}
    require_same("The people in the results", sorted(ours), sorted(each.username for each in scene.students))
    for each in scene.students:
        row = ours[each.username]
        told = (row["seat"], row["name"], row["state"], row["attempts"], row["attacks_stopped"] == row["attacks"])
        expected = (str(each.seat), each.name, "proven", str(each.attempts), True)
        require_same(f"The line of {each.name} in the results", told, expected)
    others = {row["state"] for row in rows if row["lab"] != scene.lab.code}
    require_same("The state of all other labs in the results", others, {"todo"})
