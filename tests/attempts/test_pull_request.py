"""A review lab: the pull request is what a learner sees first, as a diff with the numbers of the new files."""

from dataclasses import replace

import pytest
from django.test import Client

from quintain.accounts.models import User
from quintain.attempts.actions import workspace_of
from quintain.catalog import pack_store
from quintain.packs.model.lab import Lab, PullRequest
from quintain.packs.model.pack import Pack
from tests.classroom import SHOP

pytestmark = pytest.mark.django_db

TEST_FILE = "def test_login():\n    assert True\n"
CHANGE = PullRequest(
    "Look up <b>orders</b> faster",
    "One query in place of *two*.\n\n<script>alert(1)</script>",
    {"shop.py": SHOP.replace("WHERE number = {number}", "WHERE number = 0")},
)


@pytest.fixture
def review(course: Pack, lab: Lab) -> Lab:
    """Put a review lab into the course: one file is changed, one is new, and one stays as it was."""
    change = replace(CHANGE, before={**CHANGE.before, "schema.sql": lab.starter["schema.sql"]})
    made = replace(lab, pull_request=change, starter={**lab.starter, "test_shop.py": TEST_FILE})
    pack_store.put(replace(course, labs={**course.labs, lab.slug: made}))
    return made


def test_a_review_lab_begins_with_its_pull_request(page: Client, review: Lab, learner: User) -> None:
    """Until the learner has begun; the phases lead back to it."""
    assert page.get("/labs/shop/").headers["Location"] == "/labs/shop/pull-request/"
    assert "/labs/shop/pull-request/" in page.get("/labs/shop/find/").content.decode()
    workspace_of(learner, review)
    assert page.get("/labs/shop/").headers["Location"] == "/labs/shop/find/"


def test_the_pull_request_shows_what_changes_and_what_is_new(page: Client, review: Lab) -> None:
    """Changed files first, and none that stays; its author's words are Markdown without markup of their own."""
    text = page.get("/labs/shop/pull-request/").content.decode()
    assert "Pull request: 2 files, 3 lines added, 1 removed." in text
    assert text.index("shop.py") < text.index("test_shop.py")
    assert "schema.sql" not in text
    assert "One query in place of <em>two</em>." in text
    assert "<script>alert" not in text
    assert "&lt;b&gt;orders&lt;/b&gt;" in text
    assert 'href="/labs/shop/find/"' in text


def test_another_lab_has_no_such_page(page: Client, lab: Lab) -> None:
    """Nor a way to it."""
    assert page.get("/labs/shop/pull-request/").status_code == 404
    assert "pull-request" not in page.get("/labs/shop/find/").content.decode()
