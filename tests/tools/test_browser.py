"""Which browsers the tests drive, and that a missing Firefox breaks nothing."""

from pathlib import Path

import pytest
from quintain_tools.browser import bring_firefox, find_firefox


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder in which programs are found."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("QUINTAIN_FIREFOX", raising=False)
    return tmp_path


def write_program(place: Path, text: str) -> Path:
    """Write a shell script that can be run."""
    place.write_text(f"#!/bin/sh\n{text}\n")
    place.chmod(0o755)
    return place


def test_an_installed_firefox_is_found(programs: Path) -> None:
    """Debian calls it firefox-esr, others firefox; the long-lived one comes first."""
    assert find_firefox() is None
    plain = write_program(programs / "firefox", "exit 0")
    assert find_firefox() == plain
    lasting = write_program(programs / "firefox-esr", "exit 0")
    assert find_firefox() == lasting


def test_a_firefox_may_be_named(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The variable goes before what is installed."""
    write_program(programs / "firefox", "exit 0")
    monkeypatch.setenv("QUINTAIN_FIREFOX", "/opt/firefox/firefox")
    assert find_firefox() == Path("/opt/firefox/firefox")


def test_where_there_is_no_apt_nothing_is_brought(programs: Path) -> None:
    """The tests run without Firefox there."""
    assert bring_firefox() is None


def test_an_apt_that_knows_no_firefox_breaks_nothing(programs: Path) -> None:
    """Some systems have no such package, or no network."""
    write_program(programs / "apt-get", "exit 100")
    assert bring_firefox() is None
