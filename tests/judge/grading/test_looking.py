"""The files of a sandbox are seen from outside: as they are, whatever the program in it says, does or has become."""

from collections.abc import Callable

import pytest

from quintain.judge import Garbled, SuspectFault
from quintain.judge.judge import Judge
from quintain.judge.profiles.command import CommandBox
from quintain.judge.profiles.function import FunctionBox
from quintain.judge.worker.check_runner import CheckContext
from quintain.packs.model.lab import Lab
from tests.hostile.forging import KIT
from tests.judge.meeting import observe

type Meet = Callable[[str, Callable[[FunctionBox], object]], None]

FORGED = "open('/lab/log.txt', 'w').write('forged')\n"
LIES = (KIT / "first" / "lies_about_its_files.py").read_text()
PATCHES = {
    "os.open": "import os\nreal = os.open\nos.open = lambda p, *a, **k: real('/lab/clean.txt', os.O_RDONLY)",
    "os.walk": "import os\nos.walk = lambda top, **k: iter([(str(top), [], ['clean.txt'])])",
    "os.scandir": "import os\nreal = os.scandir\nos.scandir = lambda p='.': real('/usr')",
    "os.stat": "import os\nreal = os.stat\nos.stat = lambda *a, **k: real('/lab/clean.txt')",
    "open": "import builtins, io\nreal = open\nbuiltins.open = io.open = lambda *a: real('/lab/clean.txt', *a[1:])",
    "FileIO": "import io\nio.FileIO = lambda *a, **k: io.BytesIO(b'clean')",
    "pathlib": "import pathlib\npathlib.Path.read_bytes = lambda self: b'clean'",
    "the harness": LIES,
}


@pytest.fixture
def meet(judge: Judge, notes: Lab) -> Meet:
    """Let a function meet a module ``notes`` that runs in a fresh box."""

    def met(program: str, work: Callable[[FunctionBox], object]) -> None:
        def work_with(context: CheckContext) -> None:
            assert isinstance(context.box, FunctionBox)
            work(context.box)

        observe(judge, notes, {"notes.py": program}, work_with)

    return met


@pytest.mark.parametrize("name", PATCHES)
def test_patched_program_shows_no_clean_copy(meet: Meet, name: str) -> None:
    """Whatever it replaces in its own process, content, names and facts are those of the files."""
    program = f"open('/lab/clean.txt', 'w').write('clean')\n{FORGED}\n{PATCHES[name]}\ndef go():\n    return 1\n"

    def work(box: FunctionBox) -> None:
        assert box.call("notes:go") == 1
        assert box.read("log.txt") == b"forged"
        assert {"log.txt", "clean.txt", "notes.py"} <= set(box.files())
        facts = box.stat("log.txt")
        assert facts is not None
        assert (facts.kind, facts.size_bytes, facts.links) == ("file", 6, 1)
        box.write("made/by/judge.txt", "new")
        assert box.read("made/by/judge.txt") == b"new"

    meet(program, work)


def test_kinds_modes_links_and_times_are_told(meet: Meet) -> None:
    """A link is told of, and not followed; two names of one file have one inode; what is closed is read."""
    program = (
        "import os\ndef go():\n    os.chdir('/lab')\n    os.mkdir('shut')\n"
        "    open('shut/in.txt', 'w').write('inside')\n"
        "    os.link('shut/in.txt', 'twin')\n    os.chmod('shut/in.txt', 0)\n    os.chmod('shut', 0)\n"
        "    os.symlink('/etc/passwd', 'link')\n    os.symlink('/lab/shut', 'way')\n    os.mkfifo('pipe')\n"
        "    os.utime('twin', (5, 7))\n    return os.stat('/lab').st_mode\n"
    )

    def work(box: FunctionBox) -> None:
        box.call("notes:go")
        twin, inner, link = box.stat("twin"), box.stat("shut/in.txt"), box.stat("link")
        assert twin is not None
        assert twin == inner
        assert (twin.mode, twin.links, twin.modified_nanoseconds) == (0, 2, 7 * 10**9)
        assert link is not None
        assert (link.kind, link.target) == ("link", "/etc/passwd")
        assert [str(box.stat(path)).split(",")[0] for path in ("shut", "pipe", ".")] == ["folder", "pipe", "folder"]
        assert box.read("shut/in.txt") == box.read("twin") == b"inside"
        assert [box.read(path) for path in ("link", "pipe", "shut", "way/in.txt", "none", "../etc/passwd")] == [
            None
        ] * 6
        assert [box.stat(path) for path in ("way/in.txt", "/etc/passwd", "/proc/1", "x\0y")] == [None] * 4
        assert box.read("/lab/twin") == b"inside"
        assert "shut/in.txt" in box.files()
        assert (str(box.stat("shut")), str(box.stat("twin"))) == (
            f"folder, mode 0000, {box.stat('shut').size_bytes} bytes, 2 links",  # type: ignore[union-attr]
            "file, mode 0000, 6 bytes, 2 links",
        )

    meet(program, work)


@pytest.mark.whole
@pytest.mark.sample(most=1)
@pytest.mark.parametrize("state", ["os.kill(os.getpid(), 19)", "os._exit(0)", "while True: pass"])
def test_program_that_is_stopped_busy_or_gone_can_be_looked_at(meet: Meet, state: str) -> None:
    """Nothing is asked of the program."""
    program = f"import os\ndef go():\n    {FORGED.strip()}.__class__\n    {state}\n"

    def work(box: FunctionBox) -> None:
        with pytest.raises(SuspectFault):
            box.call("notes:go")
        assert box.read("log.txt") in {b"forged", b""}
        assert "log.txt" in box.files()

    meet(program, work)


def test_what_nobody_can_look_through_is_no_list(meet: Meet) -> None:
    """Folders in folders, deeper than any program of use makes them, are the program's fault."""
    program = "import os\ndef go():\n    for _ in range(100):\n        os.mkdir('d')\n        os.chdir('d')\n"

    def work(box: FunctionBox) -> None:
        box.call("notes:go")
        assert box.read("/".join("d" * 100)) is None
        with pytest.raises(Garbled, match="list of files"):
            box.files()

    meet(program, work)


def test_place_without_room_is_the_programs_fault(meet: Meet) -> None:
    """A folder that lies where a file shall be written, or a full disk, is no error of the judge's."""
    program = "import os\ndef go():\n    os.makedirs('/lab/clock.txt/x')\n"

    def work(box: FunctionBox) -> None:
        box.call("notes:go")
        with pytest.raises(Garbled, match=r"leaves no place for clock\.txt"):
            box.write("clock.txt", "7")
        assert all(not name.startswith(".") for name in box.files())

    meet(program, work)


def test_programs_of_a_command_line_are_looked_at_alike(judge: Judge, count: Lab) -> None:
    """Whatever a program leaves behind, with a child that goes on writing."""

    def work(context: CheckContext) -> None:
        assert isinstance(context.box, CommandBox)
        assert context.box.run("count.py").code == 0
        assert context.box.read("made.txt") == b"x"
        assert context.box.read("grows.txt") is not None

    program = "import os\nopen('made.txt', 'w').write('x')\nf = open('grows.txt', 'wb', 0)\nif os.fork() == 0:\n"
    program += "    os.closerange(0, 3)\n    for _ in range(10000):\n        f.write(b'y')\n        f.seek(0)\n"
    observe(judge, count, {"count.py": program}, work)
