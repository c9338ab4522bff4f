"""What the state of a lab tells of the last counted verdict, which comes with the workspace in one query."""

from datetime import UTC, datetime

import pytest

from quintain.accounts.models import User
from quintain.attempts.models import Kind, State, Submission, Workspace
from quintain.attempts.progress.learner_progress import Progress
from quintain.catalog.progress import LabState, Phase
from quintain.packs.model.lab import Lab

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]
AT = datetime(2026, 12, 2, 19, 17, 3, 568263, tzinfo=UTC)


def hand_in(space: Workspace, sequence: int, number: int | None, result: str, at: datetime | None = AT) -> Submission:
    """Keep a submission whose facts all tell of its place."""
    return Submission.objects.create(
        workspace=space,
        sequence=sequence,
        kind=Kind.VERDICT if number else Kind.EXPLOIT,
        number=number,
        state=State.FINISHED,
        files={},
        lab_digest="",
        result=result,
        sentence=f'Sentence {sequence}: “ß”, "quoted".',
        attacks=10 + sequence,
        attacks_stopped=sequence,
        finished_at=at,
    )


def state_in(lab: Lab, learner: User) -> LabState:
    """Return the state of one lab as pages ask for it."""
    return Progress().states(learner, [lab])[lab.uuid]


def test_the_last_counted_verdict_is_told_whole(learner: User, lab: Lab) -> None:
    """To the microsecond of its end; neither an earlier one, nor an exploit, nor one that still waits."""
    space = Workspace.objects.create(user=learner, lab=lab.uuid)
    hand_in(space, 1, 2, "still-open")
    hand_in(space, 2, 1, "broken", None)
    hand_in(space, 3, None, "landed", None)
    hand_in(space, 4, 3, "", None)
    told = state_in(lab, learner)
    assert (told.fix, told.result, told.sentence) == (Phase.OPEN, "still-open", 'Sentence 1: “ß”, "quoted".')
    assert (told.tries, told.attacks, told.attacks_stopped, told.tried_at) == (2, 11, 1, AT)


def test_without_a_counted_verdict_nothing_is_told_of_one(learner: User, lab: Lab) -> None:
    """Nor is an end told that was not kept."""
    space = Workspace.objects.create(user=learner, lab=lab.uuid)
    told = state_in(lab, learner)
    assert (told.result, told.sentence, told.tries, told.attacks, told.tried_at) == (None, "", 0, 0, None)
    hand_in(space, 1, 1, "broken", None)
    told = state_in(lab, learner)
    assert (told.fix, told.result, told.tried_at) == (Phase.BROKEN, "broken", None)
