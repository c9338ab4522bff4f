"""Tests of the portal. Run them with pytest."""

import json

import cache
import config
import directory
import pytest
import warehouse
from portal import app

MANAGER, LEAD, COLLEAGUE = "key-1-only-for-tests", "key-2-only-for-tests", "key-3-only-for-tests"
MEMBERS = {
    MANAGER: {"company": "east", "name": "Ada", "role": "manager", "team": "office"},
    LEAD: {"company": "east", "name": "Ben", "role": "lead", "team": "yard"},
    COLLEAGUE: {"company": "east", "name": "Cem", "role": "lead", "team": "yard"},
}
ROWS = [{"team": "yard", "title": "New fence", "hours": 12, "pay": 30000}]


@pytest.fixture(autouse=True)
def asked(monkeypatch, tmp_path):
    """Fill directory and warehouse, and list the questions to the warehouse."""
    file, questions = tmp_path / "directory.json", []
    file.write_text(json.dumps({"members": MEMBERS, "subscriptions": {"east": ["projects"]}}))
    monkeypatch.setattr(directory, "FILE", file)
    monkeypatch.setattr(warehouse, "rows", lambda *question: questions.append(question) or ROWS)
    monkeypatch.setattr(config, "WAREHOUSE_KEY", "only-for-tests")
    cache.PAGES.clear()
    return questions


def get(key, report="projects", **headers):
    return app.test_client().get(f"/reports/{report}", headers={"X-Api-Key": key, **headers})


def test_warehouse_is_asked_once(asked):
    assert get(MANAGER).json == get(MANAGER).json
    assert asked == [("east", "projects")]


def test_import_forgets_the_page(asked):
    get(MANAGER)
    headers = {"X-Warehouse-Key": "only-for-tests"}
    assert app.test_client().post("/imports", headers=headers, json={"company": "east"}).status_code == 204
    get(MANAGER)
    assert len(asked) == 2


def test_browser_keeps_its_copy():
    tag = get(MANAGER).headers["ETag"]
    assert get(MANAGER, **{"If-None-Match": tag}).status_code == 304


def test_colleagues_share_a_page(asked):
    assert get(LEAD).json["rows"] == get(COLLEAGUE).json["rows"]
    assert len(asked) == 1


def test_stored_page_asks_nobody(monkeypatch):
    before = get(LEAD)
    monkeypatch.setattr(directory, "has_subscribed", None)
    monkeypatch.setattr(warehouse, "rows", None)
    assert get(LEAD).json == before.json


def test_note_is_shown():
    app.test_client().put("/reports/projects/note", headers={"X-Api-Key": LEAD}, json={"text": "Too many hours?"})
    assert get(LEAD).json["note"] == "Too many hours?"


def test_other_report_is_refused():
    assert get(LEAD, "people").status_code == 403
