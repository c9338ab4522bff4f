"""A real shell runs every sample, wherever the value stands."""

import random
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quintain.judge.payloads import shell
from quintain.judge.payloads.drawing import Dimension

seeds = st.integers(0, 2**63)
SPOTS = [
    (shell.BARE, "wc -w < issues/{}.txt"),
    (shell.SINGLE, "grep -hiF '{}' issues/*.txt | sort"),
    (shell.ARGUMENTS, "grep -hiF '{}' issues/*.txt"),
    (shell.INSIDE, 'echo "1923: {}"'),
    (shell.DOUBLE, 'echo "1923: {}" 2>&1'),
]
slow = settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def room(tmp_path: Path) -> Path:
    (tmp_path / "issues").mkdir()
    (tmp_path / "issues" / "x.txt").write_text("words\n")
    (tmp_path / "donors.txt").write_text("canary-1f0c\n")
    return tmp_path


def run(room: Path, line: str, payload: str) -> str:
    done = subprocess.run(
        ["/bin/sh", "-c", line.replace("{}", payload)],
        cwd=room,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    return done.stdout + done.stderr


@pytest.mark.parametrize(("spot", "line"), SPOTS)
@slow
@given(seed=seeds)
def test_command_runs(room: Path, spot: Dimension[str], line: str, seed: int) -> None:
    """The program prints the file that is nobody's business."""
    for name, payload in shell.commands(random.Random(seed), ["cat", "donors.txt"], spot=spot, many=6).items():
        assert "canary-1f0c" in run(room, line, payload), (name, payload)


@pytest.mark.parametrize(("spot", "line"), SPOTS)
def test_shell_reads_by_itself(room: Path, spot: Dimension[str], line: str) -> None:
    """No program is needed to print a file."""
    for name, payload in shell.reads(random.Random(1), "donors.txt", spot=spot, many=None).items():
        assert "canary-1f0c" in run(room, line, payload), (name, payload)


@pytest.mark.parametrize(("spot", "line"), SPOTS)
def test_shell_multiplies(room: Path, spot: Dimension[str], line: str) -> None:
    """And prints the product."""
    for name, (payload, product) in shell.products(random.Random(1), spot=spot, many=None).items():
        assert product in run(room, line, payload), (name, payload)


@pytest.mark.parametrize(("quote", "line"), [("", "echo {}"), ("'", "echo '{}'"), ('"', 'echo "{}"')])
def test_redirection_overwrites(room: Path, quote: str, line: str) -> None:
    """The file's text is gone."""
    for name, payload in shell.redirections(random.Random(1), "donors.txt", quote=quote, many=None).items():
        (room / "donors.txt").write_text("canary-1f0c\n")
        run(room, line, payload)
        assert "canary" not in (room / "donors.txt").read_text(), name


def test_option_is_taken(room: Path) -> None:
    """In each spelling, tar reads its names from the file."""
    for name, payload in shell.options(random.Random(1), "files-from", "donors.txt", short="T", many=None).items():
        assert "canary-1f0c" in run(room, "tar --create --file /dev/null '{}'", payload), name
