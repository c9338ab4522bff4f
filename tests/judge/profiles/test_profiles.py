"""What an author's ``box`` can do in each profile, against real programs in real boxes."""

import random
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import PurePosixPath

import pytest

from quintain.judge import Died, Garbled, Landed, Opaque, Raised, Repelled, TimedOut, grows, started
from quintain.judge.errors import LabBroken
from quintain.judge.judge import Judge
from quintain.judge.profiles.command import CommandBox
from quintain.judge.profiles.function import FunctionBox
from quintain.judge.profiles.http import HttpBox
from quintain.judge.verdict import Step, StepKind
from quintain.judge.worker.check_runner import CheckContext
from quintain.packs.model.lab import Lab, Limits
from tests.judge.meeting import observe

pytestmark = pytest.mark.sample(most=20, of="file")

type Meeting = Callable[..., tuple[Step, ...]]

PATIENCE = 90.0
"""Seconds by the clock, for what is measured in seconds of the processor: a busy machine takes its time."""


@pytest.fixture
def meet(judge: Judge) -> Meeting:
    """Let a function meet a suspect in a fresh box, and give the timeline."""

    def meeting(
        lab: Lab, files: Mapping[str, str], work: Callable[[CheckContext], object], **limits: float
    ) -> tuple[Step, ...]:
        lab = replace(lab, run=replace(lab.run, limits=Limits(**limits)))  # type: ignore[arg-type]
        return observe(judge, lab, files, work).steps

    return meeting


def function(work: Callable[[FunctionBox], object]) -> Callable[[CheckContext], object]:
    return lambda context: work(context.box) if isinstance(context.box, FunctionBox) else pytest.fail("no functions")


def web(work: Callable[[HttpBox], object]) -> Callable[[CheckContext], object]:
    return lambda context: work(context.box) if isinstance(context.box, HttpBox) else pytest.fail("no app")


def command(work: Callable[[CommandBox], object]) -> Callable[[CheckContext], object]:
    return lambda context: work(context.box) if isinstance(context.box, CommandBox) else pytest.fail("no program")


class TestFunction:
    """``box.call``."""

    def test_values_go_in_and_out(self, meet: Meeting, notes: Lab) -> None:
        """Arguments by place and by name, and a copy of the value comes back."""
        value = [1, "ä\ud800", b"\0", (None, {2: {3}})]

        def work(box: FunctionBox) -> None:
            assert box.call("notes:echo", *value, word="x") == (tuple(value), {"word": "x"})

        meet(notes, {"notes.py": "def echo(*args, **options):\n    return args, options\n"}, function(work))

    def test_texts_in_lists_are_the_senders_too(self, meet: Meeting, notes: Lab) -> None:
        """What the sender chose is marked in the call, however deep it lies; numbers are not."""
        steps = meet(
            notes,
            {"notes.py": "def count(*args):\n    return len(args)\n"},
            function(lambda box: box.call("notes:count", 7, ["x') OR 1", {"y": ("z",)}], [8])),
        )
        called = steps[0]
        assert [called.text[first:last] for first, last in called.marks] == ["[\"x') OR 1\", {'y': ('z',)}]"]

    def test_what_an_import_does_is_no_answer(self, meet: Meeting, notes: Lab) -> None:
        """Files and statements of a module that is just being imported are left out; those of the call are told."""
        program = (
            "import sqlite3\n"
            "db = sqlite3.connect(':memory:')\n"
            "db.execute('CREATE TABLE tea (name)')\n"
            "words = open(__file__).read()\n"
            "def count():\n"
            "    return db.execute('SELECT count(*) FROM tea').fetchone()\n"
        )
        steps = meet(notes, {"notes.py": program}, function(lambda box: box.call("notes:count")))
        told = [(step.line, step.text) for step in steps if step.kind is StepKind.RAN]
        assert told == [(6, "SELECT count(*) FROM tea")]

    def test_exception_is_data_with_the_learners_line(self, meet: Meeting, notes: Lab) -> None:
        """Names, text and line; nothing is rebuilt as an exception of that type."""

        def work(box: FunctionBox) -> None:
            with pytest.raises(Raised, match="MyError: 7") as caught:
                box.call("notes:go")
            assert caught.value.names == ("MyError", "KeyError", "LookupError", "Exception", "BaseException")

        source = "class MyError(KeyError):\n    pass\n\ndef go():\n    raise MyError(7)\n"
        steps = meet(notes, {"notes.py": source}, function(work))
        assert [step.kind for step in steps] == [StepKind.SENT, StepKind.LINE, StepKind.CAME_BACK]
        assert (steps[1].text, steps[1].line) == ("raise MyError(7)", 5)

    def test_objects_stay_outside(self, meet: Meeting, notes: Lab) -> None:
        """A class of the suspect is never rebuilt at the judge's end."""

        def work(box: FunctionBox) -> None:
            assert box.call("notes:make") == Opaque("notes.Thing", "thing")

        source = "class Thing:\n    def __repr__(self):\n        return 'thing'\n\ndef make():\n    return Thing()\n"
        meet(notes, {"notes.py": source}, function(work))

    @pytest.mark.parametrize(
        ("source", "kind"),
        [
            ("def make():\n    return iter([1])\n", "list_iterator"),
            ("def make():\n    return {'rows': [(1, map(str, [1]))]}\n", "builtins.map"),
            ("def make():\n    x = []\n    x.append(x)\n    return x\n", "builtins.list"),
            ("def make():\n    x = 1\n    for _ in range(99):\n        x = [x]\n    return x\n", "builtins.list"),
            ("def make():\n    raise ValueError('x' * 10**6)\n", "more words than anyone can read"),
        ],
    )
    def test_answer_that_does_not_cross_is_noted(self, meet: Meeting, notes: Lab, source: str, kind: str) -> None:
        """An iterator, what is nested too deep, or an endless complaint: an answer into which nobody can look."""

        def work(box: FunctionBox) -> None:
            with suppress(Raised):
                box.call("notes:make")
            assert kind in box.unreadable

        meet(notes, {"notes.py": source}, function(work))

    def test_paths_cross(self, meet: Meeting, notes: Lab) -> None:
        """A path is a value like any other, whatever class of pathlib it has."""

        def work(box: FunctionBox) -> None:
            assert box.call("notes:make") == [PurePosixPath("a/b"), PurePosixPath("/c")]
            assert not box.unreadable

        source = "import pathlib\ndef make():\n    return [pathlib.Path('a/b'), pathlib.PurePosixPath('/c')]\n"
        meet(notes, {"notes.py": source}, function(work))

    @pytest.mark.parametrize(
        ("body", "fault", "message"),
        [
            ("import os; os._exit(0)", Died, "ended itself"),
            ("import os; os.kill(os.getpid(), 9)", Died, "signal 9"),
            ("import sys; sys.exit(0)", Raised, "SystemExit: 0"),
            ("return [0] * 5_000_000", Garbled, "announced"),
            ("import os; os.write(3, b'x' * 64)", Garbled, "announced"),
        ],
    )
    def test_faults_have_names(
        self, meet: Meeting, notes: Lab, body: str, fault: type[Exception], message: str
    ) -> None:
        """Whatever the suspect does instead of answering, it is the suspect's."""

        def work(box: FunctionBox) -> None:
            with pytest.raises(fault, match=message):
                box.call("notes:go")

        meet(notes, {"notes.py": f"def go():\n    {body}\n"}, function(work))

    @pytest.mark.parametrize(
        "body", ["while True: pass", "import time; time.sleep(60)", "import os; os.kill(os.getpid(), 19)"]
    )
    def test_silence_is_cut_short(self, meet: Meeting, notes: Lab, body: str) -> None:
        """Burning, sleeping and stopping all end at the box's deadline."""

        def work(box: FunctionBox) -> None:
            with pytest.raises(TimedOut):
                box.call("notes:go")

        meet(notes, {"notes.py": f"def go():\n    {body}\n"}, function(work), wall_seconds=1.0)

    def test_files_of_the_box_can_be_read(self, meet: Meeting, notes: Lab) -> None:
        """Regular files only: a link to one is nothing, a pipe is nothing, and nobody waits."""

        def work(box: FunctionBox) -> None:
            box.call("notes:make")
            assert box.read("out/a.txt") == b"abc"
            assert box.read("link") is None
            assert box.read("pipe") is None
            assert box.read("out") is None
            assert box.read("no\0where") is None
            assert {"link", "out/a.txt", "pipe", "vault/pin.txt"} <= set(box.files())

        source = (
            "import os\n\ndef make():\n    os.mkdir('out')\n    open('out/a.txt', 'w').write('abc')\n"
            "    os.symlink('/etc/passwd', 'link')\n    os.mkfifo('pipe')\n"
        )
        meet(notes, {"notes.py": source}, function(work))


class TestGrowth:
    """``grows``, on functions whose growth is known."""

    CASES = (
        ("len(text)", Repelled),
        ("text.strip().upper()", Repelled),
        ("sum(ord(letter) for letter in text)", Repelled),
        ("sorted(text * 9)", Repelled),
        ("all(ord(a) and hash(a + a) for a in text for _ in range(40))", Repelled),
        ("[x for x in text for y in text if x > y]", Landed),
        ("__import__('re').search(' +$', text.replace('a', ' ') + 'x')", Landed),
        ("__import__('re').match('(a+)+$', text + 'x')", Landed),
        ("[0 for x in text[:600] for y in text[:600] for z in text[:600]]", Landed),
    )

    @pytest.mark.parametrize(("expression", "said"), CASES)
    def test_growth_is_told_from_plain_work(
        self, meet: Meeting, notes: Lab, expression: str, said: type[Landed | Repelled]
    ) -> None:
        """Linear work and sorting are no attack; squares, cubes and powers are."""

        def work(box: FunctionBox) -> None:
            outcome = grows(box, "notes:go", lambda n: "a" * n)
            assert type(outcome) is said, outcome

        meet(
            notes,
            {"notes.py": f"def go(text):\n    return bool({expression})\n"},
            function(work),
            wall_seconds=PATIENCE,
        )

    def test_cache_does_not_hide_growth(self, meet: Meeting, notes: Lab) -> None:
        """No text is sent twice, so what was remembered is never asked for."""

        def work(box: FunctionBox) -> None:
            assert isinstance(grows(box, "notes:go", lambda n: "a" * n), Landed)

        source = (
            "import functools\n\n@functools.cache\ndef go(text):\n    return sum(x == y for x in text for y in text)\n"
        )
        meet(notes, {"notes.py": source}, function(work), wall_seconds=PATIENCE)

    def test_constant_cost_does_not_hide_growth(self, meet: Meeting, notes: Lab) -> None:
        """What a call costs at size 1 is subtracted, however much it is."""

        def work(box: FunctionBox) -> None:
            assert isinstance(grows(box, "notes:go", lambda n: "a" * n), Landed)

        source = "def go(text):\n    sum(range(6_000_000))\n    return sum(x == y for x in text for y in text)\n"
        meet(notes, {"notes.py": source}, function(work), wall_seconds=30.0, cpu_seconds=30.0)

    def test_refusal_costs_what_it_costs(self, meet: Meeting, notes: Lab) -> None:
        """Raising after the work, or at one size only, is no way out; raising at once is."""

        def late(box: FunctionBox) -> None:
            assert isinstance(grows(box, "notes:go", lambda n: "a" * n), Landed)

        def early(box: FunctionBox) -> None:
            assert isinstance(grows(box, "notes:stop", lambda n: "a" * n), Repelled)

        source = (
            "def go(text):\n    if len(text) < 3:\n        raise ValueError\n"
            "    raise ValueError(sum(x == y for x in text for y in text))\n\ndef stop(text):\n    raise ValueError\n"
        )
        meet(notes, {"notes.py": source}, function(late), wall_seconds=PATIENCE)
        meet(notes, {"notes.py": source}, function(early), wall_seconds=PATIENCE)

    def test_clock_of_the_suspect_does_not_count(self, meet: Meeting, notes: Lab) -> None:
        """The measure is taken outside, where no clock can be patched."""

        def work(box: FunctionBox) -> None:
            assert isinstance(grows(box, "notes:go", lambda n: "a" * n), Landed)

        source = (
            "import time\nfor name in dir(time):\n    if name.endswith(('time', 'time_ns', 'counter')):\n"
            "        setattr(time, name, lambda *a: 0)\n\n"
            "def go(text):\n    return sum(x == y for x in text for y in text)\n"
        )
        meet(notes, {"notes.py": source}, function(work), wall_seconds=PATIENCE)

    def test_busy_line_is_shown(self, meet: Meeting, notes: Lab) -> None:
        """The timeline has the costs, and the line that never came to an end."""

        def work(box: FunctionBox) -> None:
            assert isinstance(grows(box, "notes:go", lambda n: "a" * n), Landed)

        source = "import re\n\ndef go(text):\n    return re.match('(a+)+$', text + 'x')\n"
        sent, line, back = meet(notes, {"notes.py": source}, function(work), wall_seconds=PATIENCE)
        assert sent.text.startswith("notes.go('aaaa")
        assert (line.kind, line.line, line.text) == (StepKind.LINE, 4, "return re.match('(a+)+$', text + 'x')")
        assert back.text.endswith("stopped")

    def test_nobody_runs_beside_a_long_call(self, meet: Meeting, notes: Lab) -> None:
        """Who reads the interpreter's frames from another thread, to find the line, crashes it once in a while."""

        def work(box: FunctionBox) -> None:
            assert box.call("notes:go", 0.3) == 1

        source = (
            "import os, time\n\ndef go(seconds):\n    most, end = 0, time.process_time() + seconds\n"
            "    while time.process_time() < end:\n        most = max(most, len(os.listdir('/proc/self/task')))\n"
            "    return most\n"
        )
        meet(notes, {"notes.py": source}, function(work), wall_seconds=PATIENCE)

    def test_call_may_watch_its_own_time(self, meet: Meeting, notes: Lab) -> None:
        """A program that has the same signal for itself gets it when it wants it, and not before."""

        def work(box: FunctionBox) -> None:
            assert box.call("notes:go", 0.3) == "in time"
            with pytest.raises(Raised, match="late"):
                box.call("notes:go", 2)

        source = """
import signal, time

def late(*_):
    raise TimeoutError("late")

signal.signal(signal.SIGVTALRM, late)

def go(seconds):
    signal.setitimer(signal.ITIMER_VIRTUAL, 0.6)
    end = time.process_time() + seconds
    while time.process_time() < end:
        sum(range(5000))  # the timer counts no time in the kernel, where the clock is read
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return "in time"
"""
        meet(notes, {"notes.py": source}, function(work), wall_seconds=PATIENCE)

    def test_text_can_be_sent_any_way(self, meet: Meeting, guests: Lab) -> None:
        """In other profiles the author says how a text is sent."""
        source = (
            "def app(environ, start_response):\n    text = environ['wsgi.input'].read(int(environ['CONTENT_LENGTH']))\n"
            "    n = sum(x == y for x in text for y in text)\n"
            "    start_response('200 OK', [])\n    return [str(n).encode()]\n"
        )

        def work(box: HttpBox) -> None:
            with pytest.raises(LabBroken, match="sends one text"):
                grows(box, "guests:app", lambda n: "a" * n)
            said = grows(box, lambda text: box.http.post("/", content=str(text)), lambda n: "a" * n)
            assert isinstance(said, Landed), said

        meet(guests, {"guests.py": source}, web(work), wall_seconds=20.0)


class TestHttp:
    """``box.http`` and ``box.client()``."""

    HEAD = "def app(environ, start_response):\n    path = environ['PATH_INFO']\n"

    def app(self, body: str) -> dict[str, str]:
        return {"guests.py": self.HEAD + "".join(f"    {line}\n" for line in body.splitlines())}

    def test_visitors_keep_their_cookies_apart(self, meet: Meeting, guests: Lab) -> None:
        """Each visitor has a jar of its own, and many requests share few connections."""

        def work(box: HttpBox) -> None:
            other = box.client()
            box.http.post("/name", data={"name": "ann"})
            other.post("/name", data={"name": "bob"})
            for _ in range(200):  # and the server of the standard library hangs up after each
                assert box.http.get("/name").json() == "ann"
            assert other.get("/name").json() == "bob"

        meet(guests, {}, web(work))

    def test_async_app_needs_its_server(self, meet: Meeting, guests: Lab) -> None:
        """An ASGI app is known as one; without uvicorn in the lab's runtime, that is said."""

        def work(box: HttpBox) -> None:
            with pytest.raises(Raised, match="No module named 'uvicorn'"):
                box.http.get("/")

        meet(guests, {"guests.py": "async def app(scope, receive, send):\n    pass\n"}, web(work))

    def test_statement_is_shown_with_its_line(self, meet: Meeting, guests: Lab) -> None:
        """SQL as executed, from the learner's own line, between question and answer."""

        def work(box: HttpBox) -> None:
            box.http.get("/entry", params={"number": "1 OR 2"})

        steps = meet(guests, {}, web(work))
        assert [step.kind for step in steps] == [StepKind.SENT, StepKind.LINE, StepKind.RAN, StepKind.CAME_BACK]
        assert steps[0].text == "GET /entry?number=1 OR 2"
        assert steps[2].text == "SELECT name, text FROM entries WHERE number = 1 OR 2"
        first, last = steps[2].marks[0]
        assert steps[2].text[first:last] == "1 OR 2"

    def test_redirect_is_not_followed(self, meet: Meeting, guests: Lab) -> None:
        """A redirect is an answer, and leads nowhere by itself."""

        def work(box: HttpBox) -> None:
            answer = box.http.get("/")
            assert (answer.status_code, answer.headers["location"]) == (302, "http://127.0.0.1:22/")

        files = self.app("start_response('302 Found', [('Location', 'http://127.0.0.1:22/')])\nreturn [b'']")
        meet(guests, files, web(work))

    def test_other_hosts_lead_into_the_same_box(self, meet: Meeting, guests: Lab) -> None:
        """Whatever host a lab names, the only place to go is the app."""

        def work(box: HttpBox) -> None:
            assert box.http.get("http://127.0.0.1:1/x").text == "127.0.0.1:1"

        meet(guests, self.app("start_response('200 OK', [])\nreturn [environ['HTTP_HOST'].encode()]"), web(work))

    def test_answer_that_is_no_json_is_garbled(self, meet: Meeting, guests: Lab) -> None:
        """A suspect cannot break an attack by answering it in prose."""

        def work(box: HttpBox) -> None:
            with pytest.raises(Garbled, match="no JSON: '<p>'"):
                box.http.get("/").json()

        meet(guests, self.app("start_response('200 OK', [])\nreturn [b'<p>']"), web(work))

    def test_packed_answer_is_unpacked_up_to_a_limit(self, meet: Meeting, guests: Lab) -> None:
        """A client would read it; a bomb in a Content-Encoding is no answer."""

        def work(box: HttpBox) -> None:
            assert box.http.get("/?2").content == bytes(2)
            with pytest.raises(Garbled, match="Content-Encoding gzip"):
                box.http.get("/?50000000")

        body = (
            "import gzip\nstart_response('200 OK', [('Content-Encoding', 'gzip')])\n"
            "return [gzip.compress(bytes(int(environ['QUERY_STRING'])))]"
        )
        meet(guests, self.app(body), web(work))

    @pytest.mark.parametrize(
        ("body", "fault"),
        [
            ("start_response('200 OK', [])\nreturn (b'x' * 65536 for _ in range(1000))", Garbled),
            ("import os\nos._exit(0)", Died),
            ("while True: pass", TimedOut),
            (
                "import time\nstart_response('200 OK', [])\nreturn (time.sleep(0.1) or b'x' for _ in range(1000))",
                TimedOut,
            ),
        ],
    )
    def test_faults_have_names(self, meet: Meeting, guests: Lab, body: str, fault: type[Exception]) -> None:
        """Too much, gone, silent, or dripping: each is the suspect's."""

        def work(box: HttpBox) -> None:
            with pytest.raises(fault):
                box.http.get("/")

        meet(guests, self.app(body), web(work), wall_seconds=2.0)

    def test_a_traceback_for_each_of_many_visits_is_no_flood(self, meet: Meeting, guests: Lab) -> None:
        """A fix may refuse by an exception, and what a framework then prints does not count against it."""

        def work(box: HttpBox) -> None:
            for _ in range(100):
                assert box.http.get("/").status_code == 500

        body = "import sys\nprint('x' * 7000, file=sys.stderr)\nstart_response('500 Broken', [])\nreturn [b'']"
        meet(guests, self.app(body), web(work))

    def test_connection_cut_short_is_no_answer(self, meet: Meeting, guests: Lab) -> None:
        """An app that shuts the door in the middle has died or garbled, never passed."""

        def work(box: HttpBox) -> None:
            with pytest.raises((Died, Garbled)):
                box.http.get("/")

        body = (
            "import os, socket\nfor n in range(3, 30):\n    try:\n        socket.socket(fileno=os.dup(n)).shutdown(2)\n"
            "    except OSError:\n        pass"
        )
        meet(guests, self.app(body), web(work))

    def test_app_that_cannot_be_imported_raises(self, meet: Meeting, guests: Lab) -> None:
        """The reason and the line arrive as data."""

        def work(box: HttpBox) -> None:
            with pytest.raises(Raised, match="ZeroDivisionError") as caught:
                box.http.get("/")
            assert (caught.value.thrown.file, caught.value.thrown.line) == ("guests.py", 2)

        meet(guests, {"guests.py": "app = None\n1 / 0\n"}, web(work))


class TestCommand:
    """``box.run``, ``box.read`` and ``box.files``."""

    def test_program_runs_as_a_program(self, meet: Meeting, count: Lab) -> None:
        """Words, input, environment, files, output, errors and status."""

        def work(box: CommandBox) -> None:
            ran = box.run("count.py", "a b", "ä", stdin="in", env={"NAME": "x"})
            assert ran.out.decode() == "['count.py', 'a b', 'ä'] __main__ in x True\n"
            assert (ran.err, ran.code) == (b"err", 3)
            assert box.read("made.txt") == b"made"
            assert "made.txt" in box.files()

        source = (
            "import os, sys\n"
            "print(sys.argv, __name__, sys.stdin.read(), os.environ['NAME'], 'QUINTAIN_CHANNEL' not in os.environ)\n"
            "sys.stderr.write('err')\nopen('made.txt', 'w').write('made')\nsys.exit(3)\n"
        )
        meet(count, {"count.py": source}, command(work))

    def test_traceback_begins_in_the_learners_file(self, meet: Meeting, count: Lab) -> None:
        """The judge's own frames are no business of the learner."""

        def work(box: CommandBox) -> None:
            ran = box.run("count.py")
            assert ran.code == 1
            assert ran.err.decode().splitlines()[:2] == [
                "Traceback (most recent call last):",
                '  File "/lab/count.py", line 2, in <module>',
            ]
            assert b"/box" not in ran.err

        meet(count, {"count.py": "x = 0\n1 / x\n"}, command(work))

    def test_started_programs_are_shown(self, meet: Meeting, count: Lab) -> None:
        """The command as started, from the learner's own line."""

        def work(box: CommandBox) -> None:
            box.run("count.py", "vault.txt; cat vault.txt")

        steps = meet(count, {}, command(work))
        assert [step.kind for step in steps] == [StepKind.SENT, StepKind.LINE, StepKind.RAN, StepKind.CAME_BACK]
        assert "cat vault.txt" in steps[2].text
        assert steps[2].marks

    def test_started_programs_are_known_from_outside(self, meet: Meeting, count: Lab) -> None:
        """What the program does with its own interpreter changes nothing about what the kernel saw."""

        def work(box: CommandBox) -> None:
            box.run("count.py")
            assert ("/bin/sh", "sh", "-c", "exit 0 # hidden") in box.started()
            assert isinstance(started(box, "exit 0 # hidden"), Landed)
            assert isinstance(started(box, "hidden"), Repelled)

        source = (
            "import ctypes, os, sys\nsys.addaudithook(lambda *_: None)\nlibc = ctypes.CDLL(None)\n"
            "if os.fork() == 0:\n"
            "    libc.execv(b'/bin/sh', (ctypes.c_char_p * 4)(b'sh', b'-c', b'exit 0 # hidden', None))\n"
            "os.wait()\n"
        )
        meet(count, {"count.py": source}, command(work))

    def test_more_programs_than_are_written_down_count_against_the_suspect(self, meet: Meeting, count: Lab) -> None:
        """Who floods the record has something to hide."""

        def work(box: CommandBox) -> None:
            box.run("count.py")
            with pytest.raises(Garbled, match="more programs"):
                started(box, "anything")

        source = "import os\nfor _ in range(300): os.waitpid(os.posix_spawn('/bin/sh', ['sh', '-c', 'exit'], {}), 0)\n"
        meet(count, {"count.py": source}, command(work))

    @pytest.mark.parametrize(
        ("source", "fault"),
        [
            ("while True: pass", TimedOut),
            ("import time; time.sleep(60)", TimedOut),
            ("while True: print('x' * 10000)", Garbled),
            ("import os; os.kill(os.getppid(), 9)", Died),
            ("import os; os.kill(os.getppid(), 19)", TimedOut),
            ("import os; os.kill(-1, 9)", Died),
        ],
    )
    def test_faults_have_names(self, meet: Meeting, count: Lab, source: str, fault: type[Exception]) -> None:
        """Busy, asleep, flooding, or violent against the judge's own program: each is the suspect's."""

        def work(box: CommandBox) -> None:
            with pytest.raises(fault):
                box.run("count.py")

        meet(count, {"count.py": source}, command(work), wall_seconds=2.0)

    def test_daemon_does_not_hold_the_judge_up(self, meet: Meeting, count: Lab) -> None:
        """A child that keeps the pipe open does not make the run last."""

        def work(box: CommandBox) -> None:
            ran = box.run("count.py")
            assert (ran.code, ran.out) == (0, b"parent\n")

        source = "import os, time\nif os.fork():\n    print('parent')\nelse:\n    time.sleep(60)\n"
        meet(count, {"count.py": source}, command(work), wall_seconds=5.0)

    def test_program_cannot_read_the_judges_program(self, meet: Meeting, count: Lab) -> None:
        """The process that speaks with the judge is closed to its children: memory, files and channel."""

        def work(box: CommandBox) -> None:
            assert box.run("count.py").out == b"['PermissionError', 'PermissionError', 'OSError']\n"

        source = (
            "import os\nerrors = []\nparent = os.getppid()\n"
            "for attempt in (lambda: open(f'/proc/{parent}/mem', 'r+b'), lambda: os.listdir(f'/proc/{parent}/fd'),\n"
            "                lambda: os.fstat(3)):\n"
            "    try:\n        attempt()\n        errors.append(None)\n"
            "    except OSError as error:\n        errors.append(type(error).__name__)\nprint(errors)\n"
        )
        meet(count, {"count.py": source}, command(work))

    def test_input_that_nobody_reads_is_no_trouble(self, meet: Meeting, count: Lab) -> None:
        """A megabyte of input for a program that looks away."""

        def work(box: CommandBox) -> None:
            assert box.run("count.py", stdin=b"x" * 2**20).code == 0

        meet(count, {"count.py": "pass\n"}, command(work))


def test_same_seed_gives_the_same_values(meet: Meeting, notes: Lab) -> None:
    """Canaries and values of a run come from the seed and the run's own name alone."""
    seen: list[tuple[str, float]] = []

    def work(context: CheckContext) -> None:
        seen.append((context.canary.key, context.rng.random()))
        random.seed(len(seen))

    meet(notes, {}, work)
    meet(notes, {}, work)
    assert seen[0] == seen[1]
