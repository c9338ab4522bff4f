"""What the machine can do, and what is said where it cannot."""

import os
import platform
import re
import tempfile
from pathlib import Path

import pytest

from quintain.cli.doctor import Word, examine
from quintain.sandbox import SandboxUnavailable, diagnosis, probe, require
from quintain.sandbox import launch as launching
from quintain.sandbox.bubblewrap import Bubblewrap, candidates
from quintain.sandbox.diagnosis import APPARMOR_REMEDY, Machine, explain, look
from quintain.sandbox.launch import choose
from quintain.sandbox.privileges import closed_folder
from quintain.sandbox.probe import missing_record, shortages
from quintain.sandbox.sandbox import filter_of
from quintain.sandbox.users import users_of_this_server
from quintain.web.folder import DataFolder

WILLING = Machine(apparmor_restricts=False, switched_off=False, in_container=False)
RESTRICTED = Machine(apparmor_restricts=True, switched_off=False, in_container=False)
LOAD = "sudo apparmor_parser -r /etc/apparmor.d/bwrap-userns-restrict"


def test_this_machine_holds_boxes(tmp_path: Path) -> None:
    """The facts are those of the machine, and boxes are possible."""
    facts = probe(tmp_path / "not" / "there")
    require(facts)
    assert facts.boxes is not None
    assert facts.boxes.users == ((90000, 90255) if os.geteuid() == 0 else None)
    assert facts.interpreter_version == platform.python_version()
    assert 0 < facts.memory_free_mebibytes <= facts.memory_mebibytes
    assert facts.disk_free_mebibytes > 0
    assert not (tmp_path / "not").exists()


@pytest.mark.parametrize(
    ("said", "machine", "sentence", "remedy"),
    [
        (None, WILLING, "There is no bubblewrap on this machine", "Install the package bubblewrap"),
        (
            "setting up uid map: Permission denied",
            RESTRICTED,
            "kernel.apparmor_restrict_unprivileged_userns is 1",
            LOAD,
        ),
        ("loopback: Failed RTM_NEWADDR: Operation not permitted", RESTRICTED, "AppArmor forbids", LOAD),
        ("No permissions to create a new namespace", Machine(False, True, False), "switched off", "sudo sysctl"),
        ("Operation not permitted", Machine(False, False, True), "This container may not make namespaces", "seccomp="),
        ("odd", WILLING, "bubblewrap cannot make a sandbox here: odd.", "unshare --user"),
    ],
)
def test_each_refusal_has_a_sentence_and_a_way_out(
    said: str | None, machine: Machine, sentence: str, remedy: str
) -> None:
    """The kernel's switches decide which explanation fits."""
    error = explain(said, machine)
    assert sentence in error.sentence
    assert remedy in error.remedy
    assert str(error) == f"{error.sentence} {error.remedy}"


def test_every_command_of_the_remedy_for_apparmor_is_in_the_docs() -> None:
    """Who follows the terminal and who follows the page do the same; installing bubblewrap alone was not enough."""
    page = (Path(__file__).parents[2] / "docs" / "reference" / "sandbox.md").read_text(encoding="utf-8")
    commands = re.findall(r"'(sudo [^']+)'", APPARMOR_REMEDY)
    assert len(commands) == 4
    assert [command for command in commands[:3] if command not in page] == []
    assert commands[3].removeprefix("sudo sysctl ") in page


@pytest.mark.parametrize(("setting", "restricts"), [("1\n", True), ("0\n", False), (None, False)])
def test_the_switch_of_apparmor_is_read(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, setting: str | None, restricts: bool
) -> None:
    """A kernel without the switch restricts nothing."""
    switch = tmp_path / "apparmor_restrict_unprivileged_userns"
    if setting is not None:
        switch.write_text(setting)
    monkeypatch.setattr(diagnosis, "APPARMOR_SWITCH", switch)
    assert look().apparmor_restricts is restricts


def test_a_restricted_machine_refuses_and_tells_what_to_load(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """From a bubblewrap that says what it says on Ubuntu 24.04 to what `doctor` shows."""
    switch, refused = tmp_path / "switch", tmp_path / "bwrap"
    switch.write_text("1\n")
    refused.write_text("#!/bin/sh\necho bwrap: setting up uid map: Permission denied >&2\nexit 1\n")
    refused.chmod(0o755)
    tmp_path.chmod(0o755)
    monkeypatch.setattr(diagnosis, "APPARMOR_SWITCH", switch)
    monkeypatch.setattr(launching, "candidates", lambda: iter([Bubblewrap(refused, (tmp_path,))]))
    facts = probe(tmp_path)
    assert facts.boxes is None
    (finding,) = (each for each in examine(facts, DataFolder(tmp_path)) if each.what == "sandbox")
    assert finding.word is Word.MISSING
    assert "AppArmor forbids this bubblewrap to make user namespaces" in finding.sentence
    assert LOAD in finding.remedy


def test_machine_without_bubblewrap_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The probe reports it, and ``require`` raises it."""
    monkeypatch.setattr(launching, "candidates", lambda: iter(()))
    facts = probe(tmp_path)
    assert facts.boxes is None
    with pytest.raises(SandboxUnavailable, match="There is no bubblewrap"):
        require(facts)


def test_bubblewrap_that_fails_is_passed_over(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The next one is tried; if none works, what the first said is told."""
    broken = tmp_path / "bwrap"
    broken.write_text("#!/bin/sh\necho bwrap: refused by the test\nexit 1\n")
    broken.chmod(0o755)
    tmp_path.chmod(0o755)
    real = next(candidates())
    users = users_of_this_server()
    monkeypatch.setattr(launching, "candidates", lambda: iter([Bubblewrap(broken, ()), real]))
    assert choose(users).bubblewrap == real
    monkeypatch.setattr(launching, "candidates", lambda: iter([Bubblewrap(broken, (tmp_path,))]))
    with pytest.raises(SandboxUnavailable, match="bwrap: refused by the test"):
        choose(users)


def test_unknown_machine_is_refused() -> None:
    """No table of system calls, no box."""
    with pytest.raises(SandboxUnavailable, match="knows no system calls of a riscv64 machine"):
        filter_of("riscv64")


@pytest.mark.parametrize(
    ("actions", "scope", "works"),
    [
        ("kill_process errno user_notif allow", "1", True),
        ("kill_process errno user_notif allow", "2", True),
        ("kill_process errno user_notif allow", None, True),
        (None, None, True),
        ("kill errno trace allow", "0", False),
        ("kill_process errno user_notif allow", "3", False),
    ],
)
def test_machine_that_lets_nobody_look_is_told(
    actions: str | None, scope: str | None, works: bool, tmp_path: Path
) -> None:
    """A record needs the kernel's word, and the right to read what it points to."""
    for name, text in (("actions", actions), ("scope", scope)):
        if text is not None:
            (tmp_path / name).write_text(text + "\n")
    assert [each.what for each in missing_record(tmp_path / "actions", tmp_path / "scope")] == ["record"] * (not works)


def test_shortages_are_told() -> None:
    """Little memory or disk is a warning with a way out, not a refusal of boxes."""
    assert shortages(4000, 4000) == ()
    assert [short.what for short in shortages(100, 4000)] == ["memory"]
    assert [short.what for short in shortages(100, 100)] == ["memory", "disk"]


def test_closed_folder_is_the_outermost() -> None:
    """What strangers cannot enter hides all below it."""
    with tempfile.TemporaryDirectory() as name:
        outer = Path(name)
        inner = outer / "inner"
        inner.mkdir()
        assert closed_folder(inner / "x") == outer
        outer.chmod(0o755)
        inner.chmod(0o700)
        assert closed_folder(inner / "x") == inner
        inner.chmod(0o711)
        assert closed_folder(inner / "x") is None
        assert closed_folder(inner / "missing" / "x") is None
