"""What a lab plants beside the learner's files lies in every box: bytes, links, modes and empty folders."""

from contextlib import closing
from dataclasses import replace

import pytest

from quintain.judge.judge import Judge
from quintain.judge.profiles.command import CommandBox
from quintain.judge.profiles.function import FunctionBox
from quintain.judge.suspect.box import SuspectBox
from quintain.judge.suspect.files import plant
from quintain.judge.verdict import Result
from quintain.judge.worker.check_runner import CheckContext
from quintain.packs.model.lab import Break, Lab, Limits, PlantedFile
from tests.judge.interactive.test_app_preview import visit
from tests.judge.interactive.test_terminals import sitting
from tests.judge.meeting import observe

LOGO = bytes(range(256))
FILES = {
    "vault/key.txt": PlantedFile("${secret}", mode="0600"),
    "art/logo.png": PlantedFile(file="logo.png", content=LOGO),
    "tool.sh": PlantedFile("#!/bin/sh\n", mode="0755"),
    "spool": PlantedFile(folder=True),
    "shut": PlantedFile(folder=True, mode="0500"),
    "shut/inner/letter.txt": PlantedFile("dear"),
    "shut/inner": PlantedFile(folder=True, mode="0000"),
    "in/${name}.txt": PlantedFile(link="../vault/${name}"),
    "in/twin": PlantedFile(hard_link="shut/inner/letter.txt"),
    "lure": PlantedFile(link="/etc/passwd", outside=True),
}
CANARIES = {"name": "anna", "text": "some", "secret": "canary-1"}


def look(box: SuspectBox) -> None:
    """Hold a box to what was planted, from outside of it."""
    found = {path: str(box.stat(path)).split(" bytes")[0] for path in (*FILES, "spool", "in")}
    assert found["vault/key.txt"].startswith("file, mode 0600")
    assert found["tool.sh"].startswith("file, mode 0755")
    assert [found[path].split(",")[0] for path in ("spool", "in")] == ["folder", "folder"]
    assert [found[path].split(",")[1] for path in ("shut", "shut/inner")] == [" mode 0500", " mode 0000"]
    assert box.read("art/logo.png") == LOGO
    assert box.read("in/twin") == box.read("shut/inner/letter.txt") == b"dear"
    twin, letter, lure = box.stat("in/twin"), box.stat("shut/inner/letter.txt"), box.stat("lure")
    assert twin is not None
    assert twin == letter
    assert lure is not None
    assert (twin.links, lure.kind, lure.target) == (2, "link", "/etc/passwd")
    assert box.read("lure") is None
    (link,) = [name for name in box.files() if name.startswith("in/") and name != "in/twin"]
    target = box.stat(link)
    assert target is not None
    assert target.target == f"../vault/{link.removeprefix('in/').removesuffix('.txt')}"


def test_every_profile_finds_what_was_planted(judge: Judge, notes: Lab) -> None:
    """The learner's own process sees the same as the judge."""
    lab = replace(notes, files={**notes.files, **{path.replace("${name}", "n"): row for path, row in FILES.items()}})
    lab = replace(lab, files={path: _without_canaries(row) for path, row in lab.files.items()})
    program = "import os\ndef go(path):\n    return [os.path.lexists(path), oct(os.lstat(path).st_mode)]\n"

    def work(context: CheckContext) -> None:
        assert isinstance(context.box, FunctionBox)
        assert context.box.call("notes:go", "tool.sh") == [True, "0o100755"]
        assert context.box.call("notes:go", "lure") == [True, "0o120777"]
        assert context.box.read("art/logo.png") == LOGO

    observe(judge, lab, {"notes.py": program}, work)


def _without_canaries(row: PlantedFile) -> PlantedFile:
    return replace(row, text=row.text and row.text.replace("${secret}", "s"), link=row.link.replace("${name}", "n"))


@pytest.fixture
def letters(count: Lab) -> Lab:
    """The lab with a program, and much beside it."""
    limits = Limits(wall_seconds=60, cpu_seconds=60)
    return replace(count, files={**count.files, **FILES}, run=replace(count.run, limits=limits))


MESS = """
import os, shutil
os.chmod("shut", 0o700)
os.chmod("shut/inner", 0o700)
shutil.rmtree("shut")
os.unlink("in/twin")
os.symlink("/tmp", "in/twin")
os.rename("vault", "moved")
os.symlink("moved", "vault")
os.unlink("tool.sh")
os.mkdir("tool.sh")
open("tool.sh/left", "w").close()
open("art/logo.png", "ab").write(b"more")
os.chmod("tool.sh", 0)
if not os.fork():
    os.closerange(0, 3)
    n = 0
    while True:
        n += 1
        for path in ("vault", "spool", "in", "tool.sh"):
            try:
                os.symlink("/tmp", f"{path}.{n % 50}")
                os.rename(f"{path}.{n % 50}", path)
            except OSError:
                pass
"""


def test_next_check_begins_with_what_was_planted(judge: Judge, letters: Lab) -> None:
    """Whatever the program made of it, and though a child of it goes on putting links in the way."""

    def work(context: CheckContext) -> None:
        assert isinstance(context.box, CommandBox)
        look(context.box)
        for _ in range(5):
            assert context.box.run("count.py").code == 0
            context.box.begin(context.log)
            look(context.box)

    observe(judge, letters, {"count.py": MESS}, work)


def test_lab_with_links_and_modes_is_judged_as_any_other(judge: Judge, letters: Lab) -> None:
    """Tests, attacks and shared sandboxes, with everything planted in each of them."""
    fixes = {fix.name: fix for fix in letters.fixes}
    assert judge.grade(letters, fixes["no-shell"].files).result is Result.PROVEN
    assert judge.grade(letters, fixes["in-quotes"].files).result is Result.STILL_OPEN


def test_exploit_reads_no_planted_file_by_a_second_name(judge: Judge, letters: Lab) -> None:
    """A hard link to the vault is planted, not written by the program."""
    files = {**letters.files, "copy.txt": PlantedFile(hard_link="vault/key.txt")}
    lab = replace(letters, files=files, break_=Break("secret", "exploits/second.py"))
    exploit_run = judge.run_exploit(lab, {}, 'from target import read\nprint(read("copy.txt"))\n')
    assert not exploit_run.has_landed
    assert "was not written by the program" in exploit_run.console


def test_preview_and_terminal_have_it_too(judge: Judge, guests: Lab) -> None:
    """A learner sees at work what the judge plants."""
    rows = {path: _without_canaries(row) for path, row in FILES.items() if "$" not in path}
    lab = replace(guests, files={**guests.files, **rows})
    app = (
        "import os\ndef app(environ, start_response):\n    start_response('200 OK', [])\n"
        "    return [repr((os.readlink('lure'), os.listdir('spool'), os.stat('tool.sh').st_mode & 0o777)).encode()]\n"
    )
    with closing(judge.open_preview(lab, {"guests.py": app})) as preview:
        assert visit(preview).endswith(repr(("/etc/passwd", [], 0o755)).encode())
    with sitting(judge, lab) as seat:
        seat.type("ls -l lure tool.sh\n")
        assert seat.sees("/etc/passwd")
        assert seat.sees("rwxr-xr-x")


def test_canaries_are_filled_in_paths_and_targets(letters: Lab) -> None:
    """One that stands in a link alone is planted, too; the bytes of a file are left as they are."""
    files: dict[str, PlantedFile] = {
        "a/${name}": PlantedFile(link="${secret}"),
        "b": PlantedFile(hard_link="c/${name}"),
        "c/${name}": PlantedFile(file="x", content=b"${text}", mode="0640"),
    }
    box_files = plant(replace(letters, files=files), {}, CANARIES, {})
    assert box_files.links == {"a/anna": "canary-1"}
    assert box_files.hard_links == {"b": "c/anna"}
    assert box_files.binaries == {"c/anna": b"${text}"}
    assert box_files.modes == {"c/anna": 0o640}
    assert box_files.planted == {"name", "secret"}
    assert {"a/anna", "b", "c/anna", "count.py"} == box_files.paths
