"""What people have in a released version is there after an update, and a version never opens what a newer one wrote."""

import sqlite3
import stat
from contextlib import closing
from html import unescape
from pathlib import Path

from tests.courses import COURSE
from tests.server.releases import DATABASE, FOLDER, bring_back
from tests.server.test_serving import Start, refuse, start

__all__ = ["start"]

DERIVED = {"django_migrations", "django_content_type", "auth_permission", "sqlite_sequence", "django_session"}
"""What migrations and sign-ins write."""
RENAMED = {"stopped": "attacks_stopped"}
"""Columns of submissions that have another name since."""
KEY = "k" * 64


def rows_of(database: Path) -> dict[str, list[dict[str, object]]]:
    """Return all rows of all tables, as columns with their values, in the order of their keys."""
    with closing(sqlite3.connect(database)) as connection:
        connection.row_factory = sqlite3.Row
        names = [row["name"] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: [dict(row) for row in connection.execute(f"SELECT * FROM {name} ORDER BY 1")]  # noqa: S608  our names
            for name in names
        }


def released(version: str, data: Path) -> Path:
    """Return a data folder as a version left it when it was stopped, with the key that signs its forms."""
    bring_back(FOLDER / f"{version}.sql", data)
    (data / "secret-key").write_text(f"{KEY}\n")
    (data / "secret-key").chmod(0o600)
    return data


def carried_over(row: dict[str, object]) -> dict[str, object]:
    """Return a row of 0.2.0 as this version has it: with what was renamed since, and without what a sign-in changes."""
    if isinstance(checks := row.get("checks"), str):
        row = row | {"checks": checks.replace('"held_out": ', '"hidden": ')}
    return {RENAMED.get(column, column): value for column, value in row.items() if column != "last_login"}


def assert_kept(before: dict[str, list[dict[str, object]]], after: dict[str, list[dict[str, object]]]) -> None:
    """Assert that each row and value is there; what a start writes may have come to it."""
    for table in before.keys() - DERIVED:
        old = [carried_over(row) for row in before[table]]
        new = [{column: row[column] for column in known} for known, row in zip(old, after[table], strict=True)]
        assert new == old, table


def test_all_of_a_learner_of_0_2_0_is_there_after_the_update(start: Start, tmp_path: Path) -> None:
    """Each row and value of each table; and on the pages what was found, broken, fixed, and put aside."""
    data = released("0.2.0", tmp_path / "data")
    before = rows_of(data / DATABASE)
    browser = start("--port", "0", "--pack", str(COURSE), data=data, is_new=True).browser()
    assert_kept(before, rows_of(data / DATABASE))
    (copy,) = data.glob("before-migration-*.sqlite3")
    assert rows_of(copy) == before
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert (data / "secret-key").read_text().strip() == KEY
    with closing(sqlite3.connect(data / DATABASE)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []

    results = {number: browser.get(f"/labs/tour/attempts/{number}/") for number in (1, 2)}
    assert ["Still open" in page.text for page in results.values()] == [True, False]
    assert browser.get("/labs/tour/debrief/").url.path == "/labs/tour/debrief/", "the proof is forgotten"
    assert str(before["attempts_exploit"][0]["text"]).splitlines()[0] in unescape(browser.get("/labs/tour/break/").text)
    assert "# begun" in browser.get("/labs/redos/fix/").text
    saved = browser.put("/labs/redos/files", json={"path": "contacts.py", "text": "# went on\n", "revision": 1})
    assert saved.status_code == 200, saved.text
    assert len(rows_of(data / DATABASE)["accounts_user"]) == 1, "somebody else signed in"


def test_all_of_a_class_of_1_0_0_is_there_after_an_update(start: Start, tmp_path: Path) -> None:
    """A class of twelve with its work, and a person who has a row in every table about people."""
    data = released("1.0.0", tmp_path / "data")
    before = rows_of(data / DATABASE)
    assert len(before["attempts_submission"]) == 17
    start("--port", "0", "--pack", str(COURSE), data=data, is_new=True)
    assert_kept(before, rows_of(data / DATABASE))
    with closing(sqlite3.connect(data / DATABASE)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_data_of_a_newer_version_is_refused_in_words_and_left_as_it_is(tmp_path: Path) -> None:
    """After a downgrade: the sentence names what is unknown, and says what to do."""
    data = released("0.2.0", tmp_path / "data")
    with closing(sqlite3.connect(data / DATABASE)) as connection:
        connection.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('attempts', '0999_far', 'now')")
        connection.commit()
    before = rows_of(data / DATABASE)
    refused = refuse(data, "--port", "0")
    assert refused.returncode == 1
    assert "was made by a newer Quintain (attempts.0999_far)" in refused.stderr
    assert "Start that version, or choose another database." in refused.stderr
    assert rows_of(data / DATABASE) == before
    assert list(data.glob("before-migration-*")) == []
