"""What an operator can set is documented, and what protects learners is set."""

import re
from pathlib import Path

from django.conf import settings
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import connection

import quintain

ROOT = Path(__file__).parents[2]


def test_every_variable_is_documented() -> None:
    """Nobody has to read the source to learn what can be set, and nothing is described that is not there."""
    used = {
        name
        for folder in (Path(quintain.__file__).parent, ROOT / "tools" / "quintain_tools")
        for path in folder.rglob("*.py")
        for name in re.findall(r"QUINTAIN_[A-Z_]+", path.read_text("utf-8"))
    }
    described = set(
        re.findall(r"^\| `(QUINTAIN_[A-Z_]+)`", (ROOT / "docs/reference/environment.md").read_text(), re.MULTILINE)
    )
    assert described == used


def test_the_database_is_safe_and_fast(db: None) -> None:
    """A journal that readers and writers share, transactions that lock at once, a sync for each commit, no remains."""
    options = settings.DATABASES["default"]["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in options["init_command"]
    assert "synchronous=FULL" in options["init_command"]
    assert "secure_delete=ON" in options["init_command"]
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA secure_delete").fetchone() == (1,)


def test_the_application_passes_its_checks(db: None) -> None:
    """No warning of Django's stays open."""
    assert run_checks() == []


def test_the_models_and_the_migrations_agree(db: None) -> None:
    """A model that changed without a migration would meet an old table."""
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_only_this_machine_is_served_by_default() -> None:
    """Every further host name is somebody's decision."""
    assert set(settings.ALLOWED_HOSTS) - {"testserver"} == {"127.0.0.1", "localhost", "[::1]"}
    assert settings.DEBUG is False
