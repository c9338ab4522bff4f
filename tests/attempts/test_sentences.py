"""The judge's sentences in the language of a page: none is lost, none is told otherwise than in English."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from time import process_time

import pytest
from django.test import Client
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

import quintain.judge
from quintain.accounts.models import User
from quintain.attempts.sentences import PATTERNS, Pattern, of_verdict, say_verdict, translate_sentence
from quintain.attempts.submissions.stored import to_json
from quintain.judge.grading import sentences as english
from quintain.judge.verdict import Check, Kind, Outcome, Result
from quintain.packs.model.lab import Lab
from tests.attempts.handing_in import try_text

GERMAN = {"accept-language": "de"}
JUDGE = Path(quintain.judge.__file__).parent
TITLES = st.sampled_from(["Comment ends the query", "hidden: The vault's door", "Sign in.", "ö; <b>"])
SENTENCES = ["", "Your program raised KeyError: 'name' (shop.py, line 3)", "expected 401, got 200", "The app cut it."]


@st.composite
def checks(draw: st.DrawFn) -> tuple[Check, ...]:
    """Draw the checks of a verdict."""
    kinds = {Kind.TEST: "passed failed skipped", Kind.WANTED: "passed failed", Kind.ATTACK: "landed repelled skipped"}
    found: list[Check] = []
    for kind, outcomes in kinds.items():
        for number in range(draw(st.integers(0 if kind is Kind.WANTED else 1, 14))):
            outcome = Outcome(draw(st.sampled_from(outcomes.split())))
            cause = draw(st.sampled_from(["", "KeyError: 'a' (shop.py, line 3)", "the answer lacks 'b'"]))
            shown = draw(st.sampled_from(SENTENCES))
            told = (f"{kind}-{number}", kind, number, draw(TITLES), outcome, shown)
            found.append(Check(*told, hidden=draw(st.booleans()), cause=cause))
    if draw(st.integers(0, 5)) == 0:
        why = "SyntaxError: no (a.py, line 1)"
        found.insert(0, Check("start", Kind.START, 0, "The program starts", Outcome.FAILED, why))
    return tuple(found)


@given(st.sampled_from(list(Result)), checks())
def test_english_is_what_the_judge_says(result: Result, drawn: tuple[Check, ...]) -> None:
    """The sentence that is made again of the checks is the judge's own, whatever they are."""
    with translation.override("en"):
        assert of_verdict(result, drawn) == english.of_verdict(result, drawn)


@settings(deadline=None)  # the first example reads the catalog
@given(st.sampled_from(list(Result)), checks())
def test_german_has_the_same_numbers_and_titles(result: Result, drawn: tuple[Check, ...]) -> None:
    """It is no longer English, and its titles are those of the English one."""
    stored = [to_json(check) for check in drawn]
    sentence = english.of_verdict(result, drawn)
    with translation.override("de"):
        told = say_verdict(result, sentence, stored)
    assert told != sentence
    for check in drawn:
        title = english.HIDDEN.sub("", check.title).rstrip(".")
        if title in sentence:
            assert title in told


def test_a_sentence_that_is_not_of_the_checks_is_found_by_its_words() -> None:
    """As one that a search has found; one that nobody knows stays as it is."""
    found = "After 3 calls, your program accepts what every sound fix refuses: sign_in('a')."
    with translation.override("de"):
        assert say_verdict("still-open", found, []).startswith("Nach 3 Aufrufen nimmt dein Programm an")
        assert say_verdict("still-open", "A door is ajar.", []) == "A door is ajar."
        assert translate_sentence("A door is ajar.") is None
        assert say_verdict("no such result", "", []) == ""
    with translation.override("en"):
        assert say_verdict("still-open", found, []) == found


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "expected 401, got 200. Your program raised KeyError: 'x' (shop.py, line 3)",
            "erwartet: 401, erhalten: 200. Dein Programm hat eine Ausnahme ausgelöst: KeyError: 'x' (shop.py, line 3)",
        ),
        ("Path as opened (second copy)", "Pfad, wie er geöffnet wurde (zweite Kopie)"),
        ("The answer holds the vault's secret.", "Die Antwort enthält das Gesuchte (the vault's secret)."),
        ("expected 'got', got 'expected, got'", "erwartet: 'got', erhalten: 'expected, got'"),
        ("expected %(value)s, got %s%d%(x)s", "erwartet: %(value)s, erhalten: %s%d%(x)s"),
        ("expected <b>, got \u202e\x00", "erwartet: <b>, erhalten: \u202e\x00"),
    ],
)
def test_values_stay_as_they_are(text: str, told: str) -> None:
    """Only what the judge has written is translated: a program's words are neither changed nor taken for a format."""
    with translation.override("de"):
        assert translate_sentence(text) == told


@given(st.sampled_from(PATTERNS), st.lists(st.text(min_size=1), min_size=3, max_size=3))
def test_a_pattern_finds_values_with_which_it_reads_as_the_text(text: str, values: list[str]) -> None:
    """Whatever the values are: put in again, they give the text."""
    pattern = Pattern.of(text)
    said = text % dict(zip(pattern.names, values, strict=False))
    found = pattern.values_in(said)
    assert found is not None
    assert text % found == said


def test_a_long_text_takes_no_long_time() -> None:
    """A program chooses what is in a sentence; the time grows with its length, and no faster."""

    def seconds_for(letters: int) -> float:
        text = "expected " + ", got " * letters
        begun = process_time()
        with translation.override("de"):
            translate_sentence(text)
        return process_time() - begun

    seconds_for(10)
    assert seconds_for(200_000) < 30 * max(seconds_for(20_000), 0.001)


def written() -> Iterator[str]:
    """Yield all texts of the judge's code, with a mark for each value."""
    for path in JUDGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.JoinedStr():
                    yield "".join(str(part.value) if isinstance(part, ast.Constant) else "\0" for part in node.values)
                case ast.Constant(value=str(text)):
                    yield re.sub(r"\{[^{}]*\}", "\0", text)


def test_each_part_of_a_sentence_is_in_the_judge() -> None:
    """A sentence that the judge words anew would no longer be found; then this fails."""
    texts = "\1".join(written()).casefold()
    missing = []
    for pattern in map(Pattern.of, PATTERNS):
        for part in pattern.between:
            words = re.sub(r"^\W+|\W+$", "", part.casefold())
            pieces = re.split(r"(?<=[.:,;]) | (?:secrets,) ", words)
            missing += [piece for piece in pieces if piece.strip(" .:,;") not in texts]
    assert missing == []


def test_the_page_says_it_in_german(page: Client, learner: User, lab: Lab) -> None:
    """Verdict, evidence and list; what is in no catalog is marked as English."""
    submission = try_text(learner, lab, "open")
    landed = next(check for check in submission.checks if check["outcome"] == "landed")
    landed["sentence"] = "An author's own words."
    submission.sentence = "One attack of two succeeds: UNION reads another table."
    submission.save()

    shown = page.get("/labs/shop/attempts/1/", headers=GERMAN).content.decode()
    assert "Einer von 2 Angriffen gelingt: " in shown
    assert '<span lang="en">An author&#x27;s own words.</span>' in shown
    report = page.get(f"/labs/shop/submissions/{submission.pk}", headers=GERMAN).json()
    assert report["sentence"].startswith("Einer von 2 Angriffen gelingt: ")
    assert "Einer von 2 Angriffen gelingt: " in page.get("/", headers=GERMAN).content.decode()
