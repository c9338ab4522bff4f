"""The command line as a whole: quick to answer, and free of what a command does not need."""

import subprocess
import sys

import pytest
from click.testing import CliRunner

from quintain.cli.main import COMMANDS, main


def imported_by(statement: str) -> set[str]:
    """Return the top-level packages that a statement brings into a fresh interpreter."""
    program = f"import sys\n{statement}\nprint(*{{name.partition('.')[0] for name in sys.modules}})"
    done = subprocess.run((sys.executable, "-c", program), capture_output=True, text=True, check=True)
    return set(done.stdout.split("\n")[-2].split())


@pytest.mark.parametrize(
    "module",
    ["quintain.packs", "quintain.cli.check", "quintain.cli.new", "quintain.cli.preview", "quintain.cli.doctor"],
)
def test_authors_do_not_wait_for_django(module: str) -> None:
    """Authoring commands and the pack's loader stand without Django."""
    assert not {"django", "channels"} & imported_by(f"import {module}")


def test_list_of_commands_imports_none_of_them() -> None:
    """`quintain --help` needs click and nothing of Quintain's own but the list."""
    found = imported_by("from quintain.cli.main import main\nmain(['--help'], standalone_mode=False)")
    assert not {"django", "rich", "httpx", "markdown_it", "pytest"} & found


def test_list_of_commands_is_whole() -> None:
    """Each command stands in the list with a line of its own."""
    result = CliRunner().invoke(main, ["--help"])
    assert result.exit_code == 0
    assert [line.split()[0] for line in result.output.split("Commands:\n")[1].splitlines()] == list(COMMANDS)


def test_unknown_command_is_refused() -> None:
    """A slip of the pen ends with a sentence and status 2."""
    result = CliRunner().invoke(main, ["chekc"])
    assert result.exit_code == 2
    assert "No such command" in result.output
