"""Loads a lesson's folder and its quiz: lesson.toml, lesson.md cut into blocks, the code that it shows, its notes."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath

from quintain.packs.blocks import cut
from quintain.packs.folders import digest_of, read_tree
from quintain.packs.model import Ask, Block, Lesson, Practise, Question, Section, Show, Status
from quintain.packs.notes import FILE as NOTES
from quintain.packs.notes import read_notes
from quintain.packs.problems import PackInvalid, Problem, ProblemCollector, Severity
from quintain.packs.python import syntax_fault
from quintain.packs.sheets import LessonSheet, QuizSheet
from quintain.packs.toml import parse_sheet, read_sheet

LEAST_OPTIONS = 2


def load_lesson(folder: Path) -> Lesson:
    """Load one lesson without the rest of its pack; its quiz is looked for in ``quizzes/`` beside ``lessons/``.

    Raises:
        PackInvalid: the lesson must not be shown; ``problems`` says all that is wrong with it.

    """
    lesson, problems = read_lesson(folder)
    if lesson is None:
        raise PackInvalid(folder.parent.parent, problems)
    return lesson


def read_lesson(folder: Path) -> tuple[Lesson | None, Sequence[Problem]]:
    """Read one lesson and its quiz, and say everything that is wrong with them."""
    folder = folder.absolute()
    shown = PurePosixPath("lessons", folder.name)
    collector = ProblemCollector("lesson", shown)
    if folder.is_symlink():
        collector.add("E010", f"{folder.name} is a link.")
        return None, collector.problems
    tree = read_tree(folder, collector, shown)
    for name in ("lesson.toml", "lesson.md"):
        if name not in tree and not any(problem.path == shown / name for problem in collector.problems):
            collector.add("E001", f"{name} is missing.", path=shown / name)
    questions, quiz_problems = read_quiz(folder.parent.parent / "quizzes" / folder.name)
    collector.problems.extend(quiz_problems)
    if "lesson.toml" not in tree or "lesson.md" not in tree:
        return None, collector.problems
    sheet, _, sheet_collector = parse_sheet(LessonSheet, tree["lesson.toml"], "lesson", shown / "lesson.toml")
    collector.problems.extend(sheet_collector.problems)
    prose = ProblemCollector("lesson", shown / "lesson.md")
    blocks = cut(tree["lesson.md"], tree, questions, prose)
    collector.problems.extend(prose.problems)
    notes = _notes(tree, collector, shown)
    _compile(tree, collector, shown)
    note_missing_parts(blocks, folder.parent.parent, collector, shown / "lesson.md")
    asked = {block.question.id for block in blocks if isinstance(block, Ask)}
    _note_unasked(questions, asked, collector, folder.name)
    if sheet and sheet.status is Status.LIVE and NOTES not in tree:
        collector.add("lesson.W002", f"The lesson is live and has no {NOTES}.", path=shown / NOTES)
    if sheet is None or any(problem.level is Severity.ERROR for problem in collector.problems):
        return None, collector.problems
    return Lesson(
        folder=folder,
        slug=folder.name,
        uuid=sheet.uuid,
        title=sheet.title,
        summary=sheet.summary,
        minutes=sheet.minutes,
        status=sheet.status,
        sources=sheet.sources,
        blocks=blocks,
        questions=questions,
        notes=notes,
        digest=digest_of([*tree.items(), ("quiz", repr(questions))]),
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
    seen = Counter[str]()
    for number, question in enumerate(sheet.questions):
        if seen[question.id]:
            collector.add("quiz.E012", f"The id {question.id} stands twice.", at=("questions", number, "id"))
        seen[question.id] += 1
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


def _notes(tree: Mapping[str, str], collector: ProblemCollector, shown: PurePosixPath) -> tuple[Section, ...]:
    if NOTES not in tree:
        return ()
    found = ProblemCollector("lesson", shown / NOTES)
    notes = read_notes(tree[NOTES], found)
    collector.problems.extend(found.problems)
    return notes


def _compile(tree: Mapping[str, str], collector: ProblemCollector, shown: PurePosixPath) -> None:
    for name, text in tree.items():
        if name.endswith(".py") and (fault := syntax_fault(text)):
            line, message = fault
            collector.add("lesson.E020", message, path=shown / name, line=line)


def note_missing_parts(blocks: Sequence[Block], pack: Path, collector: ProblemCollector, shown: PurePosixPath) -> None:
    """Tell of exhibits and exercises that the text at ``shown`` asks for, and that nobody has made yet."""
    for block in blocks:
        if isinstance(block, Show) and not (pack / "exhibits" / block.exhibit).is_dir():
            message = f"The pack has no folder exhibits/{block.exhibit}/."
            collector.add("lesson.W001", message, path=shown)
        if isinstance(block, Practise) and not (pack / "exercises" / block.exercise).is_dir():
            message = f"The pack has no folder exercises/{block.exercise}/."
            collector.add("lesson.E030", message, path=shown)


def _note_unasked(questions: Sequence[Question], asked: set[str], collector: ProblemCollector, topic: str) -> None:
    for question in questions:
        if question.id and question.id not in asked:
            path = PurePosixPath("quizzes", topic, "quiz.toml")
            collector.add("quiz.E016", f"lesson.md never asks {question.id}.", path=path)
