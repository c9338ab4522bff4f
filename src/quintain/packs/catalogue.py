"""Every rule that a pack is held to: its id and what an author does about it.

``docs/reference/errors.md`` explains each. Ids are never reused. ``E001`` to ``E011`` mean the same for every kind
of file.
"""

from collections.abc import Mapping
from typing import Final

AREAS: Final = ("pack", "lab", "lesson", "quiz")

SHAPE: Final[Mapping[str, str]] = {
    "E001": "Create the file, or take away what names it.",
    "E002": "Save the file as UTF-8 text.",
    "E003": "Make the file smaller; generate large inputs in the test or exploit that needs them.",
    "E004": "Correct the TOML at this place.",
    "E005": "Write the value with fewer levels of nesting.",
    "E006": "Add the key.",
    "E007": "Remove the key, or write its name as the reference has it.",
    "E008": "Write a value of the right type.",
    "E009": "Write a value that is allowed here.",
    "E010": "Put a plain copy of the file in place of the link.",
    "E011": "Leave only plain files and folders here.",
}

OWN: Final[Mapping[str, str]] = {
    "pack.E012": "Give it a new uuid: python -c 'import uuid; print(uuid.uuid4())'.",
    "pack.E013": "Give each topic and each module of a track an id of its own.",
    "pack.E014": "Write the lab first (quintain new lab), or correct the slug.",
    "pack.E015": "Choose a day of the course, or raise days in pack.toml.",
    "pack.E016": "Rename the folder to a slug such as sql-login.",
    "lab.E012": "Give the copy a new uuid: python -c 'import uuid; print(uuid.uuid4())'.",
    "lab.E013": "Give the lab a code that no other lab has.",
    "lab.E014": "Use the id of a topic that stands in the track.",
    "lab.E015": "Use the slug of a lab of this pack.",
    "lab.E016": "Take one of these labs out of another's needs.",
    "lab.E017": "Give every step an H2 (## Title) and text below it, and begin the file with the first one.",
    "lab.E018": "Give hints.md the same H2 titles as brief.md, in the same order.",
    "lab.E019": "Write the exploit, or remove its row from lab.toml.",
    "lab.E020": "Add a row [[exploits]] with this name to lab.toml, or remove the file.",
    "lab.E021": "Give each row a name of its own.",
    "lab.E022": "Put the changed files into this folder, or remove the row from lab.toml.",
    "lab.E023": "Add a row [[fixes]] with this name to lab.toml, or remove the folder.",
    "lab.E024": "Change only files that run.editable names, and change at least one.",
    "lab.E025": "Put the file into starter/, or correct run.editable.",
    "lab.E026": "Give first and last as lines of the file, first not after last.",
    "lab.E027": "Name an exploit of this lab, or a test as test_file.py::test_name.",
    "lab.E028": "Let by name what rejects a wrong fix, and leave it out of a sound one.",
    "lab.E029": "Add the name to [canaries] in lab.toml, or correct it.",
    "lab.E030": "Write ${name} into a planted file or a read-only file of starter/, or remove the canary.",
    "lab.E031": "Write the lock file into the pack's folder runtimes/, or correct run.runtime.",
    "lab.E032": "Correct the Python of this file.",
    "lab.E033": "Add it; only a lab with [find] and neither exploits nor fixes does without.",
    "lab.E034": "Let target name something in starter/, written as the profile wants it.",
    "lab.E035": "Plant the file inside the box's folder, under a name that starter/ does not use.",
    "lab.E036": "Let break.goal name a canary or outage, and break.reference a file of the lab's folder.",
    "lab.E037": "Define the function at the top level of the file.",
    "lab.E038": 'Add the missing fixes, or keep status = "draft" until they stand.',
    "lab.E040": "Rename the folder to a slug such as sql-login.",
    "lab.E041": "Begin the exploit with a docstring that tells the attack's story.",
    "lab.E042": "Let find.choices offer the weakness of every spot, or leave it out.",
    "lab.E043": "Let spots and decoys name different lines.",
    "lab.E044": "Use a number of the house's list of weaknesses, or add its plain name to packs/weaknesses.py.",
    "lab.E045": "Give the canary another name than ca.",
    "lab.E050": "Let the profile be native and describe its shared object in [run.native], or do neither.",
    "lab.E051": "Name C files of starter/ that are not in run.editable, and a library that is no file yet.",
    "lab.E052": "Remove the file, then build it anew: python -m quintain.judge.native <the lab's folder>.",
    "lab.W001": "Add the lab to the labs of a topic in the track.",
    "lab.W002": "Move what is needed to where the lab format has it, and delete the rest.",
    "lesson.E012": "Give it a new uuid: python -c 'import uuid; print(uuid.uuid4())'.",
    "lesson.E013": "Rename the folder to the id of a topic, or add the topic to the track.",
    "lesson.E014": "Write include, question, incident or exhibit; other blocks of code carry a language only.",
    "lesson.E015": "Move the code to a file beside lesson.md and show it with an include block.",
    "lesson.E016": "Put the file beside lesson.md, or correct its name.",
    "lesson.E017": "Give lines of the file as lines=3 or lines=3-9.",
    "lesson.E018": "Mark and note only lines that are shown.",
    "lesson.E019": "Write the block as the lesson format shows it.",
    "lesson.E020": "Correct the Python of this file; what is shown must run.",
    "lesson.E021": "Add the question to quiz.toml, or correct its id.",
    "lesson.E022": "Ask each question once.",
    "lesson.E024": "Begin an incident with its date and title: incident 2019-07-02 One pattern, 27 minutes.",
    "lesson.E025": "Tell what happened, with at least one link to a source.",
    "lesson.E026": "Divide the lesson with H2 titles (## Title).",
    "lesson.W001": "Write the exhibit, or correct its name.",
    "quiz.E012": "Give each question an id of its own.",
    "quiz.E013": "Give it a new uuid: python -c 'import uuid; print(uuid.uuid4())'.",
    "quiz.E014": "Set right = true for exactly one option.",
    "quiz.E015": "Give the question at least two options, all different.",
    "quiz.E016": "Ask the question in lesson.md with a question block, or remove it.",
    "quiz.E017": "Rename the folder to the id of a topic that has a lesson.",
}  # fmt: skip

REMEDIES: Final[Mapping[str, str]] = {
    **{f"{area}.{rule}": text for area in AREAS for rule, text in SHAPE.items()},
    **OWN,
}
