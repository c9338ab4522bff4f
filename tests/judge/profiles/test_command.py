"""A program that is forked from a prepared process behaves as one that an interpreter of its own runs."""

from collections.abc import Callable
from dataclasses import replace
from textwrap import indent

import pytest

from quintain.judge.errors import Died, TimedOut
from quintain.judge.judge import Judge
from quintain.judge.profiles.command import CommandBox, Ran
from quintain.judge.suspect.evidence import Log
from quintain.judge.worker.check_runner import CheckContext
from quintain.packs.model.lab import Lab, Limits
from tests.judge.meeting import observe

# Python reads this variable at its start and no later, so a run with it must have an interpreter of its own.
NEW_INTERPRETER = {"PYTHONHASHSEED": "0"}

# A new interpreter was started with more words than the program and its own.
HOW = "import os, sys\nprint('forked' if len(sys.orig_argv) == len(sys.argv) + 1 else 'new')\n"
ALONE = """
living = 0
for name in filter(str.isdigit, os.listdir("/proc")):
    try:
        with open(f"/proc/{name}/stat") as file:
            living += file.read().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        pass
print(living)
"""
DETACHED = "if not os.fork():\n    os.setsid()\n    os.closerange(0, 99)\n    "
LEFT_BEHIND = {
    "sleeps": DETACHED + "import time\n    time.sleep(60)\n",
    "forks and ends, again and again": DETACHED + "while True:\n        os.fork() and os._exit(0)\n",
}
FORK_BOMB = DETACHED + "while True:\n        try:\n            os.fork()\n        except OSError:\n            pass\n"

type Enter = Callable[[dict[str, str], Callable[[CommandBox], object]], None]

ADDED = """
import os, sys
os.makedirs("in/csv", exist_ok=True)
with open("in/{name}", "w") as file:
    file.write("ArgumentParser = print('from the folder')")
os.chdir("in")
sys.path.insert(0, os.getcwd())
import {imported}
print({imported}.__file__)
"""

PROGRAMS = {
    "words and input": "import sys; print(sys.argv, sys.stdin.read(), __name__, __file__, sys.path[0])",
    "empty path entries": "import sys; print('' in sys.path, '/box' in sys.path, sys.executable)",
    "no status": "import sys; sys.exit()",
    "large status": "import sys; sys.exit(300)",
    "negative status": "import sys; sys.exit(-1)",
    "words as status": "import sys; sys.exit('no')",
    "sudden end": "import os; print('lost'); os._exit(5)",
    "exception": "def f():\n    raise ValueError('x')\nf()",
    "chained exception": "try:\n    1 / 0\nexcept ArithmeticError as error:\n    raise KeyError('y') from error",
    "no Python": "print('a'\n",
    "interrupted": "import os, signal; os.kill(os.getpid(), signal.SIGINT); print('never')",
    "killed": "import os; os.kill(os.getpid(), 15)",
    "exit functions": "import atexit; atexit.register(print, 'first'); atexit.register(print, 'second'); 1 / 0",
    "open file": "f = open('made.txt', 'w'); f.write('made'); print('end')",
    "deleter": "class A:\n    def __del__(self):\n        print('gone')\na = A()\nprint('end')",
    "threads": "import threading, time\nthreading.Thread(target=lambda: (time.sleep(0.1), print('late'))).start()",
    "own hook": "import sys; sys.excepthook = lambda kind, *_: print(kind.__name__); 1 / 0",
    "closed output": "import sys; print('x'); sys.stdout.close()",
    "output into nothing": "import os\nread, write = os.pipe()\nos.dup2(write, 1)\nos.close(read)\nprint('x')",
    "exception and output into nothing": "import os\nread, write = os.pipe()\nos.dup2(write, 1)\nos.close(read)\n"
    "print('x')\n1 / 0",
    "errors and output": "import sys; print('a'); print('b', file=sys.stderr); print('ä\\udcff')",
    "streams": "import sys; print([(f.encoding, f.errors, f.mode, f.name, f.line_buffering) for f in"
    " (sys.stdin, sys.stdout, sys.stderr)], sys.stdout is sys.__stdout__)",
    "descriptors": "import os; print(sorted(map(int, os.listdir('/proc/self/fd')))[:3])",
    "children": "import subprocess, sys; print(subprocess.run(['sh', '-c', 'cat; exit 3'], input=b'x').returncode)",
    "forked child": "import os\nif os.fork():\n    os.wait()\nprint('both')",
    "signals": "import signal; print(signal.getsignal(2), signal.getsignal(13), signal.pthread_sigmask(0, []))",
    "environment": "import os; print(sorted(os.environ), os.getcwd(), os.umask(0))",
    "main module": "import __main__, sys; print(__main__.__file__, sorted(n for n in vars(__main__) if n < '__m'))",
    "walls": "for line in open('/proc/self/status'):\n    if line.startswith(('Cap', 'Seccomp', 'NoNew', 'Sig')):\n"
    "        print(line, end='')\nprint(open('/proc/self/limits').read())\nimport ctypes\n"
    "print(ctypes.CDLL(None).prctl(4, 1, 0, 0, 0), ctypes.CDLL(None).ptrace(0, 0, 0, 0))",
    "recursion": "def f(n):\n    return n and 1 + f(n - 1)\nprint(f(900))",
    "modules at the first line": "import sys; print(sorted(sys.modules), sys.path)",
    "modules after imports": "import argparse, csv, json.tool, pathlib, subprocess, sys, tarfile, asyncio, logging\n"
    "print(sorted(sys.modules))",
    "module of a folder added to the path": ADDED.format(name="json.py", imported="json"),
    "module that an imported one imports": ADDED.format(name="gettext.py", imported="argparse"),
    "package of a folder added to the path": ADDED.format(name="csv/__init__.py", imported="csv"),
    "module in an archive": "import sys, zipfile\nwith zipfile.ZipFile('a.zip', 'w') as archive:\n"
    "    archive.writestr('csv.py', 'print(7)')\nsys.path.insert(0, 'a.zip')\nimport csv\nprint(csv.__file__)",
    "module put in place of another": "import sys\nsys.modules['re'] = sys\ntry:\n    import csv\n"
    "except Exception as error:\n    print(repr(error))",
    "finder of its own": "import sys\nclass Finder:\n    def find_spec(self, name, path, target=None):\n"
    "        print(name)\nsys.meta_path.insert(0, Finder())\nimport json",
    "one module of each name": "import csv, re, io, sys; print(csv.re is re, csv.io is io, sys.modules['csv'] is csv)",
    "import in two steps": "import xml.etree.ElementTree as tree, concurrent.futures, email.message, importlib\n"
    "print(tree.fromstring('<a/>').tag, importlib.reload(importlib.import_module('csv')).__spec__.origin)",
    "found, and not imported": "import importlib.util, runpy, sys\nspec = importlib.util.find_spec('textwrap')\n"
    "print(spec.origin, spec.has_location, spec.loader.get_filename('textwrap'), 'textwrap' in sys.modules)\n"
    "print(runpy.run_module('textwrap')['dedent']('  a'), importlib.util.find_spec('itertools').origin)",
    "by name": "import pickle, datetime; print(pickle.loads(pickle.dumps(datetime.date(2000, 1, 1))))",
    "database": "import sqlite3; print(sqlite3.connect(':memory:').execute('SELECT 1').fetchall())",
    "threads and executors": "from concurrent.futures import ThreadPoolExecutor\nimport logging, atexit\n"
    "with ThreadPoolExecutor() as threads:\n    print(list(threads.map(abs, [-1])))\nlogging.warning('x')",
    "module beside": "open('beside.py', 'w').write('import atexit; atexit.register(print, 7)')\nimport beside",
}


@pytest.fixture
def enter(judge: Judge, count: Lab) -> Enter:
    """Work with a warm box that holds some files."""
    lab = replace(count, run=replace(count.run, limits=Limits(wall_seconds=20.0)))
    runtime = judge.runtime(lab)
    if not judge._sandbox.make_ready(runtime):
        pytest.skip("This machine has no warm boxes.")

    def entered(files: dict[str, str], work: Callable[[CommandBox], object]) -> None:
        def meet_program(context: CheckContext) -> None:
            assert isinstance(context.box, CommandBox)
            work(context.box)

        observe(judge, lab, files, meet_program)

    return entered


@pytest.mark.parametrize("name", PROGRAMS)
def test_both_ways_end_alike(enter: Enter, name: str) -> None:
    """Status, output, errors and files are those of a new interpreter."""

    def work(box: CommandBox) -> None:
        def seen(env: dict[str, str]) -> tuple[Ran, bytes | None]:
            return box.run("count.py", "a b", "ä", stdin="in", env=env), box.read("made.txt")

        forked, new = seen({}), seen(NEW_INTERPRETER)
        ours = replace(new[0], out=new[0].out.replace(b", 'PYTHONHASHSEED'", b""))
        assert (forked[0], forked[1]) == (ours, new[1])

    enter({"count.py": PROGRAMS[name]}, work)


def test_command_line_is_the_programs_own(enter: Enter) -> None:
    """Other programs find it by its name in /proc, and it can look at itself."""
    source = (
        "import os; print(open('/proc/self/cmdline').read().split('\\0')[1:4], os.access('/proc/self/fd', os.R_OK))"
    )

    def work(box: CommandBox) -> None:
        assert box.run("count.py", "a", "b").out == b"['count.py', 'a', 'b'] True\n"

    enter({"count.py": source}, work)


def test_fork_holds_no_line_to_anybody(enter: Enter) -> None:
    """Neither the judge's channel nor the line to the process that forked it: only its own pipes."""
    source = (
        "import os\nfor handle in sorted(map(int, os.listdir('/proc/self/fd'))):\n"
        "    try:\n        print(os.readlink(f'/proc/self/fd/{handle}').partition(':')[0])\n"
        "    except OSError:\n        pass\n"
    )

    def work(box: CommandBox) -> None:
        assert set(box.run("count.py").out.split()) == {b"pipe"}

    enter({"count.py": source}, work)


def test_runs_do_not_meet(enter: Enter) -> None:
    """What one run has set in its interpreter is not there in the next."""
    source = "import builtins, sys\nprint(getattr(builtins, 'left', None))\nbuiltins.left = sys.left = 1\n"

    def work(box: CommandBox) -> None:
        assert [box.run("count.py").out for _ in range(3)] == [b"None\n"] * 3

    enter({"count.py": source}, work)


def test_preloading_holds_in_every_run(enter: Enter) -> None:
    """A variable of the loader needs a new interpreter, and gets one."""
    source = "import os, sys; print(os.environ.get('LD_LIBRARY_PATH'), len(sys.orig_argv))"

    def work(box: CommandBox) -> None:
        forked, new = box.run("count.py").out, box.run("count.py", env={"LD_LIBRARY_PATH": "/lab"}).out
        assert forked == b"None 2\n"
        assert new.startswith(b"/lab ")
        assert new != b"/lab 2\n"

    enter({"count.py": source}, work)


def test_file_of_the_folder_comes_before_the_library(enter: Enter) -> None:
    """Though the process that is forked has imported the library's own."""

    def work(box: CommandBox) -> None:
        assert box.run("count.py", "write").code == 0
        assert box.run("count.py").out == b"mine\n"

    source = (
        "import sys\nif sys.argv[1:]:\n    open('secrets.py', 'w').write('name = \"mine\"')\n"
        "else:\n    import secrets\n    print(secrets.name)\n"
    )
    enter({"count.py": source}, work)


def test_programs_of_the_next_check_are_forked_too(enter: Enter) -> None:
    """What a check leaves are files, and no process: then nothing has to be ended for the next one."""

    def work(box: CommandBox) -> None:
        for _ in range(3):
            assert box.run("count.py").out == b"forked\n4\n"
            box.begin(Log({}))

    enter({"count.py": HOW + ALONE}, work)


def test_program_that_stops_its_spawner_gains_nothing(enter: Enter) -> None:
    """The next check in that box fails for want of an answer, and is tried again in a fresh one."""
    source = HOW + "import signal\nif len(sys.argv) > 1:\n    os.kill(os.getppid(), signal.SIGSTOP)\n"

    def work(box: CommandBox) -> None:
        with pytest.raises((TimedOut, Died)):
            box.run("count.py", "stop")
        box.begin(Log({}))
        assert box.run("count.py").out == b"new\n"

    enter({"count.py": source}, work)


@pytest.mark.parametrize("left", LEFT_BEHIND.values(), ids=LEFT_BEHIND)
def test_nothing_that_a_check_leaves_running_meets_the_next(enter: Enter, left: str) -> None:
    """Everything is ended at once then, the process that programs are forked from as well."""
    source = HOW + ALONE + "if len(sys.argv) > 1:\n" + indent(left, "    ")

    def work(box: CommandBox) -> None:
        assert box.run("count.py", "leave").code == 0
        box.begin(Log({}))
        assert box.run("count.py").out == b"new\n3\n"

    enter({"count.py": source}, work)


def test_fork_bomb_that_a_check_leaves_does_not_meet_the_next(enter: Enter) -> None:
    """It is ended for the next check, or has been together with its box, if the sandbox has looked before."""
    source = HOW + ALONE + "if len(sys.argv) > 1:\n" + indent(FORK_BOMB, "    ")

    def end_of(box: CommandBox) -> str:
        try:
            assert box.run("count.py", "leave").code == 0
            box.begin(Log({}))
            return box.run("count.py").out.decode()
        except Died as error:
            return error.message

    def work(box: CommandBox) -> None:
        assert end_of(box) in {"new\n3\n", "The program was ended: it started more processes than it may."}

    enter({"count.py": source}, work)


@pytest.mark.parametrize("made", ["key.txt", "__init__.py", "__init__.txt", "__init__.pyc/x"])
def test_folder_comes_before_the_library_if_it_is_a_package(enter: Enter, made: str) -> None:
    """Else the import goes on to the library's module of that name."""
    source = f"import os\nos.makedirs(os.path.dirname('secrets/{made}'), exist_ok=True)\n"
    source += f"open('secrets/{made}', 'a').close()\nimport secrets\nprint(secrets.__file__)\n"

    def work(box: CommandBox) -> None:
        forked, new = box.run("count.py"), box.run("count.py", env=NEW_INTERPRETER)
        assert (forked.code, forked.out, forked.err) == (new.code, new.out, new.err)
        assert (b"lab" in forked.out) == (made == "__init__.py")

    enter({"count.py": source}, work)
