"""What a learner reads of a program that does not start, and of tests that fail in the same way."""

import re
from dataclasses import replace
from html import unescape

import pytest
from django.template.loader import render_to_string
from django.test import Client

from quintain.accounts.models import User
from quintain.attempts.models import Submission
from quintain.attempts.reports.submission_report import facts, report
from quintain.attempts.submissions.stored import to_json
from quintain.judge.grading.sentences import of_verdict
from quintain.judge.verdict import Check, Outcome, Result
from quintain.judge.verdict import Kind as CheckKind
from quintain.packs.model.lab import Lab
from tests.attempts.handing_in import try_text
from tests.classroom import OTHER, TEST, UNION

pytestmark = pytest.mark.django_db(transaction=True)


def words_of(submission: Submission, lab: Lab) -> str:
    """Return the words of a drawn verdict, each space once."""
    drawn = render_to_string("attempts/verdict.html#body", {"submission": facts(submission, lab)})
    return unescape(re.sub(r"(<[^>]*>|\s)+", " ", drawn)).replace(" ;", ";")


def redrawn(submission: Submission, lab: Lab, checks: list[Check], result: Result = Result.BROKEN) -> str:
    """Return the words of a verdict on other checks, with the sentence that the judge would give."""
    submission.result, submission.sentence = result, of_verdict(result, checks)
    submission.checks = [to_json(check) for check in checks]
    return words_of(submission, lab)


def test_a_program_that_does_not_start_is_the_headline(page: Client, learner: User, lab: Lab) -> None:
    """File, line and message come first and once; nothing is said to be stopped, to have succeeded or to pass."""
    submission = try_text(learner, lab, "unstarted")
    words = words_of(submission, lab)
    headline = "The program does not start SyntaxError: '(' was never closed, shop.py line 1"
    assert words.partition("1 2 ")[2].startswith(headline), words
    assert words.count("was never closed") == 1, words
    assert "Attacks stopped 0 of 2; 2 not tried" in words, words
    assert "Tests that pass 0 of 1; 1 not tried" in words, words
    assert "Two attacks that were not tried" in words, words
    assert "that pass" not in words.replace("Tests that pass", ""), words
    drawn = page.get("/labs/shop/fix/").content.decode()
    assert 'aria-label="0 of 2 attacks stopped; 2 not tried. 0 of 1 test passes; 1 not tried."' in drawn
    assert "The program does not start: SyntaxError" in drawn, "the list of attempts names it"


def test_scripts_are_sent_tests_and_attacks_alone(learner: User, lab: Lab) -> None:
    """They draw a figure of them, in which a start has no place."""
    told = report(try_text(learner, lab, "unstarted"), lab)
    assert [check["kind"] for check in told["checks"]] == ["test", "attack", "attack"]  # type: ignore[attr-defined]
    assert "was never closed" in str(told["evidence"])


def test_tests_that_fail_in_the_same_way_are_one_card(learner: User, lab: Lab) -> None:
    """The cause is told once; the others are counted, and can be opened."""
    cause = "KeyError: 'name', shop.py line 3"
    failed = replace(TEST, outcome=Outcome.FAILED, sentence=f"Your program raised {cause}", cause=cause)
    checks = [
        replace(TEST, id="tests/a::b", title="Alone", outcome=Outcome.FAILED, sentence="expected 1, got 2"),
        *(replace(failed, id=f"tests/a::{number}", number=number, title=f"Test {number}") for number in range(2, 12)),
        replace(TEST, id="tests/a::z", number=12),
        replace(TEST, id="wanted/a::y", kind=CheckKind.WANTED, number=13, outcome=Outcome.SKIPPED),
        UNION,
    ]
    words = redrawn(try_text(learner, lab, "broken"), lab, checks)
    assert f"11 tests of 13 fail, ten of them in the same way: {cause}." in words.replace("Eleven", "11"), words
    assert "Tests that pass 1 of 13; 11 fail, 1 not tried" in words, words
    assert "Nine other tests fail in the same way." in words, words
    assert words.index("Test 2") < words.index("Alone"), "the larger group is first"
    assert "One test that passes" in words
    assert "One test that was not tried" in words


@pytest.mark.parametrize(
    ("outcomes", "said", "counts"),
    [
        (
            (Outcome.FAILED, Outcome.LANDED, Outcome.SKIPPED),
            "The one test fails: Staff sign in. One attack was not tried.",
            "Attacks stopped 0 of 2; 1 got through, 1 not tried Tests that pass 0 of 1; 1 fails ",
        ),
        (
            (Outcome.FAILED, Outcome.ERROR, Outcome.REPELLED),
            "The one test fails: Staff sign in.",
            "Attacks stopped 1 of 2; 1 our error Tests that pass 0 of 1; 1 fails ",
        ),
        (
            (Outcome.PASSED, Outcome.REPELLED, Outcome.LANDED),
            "One attack of two succeeds: Quoting of another kind (hidden).",
            "Attacks stopped 1 of 2; 1 got through Tests that pass 1 of 1 ",
        ),
    ],
)
def test_sentence_and_counters_agree(
    learner: User, lab: Lab, outcomes: tuple[Outcome, ...], said: str, counts: str
) -> None:
    """All numbers of a verdict are those of one count."""
    checks = [replace(each, outcome=outcome) for each, outcome in zip((TEST, UNION, OTHER), outcomes, strict=True)]
    result = Result.STILL_OPEN if outcomes[0] is Outcome.PASSED else Result.BROKEN
    words = redrawn(try_text(learner, lab, "broken"), lab, checks, result)
    assert said in words, words
    assert counts in words, words
