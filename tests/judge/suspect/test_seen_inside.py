"""What the interpreter tells of a program convicts, and never acquits."""

import json
import os
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quintain.judge import Landed, Repelled, seen_inside
from quintain.judge.errors import LabBroken, Silenced, Unwatchable
from quintain.judge.harness.inside import reports
from quintain.judge.harness.inside.children import SLOTS, Children
from quintain.judge.judge import Judge
from quintain.judge.profiles.command import CommandBox
from quintain.judge.profiles.function import FunctionBox
from quintain.judge.profiles.http import HttpBox
from quintain.judge.suspect.oracles import Outcome
from quintain.judge.worker.check_runner import CheckContext
from quintain.packs.model.lab import Lab
from tests.judge.meeting import observe

MARKER = "qvf7c1e09a4b"
NO_PROCESS = 2**23  # beyond what the kernel gives
NOTHING = Repelled("Nothing came back.")

# Each source does with ``word`` what an attacker wants, and cares for no error.
EFFECTS = {
    "pickle.find_class": ("import pickle", "pickle.loads(b'c' + word.encode() + b'\\nname\\n.')"),
    "exec": ("", "eval('[' + repr(word) + ' for _ in [1]]')"),
    "import": ("", "__import__(word)"),
    "open": ("", "open('/lab/' + word)"),
    "os.system": ("import os", "os.system('true ' + word)"),
    "subprocess.Popen": ("import subprocess", "subprocess.run(['true', word])"),
    "os.posix_spawn": ("import os", "os.posix_spawn('/bin/true', ['true', word], {})"),
    "os.exec": ("import os", "os.execv('/nowhere', ['nowhere', word])"),
    "socket.connect": ("import socket", "socket.socket(socket.AF_UNIX).connect('/tmp/' + word)"),
    "socket.getaddrinfo": ("import socket", "socket.getaddrinfo(word, 80)"),
    "socket.gethostbyname": ("import socket", "socket.gethostbyname(word)"),
    "marshal.loads": ("import marshal", "marshal.loads(word.encode())"),
    "ctypes.dlopen": ("import ctypes", "ctypes.CDLL(word)"),
    "sql": ("import sqlite3", "sqlite3.connect(':memory:').execute('SELECT 1 AS ' + word)"),
}
HARMLESS = {
    "exec": ("import ast", "ast.literal_eval(repr(word)); compile(word, 'x', 'eval')"),
    "sql": (
        "import sqlite3",
        "sqlite3.connect(':memory:').execute('SELECT ? /* it''s */, \\'it\\'\\'s ' + word + '\\'', ('a\\'' + word,))",
    ),
    "pickle.find_class": ("import pickle", "pickle.loads(pickle.dumps(word))"),
    "import": ("", "__import__('json')"),
    "open": ("", "open('/lab/notes.py').read() == word"),
}

type Look = Callable[[str], Outcome]
type Meet = Callable[[Callable[[CheckContext], object]], None]


def function(imports: str, does: str) -> str:
    return f"{imports}\ndef go(word):\n    try:\n        {does}\n    except Exception:\n        pass\n"


def program(imports: str, does: str) -> str:
    return f"import sys\n{imports}\nword = sys.argv[1]\ntry:\n    {does}\nexcept Exception:\n    pass\n"


def app(imports: str, does: str) -> str:
    return (
        f"{function(imports, does)}\ndef app(environ, start_response):\n    go(environ['QUERY_STRING'])\n"
        "    start_response('200 OK', [('Content-Length', '2')])\n    return [b'ok']\n"
    )


def looked_for(box: FunctionBox | HttpBox | CommandBox, event: str) -> Outcome:
    return seen_inside(box, MARKER, event, otherwise=NOTHING)


def called(judge: Judge, lab: Lab, source: str, event: str) -> Outcome:
    """Send the marker to a function, and look."""
    said: list[Outcome] = []

    def meet(context: CheckContext) -> None:
        assert isinstance(context.box, FunctionBox)
        context.box.call("notes:go", MARKER)
        said.append(looked_for(context.box, event))

    observe(judge, lab, {"notes.py": source}, meet)
    return said[0]


def visited(judge: Judge, lab: Lab, source: str, event: str) -> Outcome:
    """Send it to a web app."""
    said: list[Outcome] = []

    def meet(context: CheckContext) -> None:
        assert isinstance(context.box, HttpBox)
        assert context.box.http.get(f"/?{MARKER}").text == "ok"
        said.append(looked_for(context.box, event))

    observe(judge, lab, {"guests.py": source}, meet)
    return said[0]


def ran(judge: Judge, lab: Lab, source: str, event: str, env: dict[str, str] | None = None) -> Outcome:
    """Send it to a program."""
    said: list[Outcome] = []

    def meet(context: CheckContext) -> None:
        assert isinstance(context.box, CommandBox)
        context.box.run("count.py", MARKER, env=env)
        said.append(looked_for(context.box, event))

    observe(judge, lab, {"count.py": source}, meet)
    return said[0]


@pytest.mark.parametrize("event", EFFECTS)
def test_effect_on_the_attackers_word_convicts(judge: Judge, labs: dict[str, Lab], event: str) -> None:
    """In a function, a web app, and a program that is forked or has an interpreter of its own."""
    source = EFFECTS[event]
    for outcome in (
        called(judge, labs["notes"], function(*source), event),
        visited(judge, labs["guests"], app(*source), event),
        ran(judge, labs["count"], program(*source), event),
        ran(judge, labs["count"], program(*source), event, {"PYTHONHASHSEED": "0"}),
    ):
        assert isinstance(outcome, Landed)
        assert event in outcome.sentence
        assert MARKER in outcome.sentence


@pytest.mark.parametrize("event", HARMLESS)
def test_word_that_is_only_handled_is_left_to_the_other_oracle(judge: Judge, labs: dict[str, Lab], event: str) -> None:
    """A bound value, a literal, a pickle of the program's own: nothing was heard; the other oracle's word stands."""
    source = HARMLESS[event]
    assert called(judge, labs["notes"], function(*source), event) == NOTHING
    assert visited(judge, labs["guests"], app(*source), event) == NOTHING
    assert ran(judge, labs["count"], program(*source), event) == NOTHING


FROM_A_FILE = "import importlib.util as u; s = u.find_spec('{0}'); m = u.module_from_spec(s); s.loader.exec_module(m)"


def forked(how: str, event: str) -> tuple[str, str]:
    """Let a child do it, and wait for its end."""
    imports, does = EFFECTS[event]
    if how == "multiprocessing":
        starts = "multiprocessing.get_context('fork').Process(target=lambda: exec(does, {**globals(), 'word': word}))"
        return f"import multiprocessing\n{imports}\ndoes = {does!r}", f"p = {starts}; p.start(); p.join()"
    inner = f"(os.fork() or (exec({does!r}), os._exit(0)))"
    return f"import os\n{imports}", f"os.waitpid({inner}, 0)"


@pytest.mark.parametrize("how", ["os.fork", "multiprocessing"])
@pytest.mark.parametrize("event", ["pickle.find_class", "import", "marshal.loads"])
def test_effect_in_a_forked_child_convicts(judge: Judge, labs: dict[str, Lab], how: str, event: str) -> None:
    """What a child is heard to do is not forgotten with the child."""
    source = forked(how, event)
    for outcome in (
        called(judge, labs["notes"], function(*source), event),
        visited(judge, labs["guests"], app(*source), event),
        ran(judge, labs["count"], program(*source), event),
    ):
        assert isinstance(outcome, Landed), outcome
        assert MARKER in outcome.sentence


@pytest.mark.parametrize(
    "says",
    [
        "[sys.audit('import', 'x' * 4000 + str(i), None, None, None, None) for i in range(20)]",
        "sys.audit('import', 'x' * 10**6, None, None, None, None)",
        "sys.audit('import', sys, None, None, None, None)",
    ],
    ids=["much", "something long", "something that cannot be read"],
)
def test_child_that_says_too_much_gets_no_verdict(judge: Judge, labs: dict[str, Lab], says: str) -> None:
    """What finds no room in the memory that children share, or is not kept at all, is not forgotten silently."""
    source = f"import os, sys\ndef go(word):\n    os.waitpid(os.fork() or ({says}, os._exit(0)), 0)\n"
    with pytest.raises(Silenced):
        called(judge, labs["notes"], source, "pickle.find_class")


def test_room_of_children_that_have_ended_is_given_to_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of a thousand is heard once; two that live and share a slot would silence the program."""
    page = Children()
    for number in range(1000):
        monkeypatch.setattr(os, "getpid", lambda number=number: NO_PROCESS + number)
        page.send("import", str(number))
        assert list(page.collect()) == [["import", str(number)]]
        assert list(page.collect()) == []
    assert not page.is_lost
    for number in (0, SLOTS):
        monkeypatch.setattr(os, "getpid", lambda number=number: NO_PROCESS + number)
        page.send("import", str(number))
    assert page.is_lost


@pytest.mark.parametrize(
    "does", ["subprocess.run(['true'])", "os.system('true')", "os.posix_spawn('/bin/true', ['t'], {})"]
)
def test_program_that_starts_another_gets_no_verdict(judge: Judge, labs: dict[str, Lab], does: str) -> None:
    """No hook is in the other program; what was started can still be asked for."""
    source = "import os, subprocess", does
    looks: tuple[Look, ...] = (
        lambda event: called(judge, labs["notes"], function(*source), event),
        lambda event: visited(judge, labs["guests"], app(*source), event),
        lambda event: ran(judge, labs["count"], program(*source), event),
    )
    for look in looks:
        with pytest.raises(Silenced, match="exec"):
            look("exec")
        assert look("subprocess.Popen") == NOTHING


@pytest.mark.parametrize(
    "does",
    [
        "ctypes.CDLL(None).system(f'true {word}'.encode())",
        "os.waitpid(util.spawnv_passfds(b'/bin/true', [b'true', word.encode()], []), 0)",
    ],
)
def test_program_that_starts_another_without_an_event_gets_no_verdict(
    judge: Judge, labs: dict[str, Lab], does: str
) -> None:
    """The C library and multiprocessing tell nobody; the kernel does, and it tells the words as well."""
    source = "import ctypes, os\nfrom multiprocessing import util", does
    looks: tuple[Look, ...] = (
        lambda event: called(judge, labs["notes"], function(*source), event),
        lambda event: visited(judge, labs["guests"], app(*source), event),
    )
    for look in looks:
        with pytest.raises(Silenced, match="exec"):
            look("exec")
        assert isinstance(look("subprocess.Popen"), Landed)


def test_program_that_starts_another_without_an_event_is_out_of_sight(judge: Judge, labs: dict[str, Lab]) -> None:
    """Hooks of a lab's own do not fire in it."""
    source = function("import ctypes", "ctypes.CDLL(None).system(b'true')")

    def meet(context: CheckContext) -> None:
        assert isinstance(context.box, FunctionBox)
        context.box.stay_in_sight()
        context.box.call("notes:go", "x")
        with pytest.raises(Unwatchable, match="starts another program"):
            context.box.stay_in_sight()

    observe(judge, labs["notes"], {"notes.py": source}, meet)


@pytest.mark.parametrize("name", ["_interpreters", "_interpchannels", "_interpqueues", "_testinternalcapi"])
@pytest.mark.parametrize("how", ["import {0}", "__import__('importlib').import_module('{0}')", FROM_A_FILE])
def test_import_that_leads_out_of_hearing_gets_no_verdict(
    judge: Judge, labs: dict[str, Lab], name: str, how: str
) -> None:
    """In another interpreter no hook fires: in all profiles a program that imports what makes one is not followed."""
    source = f"try:\n    {how.format(name)}\nexcept Exception:\n    pass\n"
    with pytest.raises(Unwatchable, match=name):
        called(judge, labs["notes"], source + function("", "pass"), "exec")
    with pytest.raises(Unwatchable, match=name):
        visited(judge, labs["guests"], source + app("", "pass"), "exec")
    with pytest.raises(Unwatchable, match=name):
        ran(judge, labs["count"], source, "exec")


SILENT = {
    "many events": "for number in range(3000):\n    sys.audit('pickle.find_class', str(number), 'x')",
    "a long event": "sys.audit('pickle.find_class', 'x' * 10**6, 'x')",
    "an event that cannot be read": "sys.audit('pickle.find_class', sys, 'x')",
    "deaf": "audit_log.is_deaf = True",
    "busy": "audit_log._busy.now = True",
    "no memory": "audit_log._seen.add = lambda event, text: False",
}
AUDIT_LOG = "import gc, sys\naudit_log = [each for each in gc.get_objects() if type(each).__name__ == 'AuditLog'][0]\n"
UNPICKLED = function(*EFFECTS["pickle.find_class"])


@pytest.mark.parametrize("name", SILENT)
def test_program_that_keeps_events_back_gets_no_verdict(judge: Judge, labs: dict[str, Lab], name: str) -> None:
    """What the judge causes itself does not come back either."""
    silenced = f"{AUDIT_LOG}{UNPICKLED}\nplain = go\ndef go(word):\n"
    silenced += "".join(f"    {line}\n" for line in SILENT[name].splitlines()) + "    plain(word)\n"
    with pytest.raises(Silenced, match=r"pickle\.find_class"):
        called(judge, labs["notes"], silenced, "pickle.find_class")


@pytest.mark.parametrize(
    "first",
    [
        "sys.audit = sys.addaudithook = lambda *args: None",
        "import builtins\nbuiltins.exec = builtins.compile = None",
        "sys.addaudithook(lambda event, _: 1 / (not event.startswith('pickle')))",
    ],
)
def test_replaced_functions_change_nothing(judge: Judge, labs: dict[str, Lab], first: str) -> None:
    """The hook was there before the program, and has what it needs."""
    said: list[object] = []

    def meet(context: CheckContext) -> None:
        assert isinstance(context.box, FunctionBox)
        context.box.call("notes:go", MARKER)
        said.append(looked_for(context.box, "pickle.find_class"))

    observe(judge, labs["notes"], {"notes.py": f"import sys\n{first}\n{UNPICKLED}"}, meet)
    assert isinstance(said[0], Landed)


@pytest.mark.parametrize(
    "last",
    [
        "import os; os._exit(0)",
        "import os; os.closerange(3, 60)",
        "import os, sys; os.execv(sys.executable, ['python', '-c', ''])",
        "import os; os.write(20, b'x')",
    ],
)
def test_program_whose_end_is_not_heard_gets_no_verdict(judge: Judge, labs: dict[str, Lab], last: str) -> None:
    """It leaves without a word, closes the pipe or writes nonsense to it; though all before was heard."""
    with pytest.raises(Silenced):
        ran(judge, labs["count"], last, "exec")


@given(st.binary())
def test_nonsense_on_the_pipe_is_read_as_nothing_or_as_text(lines: bytes) -> None:
    """Whatever a program writes there, strings and numbers are read; and a true line is read as it was written."""
    shown, heard = reports.read(lines + b"\n" + reports.line_of("heard", "open", "a b\nä\0"))
    assert heard[-1] == ["open", "a b\nä\0"]
    assert json.loads(json.dumps([shown, heard])) == [shown, heard]


def test_other_oracle_stands_first(judge: Judge, labs: dict[str, Lab]) -> None:
    """What was seen from outside needs no word from inside."""
    landed = Landed("It came back.")

    class Deaf:
        def heard(self, event: str) -> tuple[str, ...]:
            raise Silenced(event)

    assert seen_inside(Deaf(), MARKER, "exec", otherwise=landed) is landed
    with pytest.raises(Silenced):
        seen_inside(Deaf(), MARKER, "exec", otherwise=NOTHING)


@pytest.mark.parametrize(("marker", "event"), [("short", "exec"), ("two words", "exec"), (MARKER, "compile")])
def test_marker_or_event_that_proves_nothing_is_a_mistake(marker: str, event: str) -> None:
    """A word may stand anywhere by chance; compile is raised by ast.parse, too."""

    class Quiet:
        def heard(self, event: str) -> tuple[str, ...]:
            raise AssertionError(event)

    with pytest.raises(LabBroken, match=r"no marker|no effect"):
        seen_inside(Quiet(), marker, event, otherwise=NOTHING)
