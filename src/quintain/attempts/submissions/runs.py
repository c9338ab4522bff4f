"""Writes about the phase *break*: runs of a learner's exploit."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from quintain.accounts.models import User
from quintain.attempts import errors
from quintain.attempts.models import RUNS, STOPPED, Kind, State, Submission, Workspace
from quintain.attempts.submissions.jobs import forget_older, hand_in, is_held
from quintain.attempts.submissions.stored import exploit_run_json, plain, to_json
from quintain.attempts.workspace.documents import exploit_of
from quintain.attempts.workspace.files import files_of, lock_workspace, workspace_of
from quintain.judge.verdict import ExploitRun, Outcome
from quintain.packs.model.lab import Break, Lab

KEPT_RUNS = 30  # of those that worked, and of those that did not


@transaction.atomic
def run_exploit(user: User, lab: Lab, phase: Break) -> Submission:
    """Let the saved exploit try the original program; a learner who had skipped the phase has taken it up again.

    Raises:
        AlreadyJudging, TooManyTries, QueueFull: As `hand_in`.

    """
    workspace = workspace_of(user, lab)
    text, _ = exploit_of(workspace, lab, phase)
    submission = hand_in(workspace, lab, Kind.EXPLOIT, {}, text)
    Workspace.objects.filter(pk=workspace.pk).update(break_skipped_at=None)
    return submission


@transaction.atomic
def replay(user: User, lab: Lab) -> Submission:
    """Let the learner's last exploit that worked try the learner's own fix, as it is saved.

    Raises:
        NothingToReplay: None has worked yet.
        AlreadyJudging, TooManyTries, QueueFull: As `hand_in`.

    """
    workspace = workspace_of(user, lab)
    worked = workspace.submissions.filter(kind=Kind.EXPLOIT, result=Outcome.LANDED).first()
    if worked is None:
        raise errors.NothingToReplay
    return hand_in(workspace, lab, Kind.REPLAY, files_of(workspace, lab), worked.exploit)


@transaction.atomic
def skip_break(user: User, lab: Lab) -> None:
    """Note that the learner goes on without breaking the program; the phase stays open."""
    workspace = lock_workspace(user, lab)
    if workspace.broken_at is None:
        workspace.break_skipped_at = timezone.now()
        workspace.save(update_fields=["break_skipped_at", "touched_at"])


def stop_run(submission: Submission) -> None:
    """End a run that waits, or ask for the end of one that is at work; one that is over stays as it is.

    Each change is one statement with its condition, so that of a stop, a beginning and an end that come at once each
    meets what the others have left.
    """
    now = timezone.now()
    mine = Submission.objects.filter(pk=submission.pk, kind__in=RUNS)
    ended = mine.filter(state=State.WAITING).update(
        state=State.FINISHED, result=STOPPED, sentence=gettext("It was stopped before it had begun."), finished_at=now
    )
    if not ended:
        mine.filter(state=State.RUNNING, stop_asked_at=None).update(stop_asked_at=now)
    submission.refresh_from_db()


def is_to_stop(submission: Submission) -> bool:
    """Tell whether the learner wants this run to end, or is gone with it."""
    return not Submission.objects.filter(pk=submission.pk, stop_asked_at=None).exists()


@transaction.atomic
def finish_run(submission: Submission, exploit_run: ExploitRun) -> bool:
    """Store what became of an exploit; the first that works on the original program ends the phase *break*.

    False, and nothing is stored, if the run is not this server's any more.
    """
    if not is_held(submission):
        return False
    submission.state = State.FINISHED
    landed = Outcome.LANDED if exploit_run.has_landed else Outcome.REPELLED
    submission.result = Outcome.ERROR if exploit_run.fault else STOPPED if exploit_run.is_stopped else landed
    submission.sentence = plain(exploit_run.sentence)
    submission.assault = exploit_run_json(exploit_run)
    submission.fault = to_json(exploit_run.fault) if exploit_run.fault else None
    submission.wall_seconds = exploit_run.wall_seconds
    submission.finished_at = timezone.now()
    submission.save()
    if submission.kind == Kind.EXPLOIT and submission.result == Outcome.LANDED:
        Workspace.objects.filter(pk=submission.workspace_id, broken_at=None).update(broken_at=submission.finished_at)
    # Those that worked are counted apart, for one of them is replayed.
    forget_older(submission, KEPT_RUNS, kind=submission.kind, result=submission.result, state=State.FINISHED)
    return True
