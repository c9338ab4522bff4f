"""Promises on a lab's pages: numbered, and where a check that speaks against the fix leads to."""

import re

import pytest
from django.test import Client

from quintain.accounts.models import User
from quintain.packs.model.lab import Lab
from tests.attempts.handing_in import try_text

pytestmark = pytest.mark.django_db(transaction=True)

LINK = '<a href="/labs/shop/fix/#promise-2">This breaks promise 2</a>'


@pytest.mark.parametrize("phase", ["find", "fix"])
def test_promises_are_numbered_on_each_page_of_the_lab(page: Client, phase: str) -> None:
    """Folded, with an address each; a sentence is an author's Markdown."""
    content = page.get(f"/labs/shop/{phase}/").content.decode()
    folded = content.partition('<details class="step promises" id="promises">')[2].partition("</details>")[0]
    assert re.findall(r'<li id="(promise-\d+)" tabindex="-1">(.*?)</li>', folded) == [
        ("promise-1", "Staff sign in."),
        ("promise-2", "No <em>value</em> is read as <code>SQL</code>."),
    ]


def test_a_failed_test_and_a_hidden_attack_lead_to_theirs(page: Client, learner: User, lab: Lab) -> None:
    """By what is stored of an attempt, whichever promises the lab had then; of a hidden attack nothing else is told."""
    submission = try_text(learner, lab, "open")
    sign_in, union, other = submission.checks
    sign_in["outcome"], union["outcome"], other["outcome"] = "failed", "repelled", "landed"
    submission.save()
    content = page.get("/labs/shop/attempts/1/").content.decode()
    assert re.findall(r'href="([^"]*#promise-\d+)"', content) == [
        "/labs/shop/fix/#promise-2", "/labs/shop/fix/#promise-1",
    ]  # fmt: skip
    assert "This attack is hidden" in content


def test_an_attack_that_succeeds_leads_to_its_promise(page: Client, learner: User, lab: Lab) -> None:
    """In the report as on the page; what holds leads nowhere, so nothing is told of attacks that were stopped."""
    submission = try_text(learner, lab, "open")
    report = page.get(f"/labs/shop/submissions/{submission.pk}").json()
    content = page.get("/labs/shop/fix/").content.decode()
    for markup in (report["evidence"], content):
        assert markup.count(LINK) == 1
        assert markup.count("#promise-") == 1
    assert all("promise" not in check for check in report["checks"])


def test_the_page_of_an_attempt_leads_to_the_workbench(page: Client, learner: User, lab: Lab) -> None:
    """It has no list of promises, so the address is that of the page which has."""
    try_text(learner, lab, "open")
    assert LINK in page.get("/labs/shop/attempts/1/").content.decode()
