"""The command that puts faults into our own modules."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULE = "src/quintain/web/differences.py"


def put_faults(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "tools/faults.py", MODULE, "--limit", "4", "--seed", "3", *arguments]
    return subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)


@pytest.mark.whole
def test_tests_that_look_at_nothing_notice_no_fault() -> None:
    """Each fault is shown with its place, and the status tells that some are left."""
    done = put_faults("tests/web/test_qr.py")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.endswith("\n0 of 4 faults were noticed.\n")
    assert done.stdout.count(f"\n{MODULE}:") == 4


@pytest.mark.whole
def test_the_modules_own_tests_notice_faults() -> None:
    """In forks of one process, in which the functions have other code."""
    done = put_faults("tests/web/test_differences.py")
    noticed = int(done.stdout.splitlines()[-1].partition(" of 4 ")[0])
    assert noticed >= 2, done.stdout


def test_tests_that_are_not_there_are_refused() -> None:
    """Else all faults would count as noticed."""
    done = put_faults("tests/web/test_nothing.py")
    assert (done.returncode, "cannot be collected" in done.stderr) == (1, True)
