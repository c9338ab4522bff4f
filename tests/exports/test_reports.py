"""Reports are what their schemas ask for, say what the verdict says, and hold nothing that is hidden."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from lxml import etree

from quintain.exports.judged import Judged
from quintain.exports.junit import to_junit
from quintain.exports.sarif import to_sarif
from quintain.exports.verdict_json import to_json
from quintain.judge.verdict import Result
from tests.exports.verdicts import EVERYTHING, FAULT, OPEN, judged

SCHEMAS = Path(__file__).with_name("schemas")
SARIF = jsonschema.Draft202012Validator(
    json.loads((SCHEMAS / "sarif-2.1.0.json").read_text()), format_checker=jsonschema.FormatChecker()
)
JUNIT = etree.XMLSchema(etree.parse(SCHEMAS / "junit-10.xsd"))


def run_of(verdict: Judged) -> Any:
    """Return the one run of a SARIF file."""
    (run,) = json.loads(to_sarif(verdict))["runs"]
    return run


@pytest.mark.parametrize("verdict", EVERYTHING, ids=lambda each: str(each.verdict.result))
def test_reports_hold_to_their_schemas(verdict: Judged) -> None:
    """Also where a program has printed what is no XML, and where nothing could be judged."""
    assert [error.message for error in SARIF.iter_errors(json.loads(to_sarif(verdict)))] == []
    JUNIT.assertValid(etree.fromstring(to_junit(verdict)))
    assert json.loads(to_json(verdict))["holds"] is (verdict.verdict.result is Result.PROVEN)


def test_junit_counts_as_the_verdict_does() -> None:
    """An attack that succeeded is a failure, what was not tried is skipped, and each case has a name of its own."""
    (suite,) = etree.fromstring(to_junit(OPEN))
    assert {key: suite.get(key) for key in ("tests", "failures", "errors", "skipped")} == {
        "tests": "5", "failures": "3", "errors": "0", "skipped": "1",
    }  # fmt: skip
    cases = [case.get("classname") for case in suite.iter("testcase")]
    assert len(cases) == len(set(cases)) == 5
    assert [case.get("name") for case in suite.iter("testcase") if case.find("failure") is not None] == [
        "UNION reads another table", "Quoting of another kind (hidden)", "New",
    ]  # fmt: skip


def test_a_stopped_judge_is_never_good() -> None:
    """JUnit has an error, and SARIF says that the run has failed, though no check speaks against the files."""
    verdict = judged(Result.ERROR, fault=FAULT)
    (suite,) = etree.fromstring(to_junit(verdict))
    assert (suite.get("tests"), suite.get("errors")) == ("1", "1")
    (invocation,) = run_of(verdict)["invocations"]
    assert invocation["executionSuccessful"] is False
    assert invocation["toolExecutionNotifications"][0]["descriptor"]["id"] == "judge.E010"


def test_sarif_names_rules_weaknesses_and_lines() -> None:
    """Paths are relative to the repository and encoded; each result points at its rule, each rule at its weakness."""
    run = run_of(OPEN)
    rules = run["tool"]["driver"]["rules"]
    attack, hidden, wanted = run["results"]
    assert rules[attack["ruleIndex"]]["id"] == attack["ruleId"] == "shop/exploits/union"
    place = attack["locations"][0]["physicalLocation"]
    assert (place["artifactLocation"]["uri"], place["region"]["startLine"]) == ("my%20folder/shop.py", 14)
    assert [taxon["id"] for taxon in run["taxonomies"][0]["taxa"]] == ["89"]
    assert rules[hidden["ruleIndex"]]["relationships"][0]["target"]["id"] == "89"
    assert "external/cwe/cwe-89" in rules[attack["ruleIndex"]]["properties"]["tags"]
    assert "relationships" not in rules[wanted["ruleIndex"]]


def test_fingerprints_stay_and_differ() -> None:
    """They are those of the run before, whatever the line and the evidence; no two results of a run share one."""
    before = [result["partialFingerprints"] for result in run_of(OPEN)["results"]]
    moved = judged(Result.STILL_OPEN, *OPEN.verdict.checks, text="# new\n" * 30, prefix=OPEN.prefix)
    assert [result["partialFingerprints"] for result in run_of(moved)["results"]] == before
    assert len({str(each) for each in before}) == 3


def test_of_a_hidden_attack_nothing_but_its_class_is_told() -> None:
    """As on the page: the judge has left out its steps already, and no report adds any."""
    hidden = run_of(OPEN)["results"][1]["message"]["text"]
    assert hidden == (
        "Quoting of another kind (hidden): the attack succeeds. An attack of this kind gets through.\n\n"
        "Promise 2: No *value* is read as `SQL`."
    )


def test_reports_name_the_promise_that_is_broken() -> None:
    """Of what speaks against the files alone: JUnit and SARIF by its sentence, JSON by its id."""
    failures = [failure.text or "" for failure in etree.fromstring(to_junit(OPEN)).iter("failure")]
    told = [result["message"]["text"] for result in run_of(OPEN)["results"]]
    for texts in (failures, told):
        assert [re.findall(r"Promise \d", text) for text in texts] == [["Promise 2"], ["Promise 2"], ["Promise 1"]]
    facts = json.loads(to_json(OPEN))
    assert [promise["id"] for promise in facts["promises"]] == ["sign-in", "no-sql"]
    assert [check["promise"] for check in facts["checks"]] == [None, "no-sql", "no-sql", "sign-in", None]
