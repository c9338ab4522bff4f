"""What doctor makes of the machine's facts."""

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from quintain.cli import doctor as module
from quintain.cli.doctor import Word, examine
from quintain.cli.main import main
from quintain.sandbox import Facts, diagnosis
from quintain.sandbox import launch as launching
from quintain.sandbox.bubblewrap import Bubblewrap
from quintain.sandbox.probe import Boxes, Refusal, missing_record, refusal_of_memory, refusal_of_nesting, shortages
from quintain.web.folder import DataFolder

FACTS = Facts(
    boxes=Boxes(Path("/usr/bin/bwrap"), users=(90000, 90255)),
    refusals=(),
    kernel="6.1",
    machine="x86_64",
    processors=2,
    memory_mebibytes=4000,
    memory_free_mebibytes=3000,
    disk_free_mebibytes=9000,
    interpreter=Path("/usr/bin/python3.13"),
    interpreter_version="3.13.5",
    control_group=None,
)
NO_BOXES = replace(FACTS, boxes=None, refusals=(Refusal("boxes", "No box can be made.", "Allow user namespaces."),))
SHORT = replace(
    FACTS,
    refusals=(Refusal("memory", "Only 100 MiB are free.", "Close others."), Refusal("ldd", "No ldd.", "Install it.")),
)


def words(facts: Facts, folder: Path) -> dict[str, Word]:
    return {finding.what: finding.word for finding in examine(facts, DataFolder(folder))}


def test_good_machine_has_nothing_missing(tmp_path: Path) -> None:
    """Everything that the classroom needs is good; what is only worth knowing stays information."""
    found = words(FACTS, tmp_path / "new")
    assert {what for what, word in found.items() if word is Word.GOOD} == {
        "sandbox",
        "interpreter",
        "memory",
        "disk",
        "data folder",
    }
    assert not {Word.SHORT, Word.MISSING} & set(found.values())


def test_old_patch_level_is_told(tmp_path: Path) -> None:
    """An interpreter with published vulnerabilities is no reason to stay closed, but a reason to speak."""
    assert words(replace(FACTS, interpreter_version="3.13.2"), tmp_path)["interpreter"] is Word.SHORT
    assert words(replace(FACTS, interpreter_version="3.14.0"), tmp_path)["interpreter"] is Word.GOOD


def test_every_shortage_is_told(tmp_path: Path) -> None:
    """What the sandbox finds short is passed on, known to doctor or not."""
    found = words(SHORT, tmp_path)
    assert (found["memory"], found["ldd"], found["disk"]) == (Word.SHORT, Word.SHORT, Word.GOOD)


def test_data_folder_is_really_tried() -> None:
    """A file system that refuses root is found out by writing, not by asking."""
    assert words(FACTS, Path("/proc/nowhere"))["data folder"] is Word.MISSING


@pytest.mark.parametrize(
    ("facts", "status"), [(FACTS, 0), (SHORT, 0), (NO_BOXES, 1)], ids=["good", "short", "no boxes"]
)
def test_exit_status_tells_whether_the_classroom_can_run(
    facts: Facts, status: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only what is missing ends with status 1, in the table as in JSON."""
    monkeypatch.setattr(module, "probe", lambda _state: facts)
    table = CliRunner().invoke(main, ["doctor", "--data", str(tmp_path)])
    as_json = CliRunner().invoke(main, ["doctor", "--json", "--data", str(tmp_path)])
    assert (table.exit_code, as_json.exit_code) == (status, status)
    assert ("cannot run here yet: sandbox" in table.output) == bool(status)
    assert {row["what"] for row in json.loads(as_json.output)} >= {"sandbox", "interpreter", "memory", "disk"}


def test_unknown_word_in_the_environment_is_told_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The operator reads which words are possible and what to do, and no traceback."""
    monkeypatch.setenv("QUINTAIN_BOXES", "lukewarm")
    result = CliRunner().invoke(main, ["doctor", "--data", str(tmp_path)])
    assert (result.exit_code, result.output) == (
        1,
        "Error: QUINTAIN_BOXES is 'lukewarm'; it may be cold or warm. Correct or unset QUINTAIN_BOXES.\n",
    )


def test_remedy_stands_beside_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever reads the table knows what to do next."""
    monkeypatch.setattr(module, "probe", lambda _state: NO_BOXES)
    output = CliRunner().invoke(main, ["doctor", "--data", str(tmp_path)]).output
    assert "No box can be made." in output
    assert "→ Allow user namespaces." in output


def test_the_words_are_those_of_everybody(tmp_path: Path) -> None:
    """A newcomer reads of a sandbox and of vulnerabilities, not of the code's own names for them."""
    told = examine(replace(FACTS, interpreter_version="3.13.2", control_group=Path("/x")), DataFolder(tmp_path))
    told += examine(FACTS, DataFolder(tmp_path))
    refusals = (*shortages(0, 0), *missing_record(Path("/dev/null"), tmp_path), refusal_of_nesting("no"))
    said = [f"{each.sentence} {each.remedy}" for each in told]
    said += [f"{each.sentence} {each.remedy}" for each in (*refusals, refusal_of_memory("no"))]
    assert [line for line in said if re.search(r"\bbox(es)?\b|\bholes?\b", line, re.IGNORECASE)] == []


UNDER_ANOTHER_PARENT = """
import os, signal, sys
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
os.execv(sys.executable, [sys.executable, "-m", "quintain.cli", "doctor", "--json"])
"""


def test_trial_box_runs_whatever_signals_the_parent_ignores(tmp_path: Path) -> None:
    """With SIGCHLD ignored nobody could wait for a sandbox to end, and a server that blocks SIGTERM could not be."""
    environment = {**os.environ, "QUINTAIN_DATA": str(tmp_path)}
    answer = subprocess.run(
        [sys.executable, "-c", UNDER_ANOTHER_PARENT],
        capture_output=True, text=True, env=environment, timeout=120, check=False,
    )  # fmt: skip
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "A trial program ran in a sandbox" in answer.stdout


def test_apparmor_is_named_with_the_commands_that_allow_a_sandbox(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On Ubuntu 24.04 and later bubblewrap fails at its map of users, and the kernel's switch tells why."""
    bubblewrap = tmp_path / "bwrap"
    bubblewrap.write_text("#!/bin/sh\necho 'bwrap: setting up uid map: Permission denied' >&2\nexit 1\n")
    bubblewrap.chmod(0o755)
    switch = tmp_path / "apparmor_restrict_unprivileged_userns"
    switch.write_text("1\n")
    monkeypatch.setattr(launching, "candidates", lambda: iter([Bubblewrap(bubblewrap, ())]))
    monkeypatch.setattr(diagnosis, "APPARMOR_SWITCH", switch)
    told = CliRunner().invoke(main, ["doctor", "--json", "--data", str(tmp_path / "data")])
    row = next(each for each in json.loads(told.output) if each["what"] == "sandbox")
    assert (told.exit_code, row["word"]) == (1, "missing"), row
    assert "AppArmor forbids this bubblewrap to make user namespaces" in row["sentence"]
    for command in ("sudo apt install bubblewrap apparmor-profiles", "sudo apparmor_parser -r", "sudo sysctl kernel."):
        assert command in row["remedy"]
