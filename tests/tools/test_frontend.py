"""The tools of the front end: found or brought, and left out with a line where they cannot be had."""

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from quintain_tools import frontend
from quintain_tools import test as command
from quintain_tools.frontend import Node, bring_tools, has_packages, installed_node

from tests.tools.test_browser import write_program

NPM_RAN = "npm-ran"


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with an empty PATH, no network, and a front end whose lock pins a package for each purpose."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(frontend, "FRONT_END", tmp_path)
    monkeypatch.setattr(frontend, "WHEEL_SITE", tmp_path / "wheel")
    monkeypatch.setattr(sys, "executable", str(write_program(tmp_path / "python", "exit 1")))
    write_program(tmp_path / "uv", "exit 2")
    packages = {
        "": {"name": "front end"},
        "node_modules/bundled": {"integrity": "sha512-b"},
        "node_modules/other-system": {"integrity": "sha512-o", "optional": True},
        "node_modules/tool": {"integrity": "sha512-t", "dev": True},
    }
    (tmp_path / "package-lock.json").write_text(json.dumps({"packages": packages}))
    return tmp_path


def install(machine: Path, **integrity: str) -> None:
    """Write down what npm installed, as npm does."""
    packages = {f"node_modules/{name}": {"integrity": value} for name, value in integrity.items()}
    place = machine / "node_modules" / ".package-lock.json"
    place.parent.mkdir(exist_ok=True)
    place.write_text(json.dumps({"packages": packages}))


def install_node(machine: Path, version: str, *, npm: str = "exit 1") -> None:
    """Put a Node and an npm on PATH; this Node runs npm's script by the shell."""
    write_program(machine / "node", f'case "$1" in --version) echo {version};; *) exec /bin/sh "$@";; esac')
    write_program(machine / "npm", npm)


@pytest.mark.parametrize("version", ["v20.20.2", "v22.11.0", "v8.17.0", ""])
def test_a_node_that_is_too_old_is_as_good_as_none(machine: Path, version: str) -> None:
    """The tests of the front end do not run with it."""
    install_node(machine, version)
    assert installed_node() is None


@pytest.mark.parametrize("version", ["v22.12.0", "v24.19.0", "v100.0.0"])
def test_a_young_node_is_used_with_its_own_npm(machine: Path, version: str) -> None:
    """Nothing is downloaded where there is one."""
    install_node(machine, version)
    assert installed_node() == Node(machine / "node", machine / "npm")


def test_a_node_without_npm_is_as_good_as_none(machine: Path) -> None:
    """Some systems have a package for each."""
    install_node(machine, "v24.19.0")
    (machine / "npm").unlink()
    assert installed_node() is None


def test_serving_a_classroom_needs_no_tools(machine: Path) -> None:
    """What the bundle is made of is enough for the build, and not for the checks."""
    assert not has_packages(tools=False), "nothing is installed"
    install(machine, bundled="sha512-b")
    assert has_packages(tools=False)
    assert not has_packages(tools=True)
    install(machine, bundled="sha512-b", tool="sha512-t")
    assert has_packages(tools=True), "a package for another system does not count"


def test_a_package_that_is_not_the_pinned_one_is_installed_anew(machine: Path) -> None:
    """After an update of the lock, what was installed is not enough."""
    install(machine, bundled="sha512-a", tool="sha512-t")
    assert not has_packages(tools=False)


def test_missing_tools_are_brought_once(machine: Path) -> None:
    """The first check installs them with npm; later ones ask nobody."""
    install(machine, bundled="sha512-b", tool="sha512-t")
    record = machine / "node_modules" / ".package-lock.json"
    record.rename(machine / "record")
    npm = f'echo "$@" >>"{machine}/{NPM_RAN}"; /bin/cp "{machine}/record" "{record}"'
    install_node(machine, "v24.19.0", npm=npm)
    assert bring_tools() == Node(machine / "node", machine / "npm")
    assert bring_tools() == Node(machine / "node", machine / "npm")
    assert (machine / NPM_RAN).read_text() == "ci\n"


def test_without_a_network_there_are_no_tools(machine: Path) -> None:
    """Neither Node nor npm's packages can be brought then."""
    assert bring_tools() is None, "no Node"
    install_node(machine, "v24.19.0")
    assert bring_tools() is None, "npm fails"


def ran(monkeypatch: pytest.MonkeyPatch, *, holds: bool = True) -> list[str]:
    """Run no gate and no test; return the list in which their names appear."""
    names: list[str] = []

    def run_gate(gate: command.Gate) -> bool:
        names.append(gate.name)
        return holds

    def run_pytest(*, fast: bool, arguments: tuple[str, ...], coverage: bool) -> int:
        names.append("pytest")
        return 0

    monkeypatch.setattr(command, "run_gate", run_gate)
    monkeypatch.setattr(command, "run_pytest", run_pytest)
    return names


def test_the_front_end_is_left_out_with_a_line(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where its tools cannot be had, everything else is checked, and nobody believes that it was."""
    names = ran(monkeypatch)
    result = CliRunner().invoke(command.test, [])
    assert result.exit_code == 0, result.output
    assert result.output.count("front end: left out") == 1
    assert sorted(names[:-1]) == sorted(gate.name for gate in command.GATES)
    assert names[-1] == "pytest"


@pytest.mark.parametrize(("holds", "status"), [(True, 0), (False, 1)])
def test_gates_alone_run_no_tests(monkeypatch: pytest.MonkeyPatch, *, holds: bool, status: int) -> None:
    """`quintain test --gates` is what `just lint` and people in a hurry call; it fails if one of them does."""
    monkeypatch.setattr(command, "bring_tools", lambda: Node(Path("node"), Path("npm")))
    names = ran(monkeypatch, holds=holds)
    result = CliRunner().invoke(command.test, ["--gates"])
    assert result.exit_code == status, result.output
    assert sorted(names) == sorted(gate.name for gate in (*command.GATES, *command.FRONT_END_GATES))
