"""The processes that were recorded keep to what memory and C allow; C is compiled and called again where gcc is."""

import platform
import shutil
import tempfile
from pathlib import Path

import pytest

from .recording import data_of, script_of

ROOM = 16


def test_an_answer_is_what_the_bytes_say() -> None:
    """A process that answered believes what the name and its zero byte have left in is_admin and pages."""
    strip = script_of("memory-strip")
    for build in data_of("memory-strip")["builds"]:
        stack = bytes.fromhex(build["stack"])
        for letter, runs in build["runs"].items():
            for count, (_, *outcome) in enumerate(runs):
                written = (letter * count).encode() + b"\0"
                after = written + stack[len(written) :]
                if isinstance(outcome[0], bool):
                    member = strip["Member"].from_buffer_copy(after)
                    assert outcome == [member.is_admin != 0, member.pages], (build["id"], letter, count)


def test_every_build_has_the_same_boundaries() -> None:
    """What is too long depends on bytes and never on the letter; names that fit are answered by every build."""
    for build in data_of("memory-strip")["builds"]:
        for letter, runs in build["runs"].items():
            size = len(letter.encode())
            assert len(runs) == 63 // size + 1
            for count, (_, *outcome) in enumerate(runs):
                assert (outcome == [False, 20]) or count * size >= ROOM


def test_hardening_ends_processes_with_a_message_and_a_crash_has_none() -> None:
    """A crash is a signal without a message, and only the build without hardening has one."""
    crashed = set()
    for build in data_of("memory-strip")["builds"]:
        for _, *outcome in build["runs"]["a"]:
            if isinstance(outcome[0], str) and not outcome[1]:
                crashed.add(build["id"])
    assert crashed == {"plain"}


@pytest.mark.skipif(
    shutil.which("gcc") is None or platform.machine() != "x86_64", reason="the recording needs gcc on x86-64"
)
def test_seventeen_bytes_make_an_administrator_again() -> None:
    """Compiled and called again, without hardening and with _FORTIFY_SOURCE, around the end of the name."""
    strip = script_of("memory-strip")
    source = strip["WATCH"] + (strip["LESSON"] / "member.c").read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as place:
        for build in data_of("memory-strip")["builds"]:
            if build["id"] not in {"plain", "fortify"}:
                continue
            library = strip["build"](Path(place), build["id"], source, build["flags"].split())
            for count in (15, 16, 17):
                told = strip["run"](library, b"a" * count, asan=False)
                assert strip["outcome"](told) == build["runs"]["a"][count][1:]
