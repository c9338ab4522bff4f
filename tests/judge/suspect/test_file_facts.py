"""Modes, links and times of files decide verdicts: they are facts, and the same wherever the judge runs."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from quintain.judge.judge import Judge
from quintain.judge.profiles.command import CommandBox
from quintain.judge.suspect.oracles import happened
from quintain.judge.worker.check_runner import CheckContext
from quintain.packs.model.lab import Lab
from quintain.sandbox import Sandbox
from tests.judge.meeting import observe

pytestmark = pytest.mark.sample(most=8, of="file")

type Meet = Callable[[str, Callable[[CommandBox], object]], None]

OPEN = "import os\nopen('backup.json', 'w').write('secret')\n"
WAYS = {
    "as it comes": (OPEN, True),
    "by mode": (OPEN + "os.chmod('backup.json', 0o600)\n", False),
    "by umask": ("import os\nos.umask(0o077)\n" + OPEN, False),
    "as it is made": ("import os\nos.close(os.open('backup.json', os.O_CREAT | os.O_WRONLY, 0o600))\n", False),
    "for the group alone": (OPEN + "os.chmod('backup.json', 0o640)\n", False),
    "as a link": (OPEN + "os.rename('backup.json', 'x')\nos.symlink('x', 'backup.json')\n", False),
    "not at all": ("", False),
}


@pytest.fixture
def meet(judge: Judge, count: Lab) -> Meet:
    """Let a function meet a program in a fresh box."""

    def met(program: str, work: Callable[[CommandBox], object]) -> None:
        def work_with(context: CheckContext) -> None:
            assert isinstance(context.box, CommandBox)
            work(context.box)

        observe(judge, count, {"count.py": program}, work_with)

    return met


@pytest.mark.parametrize("way", WAYS)
def test_secret_that_others_can_read_is_an_effect(meet: Meet, way: str) -> None:
    """However a program closes its file, it passes; a link says nothing about what it leads to."""
    program, is_open = WAYS[way]

    def work(box: CommandBox) -> None:
        assert box.run("count.py").code == 0
        assert box.others_can_read("backup.json") is is_open
        said = happened(box.others_can_read("backup.json"), "Everybody can read it.", "It is closed.")
        assert type(said).__name__ == ("Landed" if is_open else "Repelled")

    meet(program, work)


@pytest.mark.parametrize(("mode", "is_open"), [("0o755", True), ("0o711", True), ("0o700", False), ("0o744", False)])
def test_folder_on_the_way_may_close_a_file(meet: Meet, mode: str, *, is_open: bool) -> None:
    """Others pass a folder by its mode for others, and need not list it."""
    program = f"import os\nos.makedirs('a/b')\nopen('a/b/c', 'w').close()\nos.chmod('a', {mode})\n"

    def work(box: CommandBox) -> None:
        assert box.run("count.py").code == 0
        assert box.others_can_read("a/b/c") is is_open

    meet(program, work)


def test_link_and_second_name_that_a_program_made_are_told(meet: Meet) -> None:
    """A link shows where it leads, and a second name of a file its inode; a time that was set back shows the change."""
    program = OPEN + "os.symlink('../etc', 'way')\nos.link('backup.json', 'copy')\nos.utime('copy', (1, 1))\n"

    def work(box: CommandBox) -> None:
        assert box.run("count.py").code == 0
        way, backup, copy = (box.stat(name) for name in ("way", "backup.json", "copy"))
        assert way is not None
        assert backup is not None
        assert copy is not None
        assert (way.kind, way.target) == ("link", "../etc")
        assert (copy.inode, copy.links) == (backup.inode, 2)
        assert (copy.modified_nanoseconds, copy.changed_nanoseconds > 10**18) == (10**9, True)

    meet(program, work)


@pytest.mark.parametrize("is_warm", [True, False])
def test_modes_do_not_depend_on_the_server(tmp_path: Path, count: Lab, *, is_warm: bool) -> None:
    """A server that keeps its own files to itself judges as a command line does."""

    def work(context: CheckContext) -> None:
        assert isinstance(context.box, CommandBox)
        assert context.box.run("count.py").code == 0
        assert context.box.others_can_read("backup.json")
        planted = context.box.stat("vault.txt")
        assert planted is not None
        assert planted.mode == 0o644

    before = os.umask(0o077)
    try:
        with Sandbox(tmp_path / "sandbox", warm=is_warm) as sandbox:
            observe(Judge(sandbox), count, {"count.py": OPEN}, work)
    finally:
        os.umask(before)
