"""A learner fills the disk with copies, by resetting and saving in turns: the copies stay within their limits."""

import json

import pytest
from django.test import Client

from quintain.accounts.models import User
from quintain.attempts import actions
from quintain.attempts.models import Copy, File, Workspace
from quintain.attempts.workspace.copies import MOST_MEBIBYTES
from quintain.attempts.workspace.files import EXCHANGES_PER_MINUTE
from quintain.packs.model.lab import Lab

pytestmark = pytest.mark.django_db

LARGEST = 256 * 1024


def save(page: Client, text: str) -> int:
    """Save on top of whatever there is."""
    workspace = Workspace.objects.filter().first()
    body = {"path": "shop.py", "text": text, "revision": workspace.revision if workspace else 0}
    return page.put("/labs/shop/files", json.dumps(body), content_type="application/json").status_code


def test_resets_in_turns_with_saves_are_stopped_within_the_minute(page: Client, course: object) -> None:
    """The refusal tells what to do, and changes nothing."""
    for number in range(EXCHANGES_PER_MINUTE):
        assert save(page, f"text {number}") == 200
        assert page.post("/labs/shop/reset").status_code == 302
    save(page, "the last text")
    refused = page.post("/labs/shop/reset")
    assert refused.status_code == 429
    assert "You reset or restored these files very often within a minute" in refused.content.decode()
    assert File.objects.get().text == "the last text"
    assert Copy.objects.count() == EXCHANGES_PER_MINUTE


def test_restores_in_turns_are_stopped_as_well(page: Client, course: object) -> None:
    """Bringing back a copy and what was before it makes no third copy, and ends within the minute."""
    save(page, "mine")
    page.post("/labs/shop/reset")
    answers = []
    for _ in range(EXCHANGES_PER_MINUTE + 2):
        copy = Copy.objects.order_by("-made_at")[0]
        answers.append(page.post(f"/labs/shop/copies/{copy.pk}/restore").status_code)
    assert answers[-1] == 429
    assert Copy.objects.count() == 2


def test_a_patient_attacker_gets_no_more_than_the_budget(
    page: Client, learner: User, lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without any limit on the rate, 60 texts of 256 KiB leave 8 MiB."""
    monkeypatch.setattr("quintain.attempts.workspace.files.EXCHANGES_PER_MINUTE", 1000)
    for number in range(60):
        assert save(page, str(number).ljust(LARGEST, "x")) == 200
        actions.reset(learner, lab)
    assert sum(copy.size_bytes for copy in Copy.objects.all()) <= MOST_MEBIBYTES * 1024 * 1024
    assert max(int(copy.files["shop.py"][:2].rstrip("x")) for copy in Copy.objects.all()) == 59


def test_conflicts_and_kept_texts_are_within_the_budget_too(page: Client, course: object) -> None:
    """They make copies without any reset."""
    save(page, "newer")
    for number in range(60):
        body = {"path": "shop.py", "text": str(number).ljust(LARGEST, "x"), "revision": 0}
        page.post("/labs/shop/files/kept", json.dumps(body), content_type="application/json")
    assert sum(copy.size_bytes for copy in Copy.objects.all()) <= MOST_MEBIBYTES * 1024 * 1024
    assert File.objects.get().text == "newer"
