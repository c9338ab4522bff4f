"""How many copies are kept, and which of them are deleted first."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from quintain.accounts.models import User
from quintain.attempts import actions
from quintain.attempts.models import Copy, Phase, Reason, Workspace
from quintain.attempts.workspace.copies import MOST_COPIES, MOST_MEBIBYTES, Content, keep_copy
from quintain.packs.model.lab import Lab

pytestmark = pytest.mark.django_db


@pytest.fixture
def workspace(learner: User, lab: Lab) -> Workspace:
    return actions.workspace_of(learner, lab)


def keep(workspace: Workspace, text: str, reason: Reason = Reason.RESET, days_ago: int = 0) -> None:
    """Keep a copy of a text, as if it had been made some days ago."""
    keep_copy(workspace, Content(Phase.FIX, {"shop.py": text}), reason)
    made_at = timezone.now() - timedelta(days=days_ago)
    Copy.objects.filter(files={"shop.py": text}).update(made_at=made_at)


def texts() -> set[str]:
    return {copy.files["shop.py"] for copy in Copy.objects.all()}


def test_the_newest_copies_are_kept(workspace: Workspace) -> None:
    """Beyond the limit, the oldest goes first."""
    for number in range(MOST_COPIES + 3):
        keep(workspace, f"text {number}")
    assert texts() == {f"text {number}" for number in range(3, MOST_COPIES + 3)}


def test_copies_from_conflicts_and_the_last_of_a_day_stay_longest(workspace: Workspace) -> None:
    """However many resets follow, these are not deleted for them."""
    keep(workspace, "of a conflict", Reason.NOT_CHOSEN, days_ago=9)
    keep(workspace, "found in a browser", Reason.RECOVERED, days_ago=9)
    keep(workspace, "not the last of that day", days_ago=7)
    keep(workspace, "last of that day", days_ago=7)
    for number in range(MOST_COPIES + 3):
        keep(workspace, f"text {number}")
    assert {"of a conflict", "found in a browser", "last of that day"} <= texts()
    assert "not the last of that day" not in texts()
    assert Copy.objects.count() == MOST_COPIES


def test_a_workspace_full_of_conflicts_still_keeps_what_was_just_replaced(workspace: Workspace) -> None:
    """The copy that is being made is never the one to go."""
    for number in range(MOST_COPIES):
        keep(workspace, f"conflict {number}", Reason.CHOSEN)
    keep(workspace, "before this reset")
    assert "before this reset" in texts()
    assert Copy.objects.count() == MOST_COPIES


def test_all_copies_together_have_a_budget_in_bytes(workspace: Workspace) -> None:
    """Many large texts are as much as fewer small ones."""
    for number in range(12):
        keep(workspace, str(number).ljust(1024 * 1024, "x"))
    assert Copy.objects.count() == MOST_MEBIBYTES
    assert {text[:2] for text in texts()} >= {"11", "10", "9x"}


def test_equal_content_is_kept_once_as_the_newest(workspace: Workspace) -> None:
    """A copy that is made again moves up, and one from a conflict stays one."""
    keep(workspace, "same", Reason.NOT_CHOSEN, days_ago=3)
    keep(workspace, "same", Reason.RESET)
    copy = Copy.objects.get()
    assert copy.reason == Reason.NOT_CHOSEN
    assert timezone.now() - copy.made_at < timedelta(days=1)


def test_the_page_tells_how_many_copies_are_kept(page: Client, workspace: Workspace) -> None:
    """Nobody has to find out by losing one."""
    keep(workspace, "mine")
    shown = page.get("/labs/shop/fix/").content.decode()
    assert "1 kept copy" in shown
    assert f"Up to {MOST_COPIES} copies and {MOST_MEBIBYTES} MiB of this lab are kept." in shown
