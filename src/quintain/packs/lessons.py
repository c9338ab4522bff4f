"""Loads a lesson's folder and its quiz: lesson.toml, lesson.md cut into blocks, the code that it shows, its notes."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Final

from quintain.packs.blocks import cut, hold_plain
from quintain.packs.building import cut as cut_short
from quintain.packs.building import suggestion
from quintain.packs.folder_contents import Part, read_part
from quintain.packs.folders import digest_of, read_text
from quintain.packs.lesson_rules import hold_form
from quintain.packs.lines import Keys
from quintain.packs.model.lab import Status
from quintain.packs.model.lesson import Ask, Block, Lesson, Practise, Show
from quintain.packs.model.question import Question
from quintain.packs.model.source import Section
from quintain.packs.model.weakness import weakness_called
from quintain.packs.own_weaknesses import read_weaknesses
from quintain.packs.problems import Problem, ProblemCollector, has_errors
from quintain.packs.prose import sections_of
from quintain.packs.sheets import LessonSheet, QuizSheet
from quintain.packs.toml import parse_sheet, read_sheet

LEAST_OPTIONS: Final = 2
EXECUTABLE: Final = re.compile(r"`|\d")  # code, or a number that a script can show
NOTES: Final = "notes.md"  # what the lesson's instructor needs to know, below the same four titles in every lesson
NOTES_TITLES: Final = ("Timing", "What people get wrong", "Ask the room", "Show live")


def read_lesson(folder: Path) -> tuple[Lesson | None, Sequence[Problem]]:
    """Read one lesson and its quiz, and say everything that is wrong with them.

    The quiz is looked for in ``quizzes/`` beside ``lessons/``. The lesson is None if more than warnings are among the
    problems.
    """
    part = read_part(folder, "lesson")
    tree, shown, collector = part.tree, part.shown, part.collector
    is_whole = part.has("lesson.toml", "lesson.md")
    questions, quiz_problems = read_quiz(part.pack / "quizzes" / part.folder.name)
    collector.problems.extend(quiz_problems)
    if not is_whole:
        return None, collector.problems
    sheet, sheet_collector = parse_sheet(LessonSheet, tree["lesson.toml"], "lesson", shown / "lesson.toml")
    prose = ProblemCollector("lesson", shown / "lesson.md")
    blocks = cut(tree["lesson.md"], tree, questions, prose)
    note_missing_parts(blocks, part.pack, prose)
    notes, notes_problems = _notes(part, sheet.minutes if sheet and sheet_collector.untouched("minutes") else None)
    part.hold_python("lesson.E020")
    own, _, _ = read_weaknesses(part.pack)  # what is wrong there, the pack answers for
    asked = {block.question.id for block in blocks if isinstance(block, Ask)}
    _note_unasked(questions, asked, collector, part.folder.name)
    if sheet:
        hold_form(sheet, blocks, own, sheet_collector, prose)
        shown_problems = _shown_problems(questions, tree, sheet, part.pack / "quizzes" / part.folder.name)
        collector.problems.extend(shown_problems)
    collector.problems.extend([*sheet_collector.problems, *prose.problems, *notes_problems])
    if sheet and sheet.status is Status.LIVE and NOTES not in tree:
        collector.add("lesson.W002", f"The lesson is live and has no {NOTES}.", path=shown / NOTES)
    if sheet is None or has_errors(collector.problems):
        return None, collector.problems
    weaknesses = tuple(weakness_called(cwe, own) for cwe in sheet.standards.cwe) if sheet.standards else ()
    return Lesson(
        folder=part.folder,
        slug=part.folder.name,
        uuid=sheet.uuid,
        title=sheet.title,
        summary=sheet.summary,
        minutes=sheet.minutes,
        status=sheet.status,
        sources=sheet.sources,
        blocks=blocks,
        questions=questions,
        notes=notes,
        digest=digest_of([*tree.items(), ("quiz", repr(questions)), ("weaknesses", repr(weaknesses))]),
        standards=sheet.standards,
        weaknesses=weaknesses,
        reading=sheet.reading,
        absent=sheet.absent,
    ), collector.problems


def read_quiz(folder: Path) -> tuple[tuple[Question, ...], Sequence[Problem]]:
    """Read quiz.toml of one topic; no folder is no quiz."""
    shown = PurePosixPath("quizzes", folder.name)
    if folder.is_symlink():
        collector = ProblemCollector("quiz", shown)
        collector.add("E010", f"{folder.name} is a link.")
        return (), collector.problems
    if not folder.exists():
        return (), ()
    sheet, _, collector = read_sheet(QuizSheet, folder / "quiz.toml", "quiz", shown / "quiz.toml")
    if sheet is None:
        return (), collector.problems
    collector.hold_unique(
        "quiz.E012", "The id {} stands twice.", [question.id for question in sheet.questions], "questions"
    )
    for number, question in enumerate(sheet.questions):
        _hold_options(question, number, collector)
    return sheet.questions, collector.problems


def _hold_options(question: Question, number: int, collector: ProblemCollector) -> None:
    if not collector.untouched("questions", number):
        return
    right = sum(option.right for option in question.options)
    if right != 1:
        collector.add("quiz.E014", f"{question.id} has {right} right options.", at=("questions", number))
    elif len({option.text.strip() for option in question.options}) < max(LEAST_OPTIONS, len(question.options)):
        collector.add("quiz.E015", f"{question.id} does not offer different options.", at=("questions", number))


def _notes(part: Part, minutes: int | None) -> tuple[tuple[Section, ...], Sequence[Problem]]:
    if NOTES not in part.tree:
        return (), ()
    collector = ProblemCollector("lesson", part.shown / NOTES)
    sections = sections_of(part.tree[NOTES], collector, "lesson.E027", NOTES_TITLES)
    hold_plain(part.tree[NOTES], collector)
    if minutes and sections and sections[0].title == NOTES_TITLES[0]:
        _hold_timing(sections[0], part.tree[NOTES], minutes, collector)
    return sections, collector.problems


def _hold_timing(timing: Section, text: str, minutes: int, collector: ProblemCollector) -> None:
    """Hold the minutes of the notes to those of the lesson, and their parts to the sum."""
    line = text.count("\n", 0, text.find(timing.markdown)) + 1
    total = re.match(r"\s*(\d+) minutes?\b", timing.markdown)
    parts = [int(number) for number in re.findall(r"(?m)^- (\d+) minutes?:", timing.markdown)]
    if total is None:
        collector.add("lesson.E037", "Timing does not begin with its minutes.", line=line)
    elif int(total[1]) != minutes:
        collector.add("lesson.E037", f"Timing says {total[1]} minutes, and lesson.toml {minutes}.", line=line)
    elif sum(parts) != minutes:
        collector.add("lesson.E037", f"The parts of Timing add up to {sum(parts)} minutes, not {minutes}.", line=line)


def note_missing_parts(blocks: Sequence[Block], pack: Path, collector: ProblemCollector) -> None:
    """Tell of exhibits and exercises that a text asks for, and that nobody has made yet."""
    for block in blocks:
        if isinstance(block, Show) and not (pack / "exhibits" / block.exhibit).is_dir():
            collector.add("lesson.W001", f"The pack has no folder exhibits/{block.exhibit}/.")
        if isinstance(block, Practise) and not (pack / "exercises" / block.exercise).is_dir():
            collector.add("lesson.E030", f"The pack has no folder exercises/{block.exercise}/.")


def _note_unasked(questions: Sequence[Question], asked: set[str], collector: ProblemCollector, topic: str) -> None:
    for question in questions:
        if question.id and question.id not in asked:
            path = PurePosixPath("quizzes", topic, "quiz.toml")
            collector.add("quiz.E016", f"lesson.md never asks {question.id}.", path=path)


def _shown_problems(
    questions: Sequence[Question], files: Mapping[str, str], sheet: LessonSheet, folder: Path
) -> Sequence[Problem]:
    """Hold what shows a right answer: a script whose output is recorded, or a source of the lesson."""
    shown = [name for name in files if f"expected/{PurePosixPath(name).stem}.txt" in files and name.endswith(".py")]
    faults = tuple(_shown_by(questions, [*shown, *(source.url for source in sheet.sources)], sheet.status))
    if not faults:
        return ()
    text = read_text(folder / "quiz.toml")  # for the lines of what was found
    collector = ProblemCollector("quiz", PurePosixPath("quizzes", folder.name, "quiz.toml"), text)
    for rule, message, at in faults:
        collector.add(rule, message, at=at)
    return collector.problems


def _shown_by(questions: Sequence[Question], shown: Sequence[str], status: Status) -> Iterator[tuple[str, str, Keys]]:
    """Yield the rule, the message and the place of each answer that names nothing which shows it."""
    for number, question in enumerate(questions):
        if question.shown_by and question.shown_by not in shown:
            message = f"{question.id} is shown by {cut_short(question.shown_by)}, which the lesson does not have."
            yield "quiz.E018", f"{message}{suggestion(question.shown_by, shown)}", ("questions", number, "shown_by")
        elif not question.shown_by and status is Status.LIVE and EXECUTABLE.search(_asked(question)):
            message = f"{question.id} holds code or a number, and does not say what shows its answer."
            yield "quiz.E019", message, ("questions", number)


def _asked(question: Question) -> str:
    """Return the prompt and the right answer."""
    return " ".join((question.prompt, *(option.text for option in question.options if option.right)))
