"""A learner's exploit in one box, the shipped program in another, and the judge between them."""

import random
import time
from dataclasses import replace
from pathlib import Path
from threading import Timer

import pytest

from quintain.judge.errors import SubmissionRefused
from quintain.judge.judge import Judge
from quintain.judge.stopping import StopSwitch
from quintain.judge.suspect.canaries import draw_all
from quintain.judge.verdict import StepKind
from quintain.packs import load_lab
from quintain.packs.model.lab import OUTAGE, Break, Lab

pytestmark = pytest.mark.sample(most=8, of="file")

LABS = Path(__file__).parents[3] / "content" / "python-security" / "labs"
READ = 'from target import call\nprint(call("notes:read", "../vault/key.txt"))\n'


@pytest.fixture(scope="module")
def shop() -> Lab:
    """A live lab with a web app."""
    return load_lab(LABS / "sql-login")


@pytest.fixture(scope="module")
def packer() -> Lab:
    """A live lab with a program."""
    return load_lab(LABS / "archive-options")


@pytest.mark.sample(most=2)
@pytest.mark.parametrize("slug", ["sql-login", "archive-options", "redos", "dependency-confusion", "file-race", "totp"])
def test_reference_brings_the_secret_home(judge: Judge, slug: str) -> None:
    """What the author shows as an exploit is one, written as a learner would write it."""
    lab = load_lab(LABS / slug)
    assert lab.break_ is not None
    exploit_run = judge.run_exploit(lab, {}, (lab.folder / lab.break_.reference).read_text())
    assert exploit_run.fault is None
    assert exploit_run.has_landed, exploit_run
    if lab.break_.goal != OUTAGE:
        assert exploit_run.sentence == f"Your exploit printed {lab.break_.goal_words}."
    assert exploit_run.steps
    assert exploit_run.cut_short == "" or lab.break_.goal == OUTAGE


def test_exploit_is_shown_with_its_words_and_what_it_stole(judge: Judge, notes: Lab) -> None:
    """Console, call, and the secret marked in the answer."""
    exploit_run = judge.run_exploit(notes, {}, READ)
    assert exploit_run.has_landed, exploit_run
    assert exploit_run.sentence == "Your exploit printed the secret.", "a lab that gives its canary no words"
    assert exploit_run.console.strip() in exploit_run.steps[-1].text
    assert [exploit_run.console[start:end] for start, end in exploit_run.console_marks] == [exploit_run.console.strip()]
    assert exploit_run.steps[-1].marks


def test_all_that_an_exploit_asked_is_told(judge: Judge, notes: Lab) -> None:
    """More than of one attack among many; of a flood, the last that led to the goal."""
    ask = (
        "from target import call, Raised\n"
        "for n in range({}):\n"
        "    try: call('notes:read', str(n))\n"
        "    except Raised: pass\n"
    )
    few = judge.run_exploit(notes, {}, ask.format(9)).steps
    many = judge.run_exploit(notes, {}, ask.format(50) + READ).steps
    assert [step.kind for step in few].count(StepKind.SENT) == 9
    assert [step.kind for step in many].count(StepKind.SENT) == 12
    assert many[0].text == "39 exchanges came before this and are not shown."


def test_sound_fix_withstands_the_same_exploit(judge: Judge, notes: Lab) -> None:
    """The refusal reaches the exploit as an exception of the target's."""
    files = next(fix.files for fix in notes.sound_fixes)
    exploit_run = judge.run_exploit(notes, files, READ)
    assert not exploit_run.has_landed
    assert "target.Raised: ValueError: no such note" in exploit_run.console
    assert "/box/" not in exploit_run.console, "a learner sees no lines of ours"


@pytest.mark.parametrize(
    ("exploit", "console"),
    [
        ("", ""),
        ("print('canary-000000000000')", "canary-000000000000"),
        ("1 / 0", "ZeroDivisionError"),
        ("def go(:", "SyntaxError"),
        ("import sys; sys.exit(3)", ""),
        ("import os; os._exit(0)", ""),
        ("print(open('/lab/vault/key.txt').read())", "FileNotFoundError"),
        ("import glob; print(glob.glob('/lab/**/key.txt', recursive=True))", "[]"),
        ("from target import http\nhttp.get('/')", "no web app"),
        ("from target import read\nprint(read('vault/key.txt'))", "Only what a program has written"),
        ("from target import call\nprint(call('notes:Path.read_text', '../vault/key.txt'))", "only notes:"),
        ("from target import call\nprint(call('pathlib:Path', 'vault/key.txt'))", "only notes:"),
        ("from target import call\nprint(call('builtins:open', 'vault/key.txt'))", "only notes:"),
        ("import target\nprint(target.call('notes:read', object()))", "Error"),
    ],
)
def test_nothing_but_an_exploit_brings_it_home(judge: Judge, notes: Lab, exploit: str, console: str) -> None:
    """No file of the exploit's own box, no way round the program, no guess."""
    exploit_run = judge.run_exploit(notes, {}, exploit)
    assert exploit_run.fault is None
    assert not exploit_run.has_landed
    assert console in exploit_run.console


@pytest.mark.parametrize("path", ["ledger.txt", "./ledger.txt", "inbox/../ledger.txt", "/lab/ledger.txt"])
def test_planted_files_are_not_handed_out(judge: Judge, packer: Lab, path: str) -> None:
    """Only what the program has made itself can be read from outside."""
    exploit_run = judge.run_exploit(packer, {}, f"from target import read\nprint(read({path!r}))\n")
    assert not exploit_run.has_landed
    assert "was not written by the program" in exploit_run.console


@pytest.mark.sample(most=4)
@pytest.mark.parametrize(
    ("exploit", "reason"),
    [
        ("while True: pass", "time"),
        ("import time; time.sleep(60)", "time is over"),
        ("while True: print('x' * 1000)", "printed more"),
        ("x = []\nwhile True: x.append(bytearray(2**20))", ""),
        (
            "import target\nwhile True:\n    try: target.read('x')\n    except target.TargetError: pass",
            "more than 400 times",
        ),
        ("import os; os.write(3, b'\\xff' * 8)", "does not speak"),
        ("import os; os.write(3, b'\\0\\0\\0\\2[]')", "does not speak"),
    ],
)
def test_run_stops_at_its_limit(judge: Judge, shop: Lab, exploit: str, reason: str) -> None:
    """And says which one it was."""
    short = replace(shop, run=replace(shop.run, limits=replace(shop.run.limits, wall_seconds=4.0)))
    exploit_run = judge.run_exploit(short, {}, exploit)
    assert exploit_run.fault is None
    assert not exploit_run.has_landed
    assert reason in exploit_run.cut_short


@pytest.mark.parametrize("path", ["//other.test/", "http://other.test/", "orders", ""])
def test_exploit_reaches_its_target_alone(judge: Judge, shop: Lab, path: str) -> None:
    """A path is a path of the target."""
    exploit_run = judge.run_exploit(shop, {}, f"from target import http\nhttp.get({path!r})\n")
    assert "a path starts with one slash" in exploit_run.console


def test_exploit_sees_no_network(judge: Judge, notes: Lab) -> None:
    """Its box has a network of its own, with nobody in it."""
    exploit_run = judge.run_exploit(notes, {}, "import socket\nsocket.create_connection(('127.0.0.1', 22), 1)\n")
    assert "ConnectionRefusedError" in exploit_run.console


def test_program_put_out_of_service_counts_where_that_is_the_goal(judge: Judge, notes: Lab) -> None:
    """Seen by the judge: the target has stopped answering."""
    source = notes.starter["notes.py"] + "\ndef hang(text):\n    while text:\n        pass\n"
    lab = replace(
        notes,
        break_=Break(goal=OUTAGE, reference="reference.py"),
        starter={**notes.starter, "notes.py": source},
        run=replace(notes.run, limits=replace(notes.run.limits, wall_seconds=2.0)),
    )
    exploit = "from target import call\ncall('notes:hang', {!r})\n"
    assert judge.run_exploit(lab, {}, exploit.format("")).sentence == "The target still answers."
    exploit_run = judge.run_exploit(lab, {}, exploit.format("x"))
    assert exploit_run.has_landed
    assert exploit_run.sentence == "The target is out of service: No answer within 2 seconds."


def test_no_sum_of_questions_is_an_outage(judge: Judge, notes: Lab) -> None:
    """Each has as much time as a check, by the clock and of the processor; the run ends, and the program answers."""
    source = (
        "import time\n"
        "def nap(seconds):\n    time.sleep(seconds)\n"
        "def work(seconds):\n"
        "    end = time.process_time() + seconds\n"
        "    while time.process_time() < end: pass\n"
    )
    lab = replace(
        notes,
        break_=Break(goal=OUTAGE, reference="reference.py"),
        starter={**notes.starter, "notes.py": source},
        run=replace(notes.run, limits=replace(notes.run.limits, wall_seconds=4.0, cpu_seconds=1.0)),
    )
    for name, seconds in (("nap", 1.5), ("work", 0.3)):
        exploit = f"from target import call\nwhile True: call('notes:{name}', {seconds})\n"
        exploit_run = judge.run_exploit(lab, {}, exploit)
        assert exploit_run.fault is None
        assert (name, exploit_run.sentence) == (name, "The target still answers.")
        assert "time is over" in exploit_run.cut_short
    one = "from target import call\ncall('notes:work', 3)\n"
    assert judge.run_exploit(lab, {}, one).sentence.startswith("The target is out of service")


def test_lab_says_what_can_be_started(judge: Judge, notes: Lab, packer: Lab) -> None:
    """Where not all functions are for others, or another program than the target is."""
    assert notes.break_ is not None
    lab = replace(notes, break_=replace(notes.break_, entry_points=("notes:vault",)))
    refused = judge.run_exploit(lab, {}, READ)
    assert not refused.has_landed
    assert "only notes:vault can be called from outside" in refused.console
    assert packer.break_ is not None
    other = replace(packer, break_=replace(packer.break_, entry_points=("unpack.py",)))
    exploit = "from target import run\nrun({!r})\n"
    assert "only unpack.py can be run" in judge.run_exploit(other, {}, exploit.format("pack.py")).console
    for name in ("./pack.py", "/lab/pack.py", "keys.txt", ""):
        assert "only pack.py can be run" in judge.run_exploit(packer, {}, exploit.format(name)).console, name


def test_scene_says_what_a_stranger_can_do(judge: Judge, notes: Lab, tmp_path: Path) -> None:
    """Its functions are there for the exploit, with values going in and out, and their errors."""
    (tmp_path / "exploits").mkdir()
    (tmp_path / "scene.py").write_text(
        "def scene(box, canary, rng):\n"
        "    def peep(number, *, loud=False):\n"
        "        return (number, loud, box.call('notes:read', '../vault/key.txt'))\n"
        "    return {'peep': peep}\n"
    )
    lab = replace(notes, folder=tmp_path, break_=Break(goal="key", reference="reference.py", scene="scene.py"))
    exploit_run = judge.run_exploit(lab, {}, "from target import peep\nprint(peep(7, loud=True))\n")
    assert exploit_run.has_landed, exploit_run
    assert exploit_run.console.startswith("(7, True, ")
    refused = judge.run_exploit(lab, {}, "from target import peep\npeep(1, 2)\n")
    assert "peep refuses: TypeError" in refused.console
    assert "has no other; it has peep" in judge.run_exploit(lab, {}, "from target import other\nother()\n").console
    (tmp_path / "scene.py").write_text("scene = 7\n")
    broken = judge.run_exploit(lab, {}, "")
    assert broken.fault is not None
    assert broken.fault.id == "judge.E004"


def test_exception_behind_a_scene_is_shown_as_the_programs_own(judge: Judge, notes: Lab, tmp_path: Path) -> None:
    """A function of the scene that calls the program passes its exception on, for the exploit to read or to catch."""
    (tmp_path / "exploits").mkdir()
    (tmp_path / "scene.py").write_text(
        "def scene(box, canary, rng):\n"
        "    def guess(pin):\n"
        "        return box.call('notes:vault', pin)\n"
        "    return {'guess': guess}\n"
    )
    lab = replace(notes, folder=tmp_path, break_=Break(goal="key", reference="reference.py", scene="scene.py"))
    shown = judge.run_exploit(lab, {}, "from target import guess\nguess('x')\n")
    assert shown.console.rstrip().endswith("target.Raised: PermissionError: wrong number")
    assert "KeyError" not in shown.console
    caught = (
        "from target import guess, Raised\n"
        "try: guess('x')\n"
        "except Raised as error: print(error.names[:2], error.text)\n"
    )
    assert judge.run_exploit(lab, {}, caught).console == "('PermissionError', 'OSError') wrong number\n"


def test_every_run_has_a_canary_of_its_own(judge: Judge, notes: Lab) -> None:
    """What one run has stolen is worth nothing in the next."""
    first = judge.run_exploit(notes, {}, READ).console.strip()
    assert judge.run_exploit(notes, {}, READ).console.strip() != first
    assert not judge.run_exploit(notes, {}, f"print({first!r})").has_landed


def test_refused_without_a_phase_or_with_too_much(judge: Judge, notes: Lab) -> None:
    """A clear answer, before any box opens."""
    with pytest.raises(SubmissionRefused, match="no phase"):
        judge.run_exploit(replace(notes, break_=None), {}, "")
    with pytest.raises(SubmissionRefused, match=r"exploit\.py"):
        judge.run_exploit(notes, {}, "#" * 2**21)
    with pytest.raises(SubmissionRefused, match=r"exploit\.py"):
        judge.run_exploit(notes, {}, "\ud800")


def test_stopped_run_ends_at_once_and_says_nothing_about_the_exploit(judge: Judge, notes: Lab) -> None:
    """What it had printed and asked is told; two that stop it at once do it no harm."""
    exploit = "print('begun')\nimport time; time.sleep(60)\n"
    for seconds in (1.0, 5.0, 25.0):  # a busy machine may not have begun it after the first
        stop = StopSwitch()
        timers = [Timer(seconds, stop.stop) for _ in range(2)]
        for timer in timers:
            timer.start()
        began = time.monotonic()
        exploit_run = judge.run_exploit(notes, {}, exploit, stop=stop)
        assert time.monotonic() - began < seconds + 44  # the program itself sleeps for a minute
        assert exploit_run.is_stopped
        assert (exploit_run.has_landed, exploit_run.fault) == (False, None)
        if exploit_run.console:
            break
    assert exploit_run.console.startswith("begun")
    assert "does not hold" not in exploit_run.sentence


def test_run_that_is_stopped_before_it_begins_opens_no_box(judge: Judge, notes: Lab) -> None:
    """And the judge is as good as before for the next one."""
    stop = StopSwitch()
    stop.stop()
    assert judge.run_exploit(notes, {}, READ, stop=stop).is_stopped
    assert judge.run_exploit(notes, {}, READ).has_landed


def test_stopping_the_program_is_no_outage(judge: Judge, notes: Lab) -> None:
    """Where an exploit has to put it out of service, the learner's own Stop must not do it."""
    assert notes.break_ is not None
    outage = replace(notes, break_=replace(notes.break_, goal=OUTAGE))
    stop = StopSwitch()
    Timer(1.0, stop.stop).start()
    exploit = (
        "from target import call, Raised\nimport time\nwhile True:\n    time.sleep(.1)\n"
        "    try: call('notes:read', 'x')\n    except Raised: pass\n"
    )
    exploit_run = judge.run_exploit(outage, {}, exploit, stop=stop)
    assert (exploit_run.has_landed, exploit_run.is_stopped) == (False, True)


def test_secret_that_was_printed_before_the_stop_is_stolen(judge: Judge, notes: Lab) -> None:
    """The learner has seen that it works, and stops what the exploit goes on to do."""
    stop = StopSwitch()
    Timer(1.5, stop.stop).start()
    exploit_run = judge.run_exploit(notes, {}, f"{READ}import time; time.sleep(60)\n", stop=stop)
    assert (exploit_run.has_landed, exploit_run.is_stopped) == (True, False)
    assert exploit_run.cut_short == "You stopped the run."


@pytest.mark.parametrize(
    "exploit",
    [
        "1 / 0",
        "def f():\n    raise ExceptionGroup('x', [ValueError(1)])\nf()",
        "try:\n    1 / 0\nexcept ZeroDivisionError:\n    __import__('target').call('notes:nothing')",
        "import threading\nt = threading.Thread(target=lambda: __import__('target').call(1))\nt.start()\nt.join()",
        "import traceback, target\ntry:\n    target.call('notes:x')\nexcept Exception:\n    traceback.print_exc()",
        "import traceback\ntraceback.print_stack()",
        "import json\njson.loads('x')",
        "import json, traceback\ntry:\n    json.loads('x')\nexcept ValueError:\n    traceback.print_exc()",
        "def broken(:",
    ],
)
def test_traceback_has_the_lines_of_the_exploit_alone(judge: Judge, notes: Lab, exploit: str) -> None:
    """By its name in the editor; no frame of ours or of a library, and no path of any machine."""
    console = judge.run_exploit(notes, {}, exploit).console
    assert 'File "exploit.py", line' in console
    assert 'File "/' not in console
    assert "<frozen" not in console
    assert "/box/" not in console


def test_run_does_not_give_away_what_the_exploit_has_not_stolen(judge: Judge) -> None:
    """The victim signs in first, and no password is told of that; what came back to the exploit may be told."""
    lab = load_lab(LABS / "cross-site-request-forgery")
    assert lab.break_ is not None
    exploit_run = judge.run_exploit(lab, {}, (lab.folder / lab.break_.starter).read_text(), seed=7)
    drawn = draw_all(lab.canaries, random.Random("7/exploit.py/canaries"))  # noqa: S311  as the judge draws them
    told = "\n".join(step.text for step in exploit_run.steps)
    assert "POST /login" in told
    assert "•" * len(drawn["victim_password"]) in told
    assert drawn["victim_password"] not in told
    assert drawn["thief"] in told


def test_statement_that_the_database_refused_is_shown(judge: Judge, shop: Lab) -> None:
    """Beside the exception, with the attacker's text marked: a learner sees what is wrong with the own SQL."""
    ask = "from target import http\nhttp.get('/orders', params={'number': '1 UNION SELECT'}).json()\n"
    exploit_run = judge.run_exploit(shop, {}, ask)
    assert exploit_run.has_raised
    (refused,) = [step for step in exploit_run.steps if step.label == "SQL that the database refused"]
    assert refused.text == "SELECT item, quantity FROM orders WHERE number = 1 UNION SELECT ORDER BY item"
    assert [refused.text[start:end] for start, end in refused.marks] == ["1 UNION SELECT"]


def test_statement_that_the_database_refused_leads_to_the_line_that_made_it(judge: Judge) -> None:
    """As one that ran does; the function that was only handed it is where the exception comes from."""
    lab = load_lab(LABS / "blind-sql")
    ask = "from target import http\nhttp.get('/arrived', params={'number': \"'\"}).json()\n"
    steps = judge.run_exploit(lab, {}, ask).steps
    lines = {step.label: step.line for step in steps if step.line is not None}
    source = (lab.folder / "starter/parcels.py").read_text().splitlines()
    assert source[lines["SQL that the database refused"] - 1].strip() == "found = one("
    assert "db.execute(sql, values)" in source[lines["Your program raised"] - 1]
