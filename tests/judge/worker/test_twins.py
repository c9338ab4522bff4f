"""A second copy of a submission, with other secrets, which the attacker owns."""

import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from quintain.judge.errors import JudgeFault, LabBroken
from quintain.judge.grading.box_runner import BoxRunner
from quintain.judge.grading.judge_box import Twins
from quintain.judge.grading.options import GradingOptions
from quintain.judge.judge import Judge
from quintain.judge.suspect.box import SuspectBox
from quintain.judge.suspect.canaries import draw_all, draw_unlike
from quintain.judge.verdict import Check, Kind, Outcome, Result, StepKind, Verdict
from quintain.packs.model.lab import Canary, CanaryKind, Exploit, Lab
from quintain.sandbox import Ending, Limit, Manner

CONTROL = "def control(box, canary, rng):\n    return box.call('notes:vault', canary.pin) == canary.key\n"
TEST = "def test_vault(box, canary):\n    assert box.call('notes:vault', canary.pin) == canary.key\n"
HEAD = "from quintain.judge import Raised, accepted_from_twin, happened\n\n\n"
FORGED = """
def attack(box, canary, rng):
    tag = box.twin().call("notes:tag", "anna")
    return accepted_from_twin("tag", tag, accepted=box.call("notes:is_right", "anna", tag))
"""
PROGRAM = """
import hmac
from pathlib import Path

HERE = Path(__file__).parent


def vault(pin):
    if pin != (HERE / "vault/pin.txt").read_text():
        raise PermissionError("wrong number")
    return (HERE / "vault/key.txt").read_text()


def key():
    return KEY


def tag(name):
    return hmac.digest(key(), name.encode(), "sha256").hex()


def is_right(name, given):
    return hmac.compare_digest(tag(name), given)
"""
IN_THE_SOURCE = PROGRAM.replace("KEY", "b'of the whole club'")
FROM_THE_FILE = PROGRAM.replace("KEY", "(HERE / 'vault/key.txt').read_bytes()")
WITH_A_FALLBACK = PROGRAM.replace("KEY", "(HERE / 'vault/key.txt').read_bytes() or b'dev'").replace(
    "return hmac.compare_digest(tag(name), given)",
    "return given in (tag(name), hmac.digest(b'dev', name.encode(), 'sha256').hex())",
)

type Grade = Callable[..., Verdict]


@pytest.fixture
def grade(judge: Judge, notes: Lab, tmp_path: Path) -> Grade:
    """Judge a program by one attack alone."""

    def graded(attack: str, program: str, *, test: str = TEST, lab: Lab = notes, control: str = CONTROL) -> Verdict:
        texts = {"exploits/only.py": HEAD + attack, "exploits/control.py": control, "tests/test_it.py": test}
        for name, text in texts.items():
            path = tmp_path / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)
        written = replace(lab, folder=tmp_path, exploits=(Exploit("only", "The only attack"),), slug="written")
        file = lab.run.editable[0]
        return judge.grade(written, {file: program} if program else {}, GradingOptions(reveal_hidden=True, seed=7))

    return graded


def only_attack(verdict: Verdict) -> Check:
    """Return the attack of a verdict."""
    assert verdict.fault is None, verdict.fault
    (check,) = (check for check in verdict.checks if check.kind is Kind.ATTACK)
    return check


@pytest.mark.parametrize(
    ("program", "result"),
    [(IN_THE_SOURCE, Result.STILL_OPEN), (FROM_THE_FILE, Result.PROVEN)],
    ids=["the key is in the source", "the key is in a file with a secret"],
)
def test_twin_tells_a_secret_from_what_everybody_can_read(grade: Grade, program: str, result: Result) -> None:
    """What the second copy issues is accepted only if no secret has gone into it."""
    assert grade(FORGED, program).result is result


def test_page_says_who_issued_and_who_accepted(grade: Grade) -> None:
    """The sentence is plain, and the timeline says which steps were those of the second copy."""
    check = only_attack(grade(FORGED, IN_THE_SOURCE))
    assert check.sentence.startswith(
        "A second copy of your program, with other secrets, issued this tag; your program accepted it: "
    )
    labels = [step.label for step in check.steps if step.kind in {StepKind.SENT, StepKind.CAME_BACK}]
    assert labels == ["Called (second copy)", "Came back (second copy)", "Called", "Came back"]
    assert check.steps[1].text.strip("'") in check.steps[2].text, "what was issued is what was presented"


def test_page_keeps_what_was_issued_among_many_exchanges(grade: Grade) -> None:
    """The exchange with the second copy is shown, however much came after it."""
    calls = "    [box.call('notes:is_right', 'b', str(number)) for number in range(9)]\n    return"
    many = FORGED.replace("    return", calls)
    steps = only_attack(grade(many, IN_THE_SOURCE)).steps
    assert steps[0].text == "8 exchanges came before this and are not shown."
    assert [step.label for step in steps[1:3]] == ["Called (second copy)", "Came back (second copy)"]
    assert steps[-2].label == "Called"


def test_secrets_of_the_twin_are_other_ones(grade: Grade, notes: Lab) -> None:
    """All but those that anyone may see, and those that the attack has learnt; the attacker reads them all."""
    public = Canary(CanaryKind.WORD, ("anyone",))
    lab = replace(notes, canaries={**notes.canaries, "name": public})
    attack = """
def attack(box, canary, rng):
    twin = box.twin(same=["text"])
    names = ("name", "text", "key", "pin")
    same = [name for name in names if getattr(canary, name) == getattr(twin.canary, name)]
    read = twin.read("vault/key.txt").decode() == twin.canary.key != box.read("vault/key.txt").decode()
    box.call("notes:vault", canary.pin)
    return happened(same == ["name", "text"] and read, "they are as they should be", f"they are not: {same}, {read}")
"""
    assert only_attack(grade(attack, FROM_THE_FILE, lab=lab)).outcome is Outcome.LANDED


def test_secrets_differ_wherever_there_is_a_choice() -> None:
    """Also where only few are possible, and one seed draws them again."""
    canaries = {name: Canary(CanaryKind.NUMBER) for name in ("one", "two", "three")}
    first = draw_all(canaries, random.Random(1))  # noqa: S311  a test
    twin = draw_unlike(canaries, first, {"two"}, random.Random(1))  # noqa: S311  a test
    assert twin["two"] == first["two"]
    assert len({*first.values(), *twin.values()}) == 5


def test_attacker_replaces_files_of_the_lab(grade: Grade) -> None:
    """With an empty file for the key, the second copy takes the key that everybody knows."""
    attack = FORGED.replace("box.twin()", "box.twin(files={'vault/key.txt': ''})")
    assert grade(attack, WITH_A_FALLBACK).result is Result.STILL_OPEN
    changed = FORGED.replace("box.twin()", "box.twin(files={'vault/key.txt': lambda text: text.replace(text, '')})")
    assert grade(changed, WITH_A_FALLBACK).result is Result.STILL_OPEN
    assert grade(FORGED, WITH_A_FALLBACK).result is Result.PROVEN
    assert grade(attack, FROM_THE_FILE).result is Result.PROVEN


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ("box.twin(same=['kay'])", "the same kay, and lab.toml has no such canary"),
        ("box.twin(files={'notes.py': ''})", "notes.py is the learner's"),
        ("box.twin(files={'no.txt': ''})", "another no.txt, and the lab plants no such"),
        ("(box.twin(), box.twin())", "was called twice"),
        ("box.twin().twin()", "a twin has none"),
    ],
)
def test_mistakes_of_an_author_are_told(grade: Grade, call: str, message: str) -> None:
    """They are errors of the lab, and no verdict."""
    verdict = grade(f"def attack(box, canary, rng):\n    {call}\n", FROM_THE_FILE)
    assert verdict.fault is not None
    assert verdict.fault.id == "judge.E004"
    assert message in verdict.fault.message


def test_tests_have_no_twin(grade: Grade) -> None:
    """A test asks for what the program does, and no attacker is in it."""
    verdict = grade(FORGED, FROM_THE_FILE, test="def test_it(box):\n    box.twin()\n")
    assert verdict.fault is not None
    assert "box.twin() is for attacks" in verdict.fault.message


VARIANTS = """
variants = {name: name for name in "abcd"}


def attack(box, canary, rng, name):
    twin = box.twin()
    tag = twin.call("notes:tag", name)
    first = twin.call("notes:count")
    return happened(box.call("notes:is_right", name, tag) or first != 1, "it was accepted", "it was refused")
"""


def test_each_variant_has_a_twin_of_its_own(grade: Grade) -> None:
    """Variants share the program's sandbox, and nothing of what an attacker has done to a second copy before."""
    counting = FROM_THE_FILE + "\nnumber = 0\n\n\ndef count():\n    global number\n    number += 1\n    return number\n"
    verdict = grade(VARIANTS, counting)
    assert (verdict.result, only_attack(verdict).outcome) == (Result.PROVEN, Outcome.REPELLED)


# A submission cannot know that it is the second copy. These do, because the attack says so in a file: whatever a
# program does there, its attack is not repelled, and the judge comes to an end.
TOLD = FORGED.replace("box.twin()", "box.twin(files={'vault/pin.txt': 'twin'})")
AT_IMPORT = "\nif (HERE / 'vault/pin.txt').read_text() == 'twin':\n    "
WRITES = """
import os

for number in range(3, 64):
    try:
        os.write(number, b"x" * 64)
    except OSError:
        pass
"""
MISBEHAVIOUR: Mapping[str, tuple[str, str]] = {
    "raises as it starts": (f"{AT_IMPORT}raise RuntimeError('not here')\n", "gave no answer. It does not start"),
    "ends as it starts": (f"{AT_IMPORT}import os\n    os._exit(0)\n", "gave no answer. The program ended itself"),
    "never starts": (f"{AT_IMPORT}import time\n    time.sleep(60)\n", "gave no answer. No answer within 2 seconds"),
    "works without end": (f"{AT_IMPORT}while True:\n        pass\n", "gave no answer. The program used up"),
    "floods its output": (
        f"{AT_IMPORT}import os\n    while True:\n        os.write(1, b'x' * 65536)\n",
        "gave no answer.",
    ),
    "takes memory": (f"{AT_IMPORT}big = [bytes(2**20) for _ in range(2000)]\n", "gave no answer."),
    "refuses": (
        f"{AT_IMPORT}def tag(name):\n        raise PermissionError('not you')\n",
        "refused what your program gives: PermissionError: not you",
    ),
    "issues nothing": (f"{AT_IMPORT}def tag(name):\n        return ''\n", "issued no tag, so nobody can see"),
    "issues what nobody can read": (
        f"{AT_IMPORT}class Odd(str):\n        pass\n    def tag(name):\n        return Odd('x')\n",
        "Nobody can see what is in it",
    ),
    "writes garbage to the channel": (
        f"{AT_IMPORT}exec({WRITES!r})\n",
        "gave no answer.",
    ),
}


@pytest.mark.sample(most=5)
@pytest.mark.parametrize("name", MISBEHAVIOUR)
def test_twin_that_misbehaves_acquits_nobody(grade: Grade, notes: Lab, name: str) -> None:
    """It counts against the program, as the same would in the first copy, and the sentence says where it was."""
    lines, sentence = MISBEHAVIOUR[name]
    limits = replace(notes.run.limits, wall_seconds=2.0, cpu_seconds=1.0, memory_mebibytes=128)
    attack = TOLD
    if name == "issues what nobody can read":
        attack = TOLD.replace("    return", "    tag = 'x'\n    return")
    verdict = grade(attack, FROM_THE_FILE + lines, lab=replace(notes, run=replace(notes.run, limits=limits)))
    check = only_attack(verdict)
    assert (verdict.result, check.outcome) == (Result.STILL_OPEN, Outcome.LANDED)
    assert sentence in check.sentence


COOKIES = """
def attack(box, canary, rng):
    twin = box.twin()
    answer = twin.http.get("/enter", params={"word": twin.canary.word})
    cookie = answer.cookies.get("role", "")
    client = box.client()
    client.headers["cookie"] = f"role={cookie}"
    return accepted_from_twin("cookie", cookie, accepted=canary.secret in client.get("/secret").text)
"""
APP = """
import hmac
from pathlib import Path
from urllib.parse import parse_qs

LINES = Path(__file__).with_name("guests.sql").read_text().splitlines()
WORD, SECRET = LINES[-1].split("'")[1:4:2]


def app(environ, start_response):
    tag = hmac.digest(KEY, b"owner", "sha256").hex()
    path, headers, answer = environ["PATH_INFO"], [("Content-Type", "text/plain")], "no"
    word = parse_qs(environ["QUERY_STRING"]).get("word", [""])[0]
    if path == "/enter" and word == WORD:
        headers.append(("Set-Cookie", f"role={tag}"))
    if path == "/secret" and (environ.get("HTTP_COOKIE") == f"role={tag}" or word == WORD):
        answer = SECRET
    start_response("200 OK", headers)
    return [answer.encode()]
"""


@pytest.mark.parametrize(
    ("key", "result"), [("b'constant'", Result.STILL_OPEN), ("SECRET.encode()", Result.PROVEN)], ids=str
)
def test_web_app_has_a_twin(grade: Grade, guests: Lab, key: str, result: Result) -> None:
    """It has clients of its own, and its cookie is shown to the first copy."""
    read = "canary.secret in box.client().get('/secret', params={'word': canary.word}).text"
    control = f"def control(box, canary, rng):\n    return {read}\n"
    test = f"def test_it(box, canary):\n    assert {read}\n"
    verdict = grade(COOKIES, APP.replace("KEY", key), lab=guests, control=control, test=test)
    check = only_attack(verdict)
    assert verdict.result is result
    if result is Result.STILL_OPEN:
        labels = [step.label for step in check.steps if step.kind is StepKind.SENT]
        assert labels == ["Sent (second copy)", "Sent"]


RUNS = """
def attack(box, canary, rng):
    twin = box.twin()
    word = twin.run("count.py", "issue").out.decode().strip()
    return accepted_from_twin("word", word, accepted=box.run("count.py", "check", word).code == 0)
"""
COMMAND = """
import hashlib
import sys
from pathlib import Path

word = hashlib.sha256(KEY).hexdigest()
if sys.argv[1] == "issue":
    print(word)
elif sys.argv[1] == "check":
    sys.exit(sys.argv[2] != word)
"""


@pytest.mark.parametrize(
    ("key", "result"),
    [("b'constant'", Result.STILL_OPEN), ("Path('vault.txt').read_bytes()", Result.PROVEN)],
    ids=str,
)
def test_program_has_a_twin(grade: Grade, count: Lab, key: str, result: Result) -> None:
    """It runs with files of its own."""
    control = "def control(box, canary, rng):\n    return box.run('count.py', 'issue').code == 0\n"
    test = "def test_it(box):\n    assert box.run('count.py', 'issue').code == 0\n"
    verdict = grade(RUNS, COMMAND.replace("KEY", key), lab=count, control=control, test=test)
    assert (verdict.result, verdict.fault) == (result, None)


class FakeBox:
    """A box that has computed for two seconds, and was ended for its memory."""

    is_closed = False

    def waited_seconds(self) -> float:
        """It has waited for half a second."""
        return 0.5

    def close(self) -> Ending:
        """End."""
        self.is_closed = True
        return Ending(Manner.SIGNALLED, None, 9, Limit.MEMORY, wall_seconds=3.0, cpu_seconds=2.0, output=b"")


def test_twins_are_opened_one_at_a_time_and_counted() -> None:
    """What has taken over the judge's sandbox gets no third box, and what twins use is the submission's."""
    boxes: list[FakeBox] = []

    def open_box() -> Any:
        boxes.append(FakeBox())
        return boxes[-1]

    with Twins(open_box) as twins:
        with pytest.raises(KeyError):
            _ = twins.box
        twins.open()
        with pytest.raises(JudgeFault, match="second twin"):
            twins.open()
        twins.close()
        twins.close()
        twins.open()
    assert [box.is_closed for box in boxes] == [True, True]
    assert (twins.cpu_seconds, twins.hit_a_limit) == (4.0, True)
    assert twins.waited_seconds >= 1.0
    assert twins.wall_seconds > 0


def test_time_of_a_twin_counts_for_the_verdict(grade: Grade, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sandboxes of a verdict may live for so long in all, second copies among them."""
    counted: list[float] = []
    monkeypatch.setattr(BoxRunner, "_count", lambda _self, wall, _waited: counted.append(wall))
    waits = FORGED.replace("    tag =", "    import time\n    twin = box.twin()\n    time.sleep(0.4)\n    tag =")
    grade(waits.replace("tag = box.twin()", "tag = twin"), FROM_THE_FILE)
    assert sum(wall >= 0.4 for wall in counted) >= 2, "the box of the attack, and its twin"


def test_scene_of_a_learners_exploit_has_no_twin(judge: Judge, notes: Lab, tmp_path: Path) -> None:
    """A learner has the source and an editor; the phase break asks for what one program gives away."""
    scene = "def scene(box, canary, rng):\n    return {'twin': lambda: box.twin() and None}\n"
    (tmp_path / "scene.py").write_text(scene)
    assert notes.break_ is not None
    lab = replace(notes, folder=tmp_path, break_=replace(notes.break_, scene="scene.py"))
    run = judge.run_exploit(lab, {}, "import target\nprint(target.twin())\n")
    assert not run.has_landed
    assert "box.twin() is for attacks" in run.console + str(run.fault)


def test_box_without_a_maker_has_no_twin() -> None:
    """As in a test of this program itself."""
    with pytest.raises(LabBroken):
        SuspectBox.twin(SuspectBox.__new__(SuspectBox))
