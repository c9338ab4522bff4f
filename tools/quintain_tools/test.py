"""``quintain test``: everything that must hold before a change lands, in one command."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import click

from quintain_tools.audit import audit
from quintain_tools.browser import bring_browser, bring_firefox, find_browser, find_firefox
from quintain_tools.frontend import MISSING, REPOSITORY, bring_tools

TOOLS = Path(sys.executable).parent


@dataclass(frozen=True, slots=True)
class Gate:
    """One check: a word for people, and the tool of the development group that does it."""

    name: str
    command: tuple[str, ...]


# Where people read: everything but tests, scripts and what is installed.
PROSE = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "changelog.d", "content", "docs", "src")
TEMPLATES = tuple(map(str, sorted((REPOSITORY / "src").rglob("templates/**/*.html"))))

# Outside the tree, as nobody who asks Python for no bytecode wants any there.
BYTECODE = {"PYTHONPYCACHEPREFIX": str(REPOSITORY / ".quintain" / "bytecode")}

GATES = (
    Gate("style", ("ruff", "check")),
    Gate("format", ("ruff", "format", "--check")),
    Gate("import directions", ("lint-imports",)),
    Gate("types", ("mypy",)),
    Gate("templates", ("djade", "--check", *TEMPLATES)),
    Gate("dependencies", ("deptry", "src")),
    Gate("security (Bandit)", ("python", "tools/audit/reasons.py")),
    Gate("prose", ("codespell", "--toml", "tools/prose/codespell.toml", *PROSE)),
    Gate("standard words", ("python", "-m", "quintain_tools.standard_words")),
)
FRONT_END_GATES = (
    Gate("types of the front end", ("python", "-m", "quintain_tools.frontend", "check")),
    Gate("style and format of the front end", ("python", "-m", "quintain_tools.frontend", "lint")),
    Gate("tests of the front end", ("python", "-m", "quintain_tools.frontend", "test")),
    Gate("scripts of exhibits", ("quintain", "bundle", "--check")),
)


@click.command()
@click.option("--fast", is_flag=True, help="Leave out the browser, the matrix of the labs and the hostile programs.")
@click.option("--gates", "only_gates", is_flag=True, help="Check everything, and run only the tests of the front end.")
@click.option("--touched", is_flag=True, help="Run more cases of what this branch changes.")
@click.option("--since", metavar="COMMIT", help="Run more cases of what was changed since this commit.")
@click.option("--all", "whole", is_flag=True, help="Run every case of every test, not a sample of the long lists.")
@click.option("--audit", "only_audit", is_flag=True, help="Ask for advisories about all packages, and run no test.")
@click.option("--coverage", is_flag=True, help="Count the lines of Quintain that run, and fail below the floor.")
@click.argument("pytest_arguments", nargs=-1, type=click.UNPROCESSED)
def test(
    *,
    fast: bool,
    only_gates: bool,
    only_audit: bool,
    touched: bool,
    since: str | None,
    whole: bool,
    coverage: bool,
    pytest_arguments: tuple[str, ...],
) -> None:
    """Check style, types, import directions and the front end, then run the tests.

    Of tests with long lists of cases (forgeries, hostile programs, pages), each commit runs a sample of its own.
    Arguments after ``--`` go to pytest: ``quintain test -- tests/packs -k line``.
    """
    if not (REPOSITORY / "tests").is_dir() or not (TOOLS / "pytest").exists():
        message = "The tests live in a clone of the repository. Clone it, and run ./quintain test there."
        raise click.ClickException(message)
    if only_audit:
        sys.exit(audit(click.echo))
    with ThreadPoolExecutor(os.process_cpu_count()) as threads:
        held = list(threads.map(run_gate, (*GATES, *front_end_gates())))
    if only_gates:
        sys.exit(0 if all(held) else 1)
    wanted = [word for word, is_asked in (("--all", whole), ("--touched", touched)) if is_asked]
    if since:
        wanted.append(f"--since={since}")
    status = run_pytest(fast=fast, arguments=(*wanted, *pytest_arguments), coverage=coverage)
    sys.exit(status or (0 if all(held) else 1))


def front_end_gates() -> tuple[Gate, ...]:
    """Return the checks of the front end; none, and a line that says so, where there is no Node for them."""
    if bring_tools():
        return FRONT_END_GATES
    click.echo(f"front end: left out, as {MISSING}")
    return ()


def run_gate(gate: Gate) -> bool:
    """Run one gate from the repository's root; its output is shown only when it fails."""
    done = subprocess.run(
        (str(TOOLS / gate.command[0]), *gate.command[1:]), cwd=REPOSITORY, check=False, capture_output=True, text=True
    )
    outcome = f"{gate.name}: holds" if done.returncode == 0 else f"{gate.name}: fails\n{done.stdout}{done.stderr}"
    click.echo(outcome)
    return done.returncode == 0


def run_pytest(*, fast: bool, arguments: tuple[str, ...], coverage: bool) -> int:
    """Run the suite in two processes and return pytest's exit status, or that of coverage.py if pytest's is 0.

    Raises:
        ClickException: there is no browser and none could be brought.
    """
    environment = dict(os.environ) | BYTECODE
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # hundreds of programs would compile the same modules again
    selection: tuple[str, ...] = ("-m", "not browser and not matrix and not hostile") if fast else ()
    if not fast:
        browser = find_browser() or bring_browser()
        if browser is None:
            message = (
                "The browser tests need Chromium, Chrome or Edge. Install one, or set QUINTAIN_BROWSER to its "
                "executable; `quintain test --fast` runs all tests that need none."
            )
            raise click.ClickException(message)
        environment["QUINTAIN_BROWSER"] = str(browser)
        firefox = find_firefox() or bring_firefox()
        if firefox:
            environment["QUINTAIN_FIREFOX"] = str(firefox)
        else:
            click.echo("firefox: not found, so the journeys run in Chromium alone")
    options = ("-n", "2", "--dist", "loadfile", "--no-loadscope-reorder", *selection, *arguments)
    if coverage:
        return run_measured(options, environment)
    return subprocess.run((str(TOOLS / "pytest"), *options), cwd=REPOSITORY, check=False, env=environment).returncode


def run_measured(options: tuple[str, ...], environment: dict[str, str]) -> int:
    """Run pytest under coverage.py, print the lines that did not run, and return the first exit status that is not 0.

    What is measured, and the floor, are in pyproject.toml. Exit status 2: less was run than the floor asks.
    """
    program = str(TOOLS / "coverage")
    environment |= {"COVERAGE_FILE": str(REPOSITORY / ".quintain" / "coverage")}
    steps = (("erase",), ("run", "-m", "pytest", *options), ("combine", "--quiet"), ("report",))
    for step in steps:
        status = subprocess.run((program, *step), cwd=REPOSITORY, check=False, env=environment).returncode
        if status:
            return status
    return 0
