"""Verdicts and events survive a database and a wire."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quintain.judge.as_json import event_from_json, event_to_json, verdict_from_json, verdict_to_json
from quintain.judge.verdict import (
    Check,
    Event,
    Fault,
    Finished,
    Kind,
    Outcome,
    Plan,
    Recognised,
    Result,
    Started,
    Step,
    StepKind,
    Verdict,
    Witness,
)

SECONDS = st.floats(0, 1000)
MARKS = st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), max_size=2).map(tuple)
STEPS = st.builds(Step, marks=MARKS, kind=st.sampled_from(StepKind), witness=st.sampled_from(Witness))
CHECKS = st.builds(
    Check,
    kind=st.sampled_from(Kind),
    outcome=st.sampled_from(Outcome),
    steps=st.lists(STEPS, max_size=2).map(tuple),
    wall_seconds=SECONDS,
    cpu_seconds=SECONDS,
)
VERDICTS = st.builds(
    Verdict,
    result=st.sampled_from(Result),
    checks=st.lists(CHECKS, max_size=2).map(tuple),
    wall_seconds=SECONDS,
    recognised=st.none() | st.builds(Recognised),
    fault=st.none() | st.builds(Fault),
)


@given(VERDICTS)
def test_verdict_comes_back(verdict: Verdict) -> None:
    """Nothing is lost, and every word is of its own type again."""
    assert verdict_from_json(json.loads(json.dumps(verdict_to_json(verdict)))) == verdict


@given(st.builds(Started) | st.builds(Finished, CHECKS) | st.builds(Plan, st.lists(CHECKS, max_size=2).map(tuple)))
def test_event_comes_back(event: Event) -> None:
    """The name of the event tells what it is."""
    assert event_from_json(json.loads(json.dumps(event_to_json(event)))) == event


def test_unknown_event_is_refused() -> None:
    """A page of another version does not guess."""
    with pytest.raises(ValueError, match="finally"):
        event_from_json({"event": "finally"})
