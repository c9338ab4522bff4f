"""Preview mode: authors see drafts, and what is wrong with the pack."""

from pathlib import Path, PurePosixPath

import pytest
from django.test import Client
from pytest_django import Settings

from quintain.catalog import pack_store
from quintain.packs.model.lab import Status
from quintain.packs.problems import Problem, Severity
from tests.classroom import make_lab, make_pack

pytestmark = pytest.mark.django_db


def test_there_is_no_preview_in_a_class(page: Client) -> None:
    """The address leads nowhere."""
    assert page.get("/preview/").status_code == 404


def test_a_preview_shows_drafts_and_problems(page: Client, settings: Settings, tmp_path: Path) -> None:
    """The stamp changes with the files, so that an open page knows when to load again."""
    settings.PREVIEW = True
    settings.PACK = str(tmp_path)
    (tmp_path / "pack.toml").write_text("")
    pack_store.put(make_pack(make_lab(status=Status.DRAFT)))
    assert page.get("/labs/shop/fix/").status_code == 200
    before = page.get("/preview/").json()
    assert before["problems"] == []
    pack_store.current_store().problems = (
        Problem("lab.E001", Severity.ERROR, PurePosixPath("labs/x/lab.toml"), 3, "It is gone.", "Mend it."),
    )
    assert page.get("/preview/").json()["problems"] == ["lab.E001 labs/x/lab.toml:3 It is gone. Mend it."]
    (tmp_path / "pack.toml").write_text("changed")
    pack_store.current_store()._looked_at = float("-inf")
    assert page.get("/preview/").json()["stamp"] != before["stamp"]
