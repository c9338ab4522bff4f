"""Pages are told of what judges in other processes have written."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from quintain.accounts.models import User
from quintain.attempts import actions, tasks
from quintain.attempts.judging import recorder
from quintain.attempts.judging.relay import Relay
from quintain.attempts.models import Kind
from quintain.attempts.reports.submission_report import group_name
from quintain.judge.verdict import Result, Verdict
from quintain.packs.model.lab import Lab

pytestmark = [
    pytest.mark.sample(most=1, of="file"),
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("no_jobs"),
]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Any]]:
    """Collect what is sent to open pages."""
    sent: list[tuple[str, Any]] = []

    def keep(group: str, message: Mapping[str, object]) -> None:
        sent.append((group, json.loads(json.dumps(message))["submission"]))

    monkeypatch.setattr(recorder, "publish", keep)
    return sent


def test_each_change_is_told_once(told: list[tuple[str, Any]], learner: User, lab: Lab) -> None:
    """That a submission waits, that it was begun, how far it is, and its end with the evidence."""
    relay = Relay()
    assert relay.look() == 0
    pk = tasks.hand_over(lambda: actions.submit(learner, lab, Kind.VERDICT)).pk
    assert [relay.look(), relay.look()] == [1, 0]
    begun = actions.begin(pk)
    assert begun
    assert [relay.look(), relay.look()] == [1, 0]
    begun.events = 3
    actions.save_progress(begun)
    assert [relay.look(), relay.look()] == [1, 0]
    assert actions.finish(begun, Verdict(Result.PROVEN, "It holds.", (), 7, 1.0))
    assert [relay.look(), relay.look()] == [1, 0]
    assert {group for group, _ in told} == {group_name(learner.pk, lab.uuid)}
    assert [(report["state"], report["events"]) for _, report in told] == [
        ("waiting", 0),
        ("running", 0),
        ("running", 3),
        ("finished", 3),
    ]
    assert "It holds." in told[-1][1]["evidence"]


def test_what_begins_and_ends_between_two_looks_is_told_once(
    told: list[tuple[str, Any]], learner: User, lab: Lab
) -> None:
    """A verdict may take less than a second; also one that ended just before the first look, when Valkey went."""
    relay = Relay()
    for restarted in (False, True):
        if restarted:
            relay = Relay()
            assert relay.look() == 1
        pk = tasks.hand_over(lambda: actions.submit(learner, lab, Kind.VERDICT)).pk
        begun = actions.begin(pk)
        assert begun
        assert actions.finish(begun, Verdict(Result.PROVEN, "It holds.", (), 7, 1.0))
        assert [relay.look(), relay.look()] == [1, 0]
        assert told[-1][1]["state"] == "finished"


def test_what_is_erased_meanwhile_is_not_told(told: list[tuple[str, Any]], learner: User, lab: Lab) -> None:
    """There is nothing left to tell."""
    relay = Relay()
    tasks.hand_over(lambda: actions.submit(learner, lab, Kind.VERDICT))
    assert relay.look() == 1
    learner.delete()
    assert relay.look() == 0
    assert len(told) == 1
