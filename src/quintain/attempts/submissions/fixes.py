"""Writes about fixes that the judge tries: from the button to the verdict."""

from typing import Final

from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone

from quintain.accounts.models import User
from quintain.attempts.models import Kind, State, Submission, Workspace
from quintain.attempts.solutions.shown import is_shown_solution
from quintain.attempts.submissions.jobs import forget_older, hand_in, is_held
from quintain.attempts.submissions.searches import begin_search
from quintain.attempts.submissions.stored import count_attacks, plain, to_json
from quintain.attempts.workspace.files import files_of, workspace_of
from quintain.catalog.pack_store import lab_of_uuid
from quintain.judge.verdict import Result, Verdict
from quintain.packs.model.lab import Lab

KEPT_TEST_RUNS = 20  # not fewer than are counted within a minute
lab_proven: Final = Signal()
"""Sent with ``submission``, the first that proves a learner's lab, in the transaction that stores the verdict."""


@transaction.atomic
def submit(user: User, lab: Lab, kind: Kind, *, is_check: bool = False) -> Submission:
    """Hand in the saved files; ``is_check`` only tries the judge, and does not begin the lab.

    Raises:
        AlreadyJudging, TooManyTries, QueueFull: As `hand_in`.

    """
    workspace = workspace_of(user, lab)
    return hand_in(workspace, lab, kind, files_of(workspace, lab), is_check=is_check)


@transaction.atomic
def finish(submission: Submission, verdict: Verdict) -> bool:
    """Store the judge's word; a proof counts for the lab, an error of ours gives the attempt's number back.

    A fix that the learner was shown before is no proof of the learner's own.

    False, and nothing is stored, if the submission is not this server's any more.
    """
    if not is_held(submission):
        return False
    submission.state = State.FINISHED
    submission.result = verdict.result
    submission.sentence = plain(verdict.sentence)
    submission.checks = [to_json(check) for check in verdict.checks]
    submission.recognised = to_json(verdict.recognised) if verdict.recognised else None
    submission.fault = to_json(verdict.fault) if verdict.fault else None
    submission.attacks, submission.attacks_stopped = count_attacks(verdict.checks)
    submission.seed = verdict.seed
    submission.wall_seconds = verdict.wall_seconds
    submission.finished_at = timezone.now()
    if verdict.result is Result.ERROR:
        submission.number = None
    submission.save()
    forget_older(submission, KEPT_TEST_RUNS, kind=Kind.TESTS, state__in=[State.FINISHED, State.FAILED])
    is_proof = verdict.result is Result.PROVEN and submission.kind == Kind.VERDICT
    if is_proof and not is_shown_solution(submission):
        unproven = Workspace.objects.filter(pk=submission.workspace_id, proven_at=None)
        if unproven.update(proven_at=submission.finished_at):
            lab_proven.send(Submission, submission=submission)
    if is_proof:
        begin_search(submission, lab_of_uuid(submission.workspace.lab))
    return True
