"""What lessons and cases show has run: each code file is executed, each output shown compared with what it prints."""

import itertools
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from quintain.packs.model.lesson import Code, Incident
from tests.courses import whole_course

PACK = Path(__file__).parents[2] / "content" / "python-security"
LESSONS = PACK / "lessons"
CASES = PACK / "cases"
SCRIPTS = sorted([*LESSONS.glob("*/*.py"), *CASES.glob("*/*.py")])
REPORTS = sorted(path for kind in (LESSONS, CASES) for path in kind.glob("*/expected/*.*.txt"))
RUFF = Path(sys.executable).with_name("ruff")
SECONDS = 60
# Figures differ from run to run; a lesson names the interpreter that its own come from. All else must be equal.
MEASURED = re.compile(r" *\d+\.\d+ (?=s\b|ms\b)|(?<=beats missed     )\d+")


@cache
def printed(script: Path) -> str:
    """Return what a code file prints when it runs alone; it must end well and say nothing on its error output."""
    # Messages of system programs are shown in English, so the reader's language must not reach them.
    environment = {name: os.environ[name] for name in ("PATH", "TMPDIR") if name in os.environ} | {"LC_ALL": "C.UTF-8"}
    run = subprocess.run(
        [sys.executable, "-B", script.name],
        cwd=script.parent,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        timeout=SECONDS,
        check=False,
    )
    assert (run.returncode, run.stderr) == (0, "")
    return run.stdout


def figures(name: str) -> list[float]:
    """Return the decimal figures that a code file prints, in order."""
    return [float(figure) for figure in re.findall(r"\d+\.\d+", printed(PACK / name))]


def masked(output: str) -> str:
    return MEASURED.sub(" #", output)


@cache
def reported(script: Path, rule: str) -> str:
    """Return what ruff says about a code file under one of its rules, as it is shown without a project's settings."""
    command = [
        str(RUFF),
        "check",
        "--isolated",
        "--no-cache",
        "--output-format",
        "concise",
        "--select",
        rule,
        script.name,
    ]
    run = subprocess.run(
        command, cwd=script.parent, capture_output=True, encoding="utf-8", timeout=SECONDS, check=False
    )
    assert (run.returncode in {0, 1}, run.stderr) == (True, "")
    return run.stdout


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: f"{report.parent.parent.name}/{report.name}")
def test_a_rule_of_ruff_fires_as_the_lesson_shows(report: Path) -> None:
    """What expected/<name>.<rule>.txt shows is what ruff says of <name>.py under that rule, and nothing else."""
    name, rule, _ = report.name.split(".")

    assert reported(report.parent.parent / f"{name}.py", rule) == report.read_text(encoding="utf-8")


@pytest.mark.sample(most=3)
@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: f"{script.parent.name}/{script.name}")
def test_code_prints_what_the_lesson_shows(script: Path) -> None:
    """Each code file of a lesson or case runs and prints expected/<name>.txt, figures aside."""
    expected = script.parent / "expected" / f"{script.stem}.txt"

    assert masked(printed(script)) == masked(expected.read_text(encoding="utf-8"))


def test_every_lesson_has_what_the_house_asks() -> None:
    """Three to five questions, an incident, sources: a lesson that lacks one is not finished."""
    lessons = whole_course().lessons.values()

    assert lessons
    for lesson in lessons:
        incidents = [block for block in lesson.blocks if isinstance(block, Incident)]
        assert (lesson.slug, 3 <= len(lesson.questions) <= 5) == (lesson.slug, True)
        assert (lesson.slug, bool(incidents), bool(lesson.sources)) == (lesson.slug, True, True)


def test_excerpts_begin_and_end_with_a_line_of_code() -> None:
    """An empty line at an edge, or under a note, is the sign of an excerpt whose file has moved by a line since."""
    course = whole_course()
    parts = {each.slug: each.blocks for each in course.lessons.values()}
    for slug, blocks in (parts | {each.slug: each.blocks for each in course.cases.values()}).items():
        for block in blocks:
            if isinstance(block, Code):
                lines = block.text.split("\n")
                empty = {block.first + at for at, line in enumerate(lines) if not line.strip()}
                edges = {block.first, block.first + len(lines) - 1}
                assert not empty & (edges | block.notes.keys() | {*block.marked}), (slug, str(block.path))


def test_every_output_shown_has_a_script() -> None:
    """No lesson or case shows an output that nothing prints."""
    shown = {
        path.parent.parent / f"{path.name.split('.')[0]}.py"
        for kind in (LESSONS, CASES)
        for path in kind.glob("*/expected/*.txt")
    }

    assert shown == set(SCRIPTS)


@pytest.mark.whole
def test_a_match_silences_the_other_threads() -> None:
    """The second thread misses every beat of the match, but for one at its very edges."""
    match_seconds, silence_seconds = figures("lessons/redos-in-python/heartbeat.py")

    assert silence_seconds > 0.9 * match_seconds


@pytest.mark.whole
def test_a_deadline_on_a_thread_is_not_kept() -> None:
    """The timeout is 0.1 s; both calls take at least twice that, because they last as long as the match."""
    first_seconds, second_seconds = figures("lessons/redos-in-python/deadline.py")

    assert min(first_seconds, second_seconds) > 0.2


def test_an_alarm_on_the_main_thread_stops_a_match() -> None:
    """The timer of 0.1 s ends a match of hours."""
    (seconds,) = figures("lessons/redos-in-python/alarm.py")

    assert seconds < 5


@pytest.mark.whole
def test_a_trimming_pattern_squares_and_a_method_does_not() -> None:
    """Twice the spaces before a letter cost four times the work; spaces at the end, or `rstrip`, almost nothing."""
    rows = figures("lessons/redos/trim.py")
    before, behind, method = rows[0::3], rows[1::3], rows[2::3]

    assert all(2.5 < more / less < 6 for less, more in itertools.pairwise(before))
    assert max(behind + method) < 0.1 * before[-1]


@pytest.mark.whole
def test_the_old_pattern_of_urllib_doubles_and_the_new_one_does_not() -> None:
    """Two commas more cost four times the work before the fix, and next to nothing after it."""
    rows = figures("lessons/redos-in-python/old_urllib.py")
    before, today = rows[0::2], rows[1::2]

    assert all(2.5 < more / less < 6 for less, more in itertools.pairwise(before))
    assert max(today) < 0.1 * before[-1]


def test_the_written_pattern_takes_a_quote_that_is_escaped_for_the_end() -> None:
    """The four ways to read a quoted text part at one value only, and there the ambiguous one is wrong."""
    answers = {
        line.split()[0]: line.split()[1:]
        for line in printed(LESSONS / "dealing-with-redos" / "quoted.py").splitlines()[1:]
    }

    assert {value: each for value, each in answers.items() if len(set(each)) > 1} == {
        r'"a\"': ["yes", "no", "no", "no"]
    }


@pytest.mark.whole
def test_a_limit_on_processor_time_stops_a_match_of_hours() -> None:
    """The process may use a second, and uses about that; an honest text needs next to nothing."""
    honest, hostile = figures("lessons/dealing-with-redos/limit.py")

    assert honest < 0.5 < hostile < 3


def test_the_tail_of_cloudflares_pattern_is_cubic() -> None:
    """Twice the text costs about eight times the work: more than a square, far less than doubling each letter."""
    times = figures("lessons/redos-in-python/cloudflare.py")

    assert 5 < times[-1] / times[-2] < 12


def test_bound_attacks_leave_the_tree_as_it_was() -> None:
    """Pasted, an attack changes the tree that the database walks; bound, it does not."""
    blocks = re.findall(r"^SELECT .*\n((?:  .*\n)+)", printed(LESSONS / "sql-injection" / "tree.py"), re.MULTILINE)
    sign_in, pasted_pin, card, pasted_card, bound_pin, bound_card = blocks

    assert pasted_pin != sign_in
    assert pasted_card != card
    assert (bound_pin, bound_card) == (sign_in, card)


def test_a_directed_race_pays_twice_unless_the_lock_holds_from_the_look_to_the_use() -> None:
    """Eighteen of twenty orders pay twice, with a lock around the write as without one; with it around all, none."""
    lines = printed(LESSONS / "race-conditions" / "turns.py").splitlines()

    assert [re.findall(r"pays 160 in +(\d+)", line) for line in lines] == [["18"], ["18"], ["0"]]


def test_the_dial_of_the_lesson_is_that_of_ctypes() -> None:
    """The rule that the lesson shows agrees with what ctypes keeps."""
    assert printed(LESSONS / "integer-visualization" / "dial.py").endswith("for 2000 values: True\n")


@pytest.mark.whole
def test_the_rule_of_the_outage_is_quartic_on_digits() -> None:
    """Twice the digits cost about sixteen times the work, and the two questions that say the same cost next to none."""
    digits = figures("cases/one-pattern/rule.py")[2::3]

    assert all(8 < more / less < 32 for less, more in itertools.pairwise(digits))
    assert max(figures("cases/one-pattern/asked.py")) < 0.05 * digits[-1]


def test_only_the_list_of_what_is_good_needs_no_repair() -> None:
    """Each check that names what is bad lets an attack through which an allowlist refuses; all let the user in."""
    head, *rows, honest = printed(CASES / "gitpython" / "checks.py").splitlines()
    answers = [re.findall(r"RAN|refused|cloned", row) for row in rows]

    assert head.split()[-1] == "allowlist"
    assert all(row[-1] == "refused" for row in answers)
    assert [sum(row[check] == "RAN" for row in answers) for check in range(5)] == [6, 4, 3, 2, 0]
    assert re.findall(r"RAN|refused|cloned", honest) == ["cloned"] * 6
