"""What open pages are told of a verdict: each check once, and never more than they need to draw the same."""

import json
from copy import deepcopy
from dataclasses import replace
from typing import Any, cast

import pytest
from django.test import Client
from pytest_django import Settings

from quintain.accounts.models import User
from quintain.attempts import actions, tasks
from quintain.attempts.judging import grading, recorder
from quintain.attempts.models import Kind, State, Submission
from quintain.attempts.reports.submission_report import brief
from quintain.judge.grading.options import GradingOptions
from quintain.judge.verdict import Check, Finished, Listener, Outcome, Plan, Result, Started, Step, StepKind, Verdict
from quintain.judge.verdict import Kind as CheckKind
from quintain.packs.model.lab import Lab
from tests.attempts.handing_in import submit

pytestmark = pytest.mark.django_db(transaction=True)

CHECKS = 20


def check(number: int, outcome: Outcome = Outcome.REPELLED) -> Check:
    """Return an attack with the evidence of a usual one, about two kilobytes."""
    steps = (
        Step(StepKind.SENT, "Sent", f"{number} ' OR 1=1 " * 20),
        Step(StepKind.RAN, "Ran", "SELECT name FROM users WHERE name = '' " * 20),
        Step(StepKind.CAME_BACK, "Came back", "no such user " * 20),
    )
    return Check(
        id=f"exploits/{number:02}",
        kind=CheckKind.ATTACK,
        number=number,
        title=f"Attack {number}",
        outcome=outcome,
        sentence="It was stopped.",
        variant="",
        hidden=False,
        steps=steps,
        wall_seconds=0.1,
        cpu_seconds=0.1,
    )


class Teller:
    """A judge of twenty attacks; what its verdict says of them can differ from its events."""

    final: object = ()

    def grade(self, lab: Lab, files: object, options: GradingOptions, *, listener: Listener | None) -> Verdict:
        """Tell the plan, then each check as it begins and ends, two at a time."""
        del lab, files, options  # the contract's, not needed here
        assert listener
        told = tuple(check(number) for number in range(CHECKS))
        listener(Plan(tuple(replace(each, steps=(), sentence="") for each in told)))
        for one, other in zip(told[::2], told[1::2], strict=True):
            for each in (one, other):
                listener(Started(each.id))
            for each in (other, one):
                listener(Finished(each))
        if self.final is None:
            message = "straw"
            raise RuntimeError(message)
        return Verdict(Result.PROVEN, "It holds.", cast("tuple[Check, ...]", self.final), 1, 2.5)


JUDGE = Teller()  # one for all tests, since the room keeps the judge that it made


def make_judge() -> Teller:
    """Return the judge of all these tests."""
    return JUDGE


@pytest.fixture
def told(settings: Settings, course: object, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Collect what is sent to open pages, as it was at that moment."""
    messages: list[Any] = []
    settings.JUDGE = f"{__name__}.make_judge"
    JUDGE.final = tuple(check(number) for number in range(CHECKS))
    monkeypatch.setattr(recorder, "publish", lambda _group, message: messages.append(deepcopy(message)))
    return messages


def drawn(messages: list[Any]) -> Any:
    """Return what a page that got all messages has in the end; a gap would be a fault."""
    work: Any = None
    for message in messages:
        match message["type"]:
            case "submission":
                report = message["submission"]
                if "checks" not in report:
                    assert (report["restarts"], report["events"]) == (work["restarts"], work["events"])
                work = {"checks": work and work["checks"]} | report
            case "check":
                assert message["sequence"] == work["events"] + 1
                assert (message["submission"], message["restarts"]) == (work["id"], work["restarts"])
                work["events"] += 1
                work["checks"] = [
                    each | message["check"] if each["id"] == message["check"]["id"] else each for each in work["checks"]
                ]
    return work


def size(messages: Any) -> int:
    """Return the bytes of messages on their way."""
    return sum(len(json.dumps(message)) for message in messages)


def whole(page: Client) -> Any:
    """Return what a page gets that asks for all."""
    return page.get(f"/labs/shop/submissions/{Submission.objects.get().pk}").json()


def test_a_verdict_is_told_in_less_than_twice_its_size(page: Client, learner: User, lab: Lab, told: list[Any]) -> None:
    """Twenty checks began and ended, and the page that followed has the same as the one that asks."""
    submit(learner, lab, Kind.VERDICT)
    report = whole(page)
    assert len(report["checks"]) == CHECKS
    assert size(told) <= 2 * size([report])
    assert drawn(told) == report | {"usually_seconds": None}
    assert [message["type"] for message in told].count("check") == 2 * CHECKS
    begun = next(message for message in told if message["type"] == "check")
    assert begun["check"] == {"id": "exploits/00", "outcome": "running"}
    ended = [message["check"] for message in told if message.get("check", {}).get("outcome") == "repelled"]
    assert not [each for each in ended if "steps" in each], "evidence comes once, drawn"


def test_what_is_stored_and_told_agrees_at_every_moment(
    page: Client, learner: User, lab: Lab, told: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever asks in the middle gets the state of one event, and goes on with the next."""
    monkeypatch.setattr(recorder, "SAVE_SECONDS", -1)
    stored: list[tuple[int, Any]] = []
    save = actions.save_progress

    def save_and_look(submission: Submission) -> None:
        save(submission)
        kept = Submission.objects.get(pk=submission.pk)
        stored.append((kept.events, [brief(each) for each in kept.checks]))

    monkeypatch.setattr(actions, "save_progress", save_and_look)
    submit(learner, lab, Kind.VERDICT)
    assert [events for events, _ in stored] == list(range(1, 2 * CHECKS + 2))
    starts = [place for place, message in enumerate(told) if message["type"] == "submission"]
    for events, checks in stored:
        assert drawn(told[: starts[1] + events])["checks"] == checks


@pytest.mark.parametrize(
    ("final", "sent"),
    [
        (tuple(check(n, Outcome.LANDED if n == 3 else Outcome.REPELLED) for n in range(CHECKS)), 2 * CHECKS + 1),
        (tuple(check(n) for n in range(CHECKS - 1)), 2 * CHECKS),
        (tuple(check(n) for n in reversed(range(CHECKS))), 2 * CHECKS),
        ((), 2 * CHECKS),
    ],
    ids=["one check otherwise", "one check less", "another order", "none"],
)
def test_a_verdict_that_differs_from_its_events_is_told_as_it_is(
    page: Client, lab: Lab, told: list[Any], final: tuple[Check, ...], sent: int
) -> None:
    """A check that was judged again is sent again; other checks than those planned are sent as a whole."""
    JUDGE.final = final
    submit(User.objects.get(), lab, Kind.VERDICT)
    assert drawn(told) == whole(page) | {"usually_seconds": None}
    assert [message["type"] for message in told].count("check") == sent


def test_a_judge_that_breaks_down_leaves_the_checks_as_they_were_told(
    page: Client, learner: User, lab: Lab, told: list[Any]
) -> None:
    """The page that followed and the one that asks show the same."""
    JUDGE.final = None
    submit(learner, lab, Kind.VERDICT)
    report = whole(page)
    assert (report["state"], len(report["checks"])) == (State.FAILED, CHECKS)
    assert drawn(told) == report


def test_the_usual_time_is_looked_up_once(
    learner: User, lab: Lab, told: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It takes fifty rows of the database."""
    asked: list[object] = []
    monkeypatch.setattr(grading, "usual_seconds", lambda *_args: asked.append(_args))
    submit(learner, lab, Kind.VERDICT)
    assert len(asked) == 1


def test_places_in_the_queue_are_told_alone(
    learner: User, neighbour: User, lab: Lab, told: list[Any], settings: Settings
) -> None:
    """A job that begins sends those who wait their place, and not their work."""
    settings.TASKS = settings.TASKS | {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}
    waiting = submit(neighbour, lab, Kind.VERDICT)
    settings.TASKS = settings.TASKS | {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}
    submit(learner, lab, Kind.VERDICT)
    places = [message for message in told if message["type"] == "place"]
    assert places == [{"type": "place", "submission": str(waiting.pk), "position": None}]


def test_a_restart_begins_the_count_anew(
    page: Client, learner: User, lab: Lab, settings: Settings, told: list[Any]
) -> None:
    """Its news are newer than all that was told before, although their numbers are smaller."""
    settings.TASKS = settings.TASKS | {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}
    left = submit(learner, lab, Kind.VERDICT)
    Submission.objects.filter(pk=left.pk).update(state=State.RUNNING, events=30)
    settings.TASKS = settings.TASKS | {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}
    tasks.resume()
    report = whole(page)
    assert (report["restarts"], report["events"], report["state"]) == (1, 2 * CHECKS + 1, "finished")
    assert drawn(told) == report | {"usually_seconds": None}
