"""What a learner reads of a failed test, and whose mistake it was."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from quintain.judge.errors import LabBroken, Raised, RuntimeLacks, Unsendable
from quintain.judge.harness.inside.values import Thrown
from quintain.judge.judge import Judge
from quintain.judge.loading import find_tests
from quintain.judge.profiles.function import packed_for
from quintain.judge.protocol.messages import CheckRun, unlisted
from quintain.judge.verdict import Result
from quintain.judge.worker.check_runner import CheckResult, run_test
from quintain.judge.worker.missing import hint_about
from quintain.packs.model.lab import Lab
from tests.judge.meeting import Met, run_function


@pytest.fixture
def tried(judge: Judge, tmp_path: Path) -> Callable[[Lab, dict[str, str], str], Met]:
    """Let one test of an author's meet a suspect."""

    def tried(lab: Lab, files: dict[str, str], body: str) -> Met:
        (tmp_path / "test_it.py").write_text(f"def test_it(box):\n    {body}\n")
        (case,) = find_tests(tmp_path)
        run = CheckRun(unlisted("it"), case.script, case.function, needs=case.needs)
        return run_function(judge, lab, {**lab.starter, **files}, lambda context: run_test(context, run))

    return tried


def test_a_500_shows_the_learners_own_exception(guests: Lab, tried: Callable[..., Met]) -> None:
    """With file and line, in the sentence and in the evidence."""
    met = tried(guests, {}, "assert box.http.get('/entry').status_code == 200")
    result: CheckResult = met.result
    told = "expected 200, got 500 in the answer to GET /entry. Your program raised KeyError: 'number', guests.py line "
    assert result.sentence.startswith(told), result.sentence
    assert result.sentence.endswith(result.cause), result.cause
    assert [step.text for step in met.steps if step.label == "Your program raised"] == ["KeyError: 'number'"]


def test_visitors_come_by_tls(guests: Lab, tried: Callable[..., Met]) -> None:
    """The program is told so, and a Secure cookie comes back."""
    source = guests.starter["guests.py"].replace("name={form['name'][0]}", "name={form['name'][0]}; Secure")
    source = source.replace('answer = "welcome"', 'answer = environ["wsgi.url_scheme"]')
    body = "assert box.http.post('/name', data={'name': 'a'}).json() == 'https'; "
    body += "assert box.http.get('/name').json() == 'a'"
    assert tried(guests, {"guests.py": source}, body).result.sentence == ""


@pytest.mark.parametrize("body", ["box.http.post('/name', daten={})", "box.htp.get('/')", "box.at_once(later=1)"])
def test_a_mistake_in_a_call_is_the_authors(guests: Lab, tried: Callable[..., Met], body: str) -> None:
    """A learner can do nothing about it."""
    with pytest.raises(LabBroken, match="The test asks the judge for something that there is not"):
        tried(guests, {}, body)


@pytest.mark.parametrize("value", [object(), [1, {"a": range(3)}], type("Text", (str,), {})("a"), ValueError("x")])
def test_an_argument_that_cannot_cross_is_the_authors_mistake(value: object) -> None:
    """It would arrive as something else."""
    with pytest.raises(Unsendable, match="cannot cross into the box"):
        packed_for("notes:read", [value])


def test_arguments_may_be_called_as_the_judges_own(notes: Lab, tried: Callable[..., Met]) -> None:
    """``target`` is a name like any other for a learner's function."""
    files = {notes.run.editable[0]: "def find(target): return target * 2"}
    module = notes.run.target
    assert tried(notes, files, f"assert box.call('{module}:find', target=3) == 6").result.sentence == ""


def test_a_package_that_the_runtime_lacks_is_no_verdict_on_a_learner(judge: Judge, guests: Lab) -> None:
    """What the lab's own code imports and nobody has installed is an error; what a learner imports is the learner's."""
    shipped = f"import nowhere_to_be_found\n{guests.starter['guests.py']}"
    lab = replace(guests, starter={**guests.starter, "guests.py": shipped})
    assert judge.grade(lab, {}).result is Result.ERROR
    assert judge.grade(guests, {"guests.py": shipped}).result is Result.BROKEN


def absent(name: str) -> Raised:
    return Raised(Thrown(("ModuleNotFoundError", "ImportError"), f"No module named '{name}'"))


def test_a_package_that_is_missing_is_said_with_those_that_there_are(guests: Lab) -> None:
    """The learner's own wish is the learner's, and the lab's own need is an error of the lab."""
    assert hint_about(absent("bleach.core"), guests, ("flask", "jinja2")) == (
        "The package bleach is not installed in this lab; besides the standard library there are flask, jinja2."
    )
    assert hint_about(absent("json"), guests, ()) == ""
    assert hint_about(absent("guests"), guests, ()) == ""
    lab = replace(guests, starter={**guests.starter, "extra.py": "import flask"})
    with pytest.raises(RuntimeLacks, match="The lab's own code imports flask"):
        hint_about(absent("flask"), lab, ())
