"""All writes of this room."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from quintain.accounts.models import User
from quintain.attempts import errors
from quintain.attempts.hints import Hint, hints_of
from quintain.attempts.marking import JudgedMark, Mark, judge_marks, spot_key
from quintain.attempts.models import (
    UNDER_WAY,
    Copy,
    File,
    FoundSpot,
    HintUse,
    Kind,
    Marking,
    State,
    Submission,
    Workspace,
)
from quintain.attempts.reports import count_attacks, to_json
from quintain.attempts.tasks import has_room, judge_submission
from quintain.catalog.shelf import current_pack
from quintain.judge.verdict import Fault, Result, Verdict
from quintain.packs.model import Find, Lab
from quintain.web.refusals import Malformed

LARGEST_KIBIBYTES = 256
SUBMISSIONS_PER_MINUTE = 20
KEPT_TEST_RUNS = 20  # not fewer than are counted within a minute


@dataclass(frozen=True, slots=True)
class Saved:
    """The revision that a save made, and when."""

    revision: int
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class Marked:
    """The answers to a learner's marks; ``found`` counts all places found so far."""

    marks: tuple[JudgedMark, ...]
    found: int
    of: int

    @property
    def done(self) -> bool:
        """Whether every flawed place is found."""
        return self.found == self.of


def workspace_of(user: User, lab: Lab) -> Workspace:
    """Return the learner's place in a lab, made on first use."""
    workspace, _ = Workspace.objects.get_or_create(user=user, lab=lab.uuid)
    return workspace


def files_of(workspace: Workspace | None, lab: Lab) -> dict[str, str]:
    """Return the editable files of a lab as the learner has them, as shipped where unchanged."""
    changed = dict(workspace.files.values_list("path", "text")) if workspace else {}
    return {path: changed.get(path, lab.starter.get(path, "")) for path in lab.run.editable}


@transaction.atomic
def save_file(user: User, lab: Lab, path: str, text: str, revision: int) -> Saved:
    """Store a file that was loaded at ``revision``. Sending the same again changes nothing and is no conflict.

    Raises:
        NotEditable: Learners may not change this path.
        FileTooLarge: The text is above 256 KiB in UTF-8.
        SaveConflict: The file was saved elsewhere after ``revision``.

    """
    _check_file(lab, path, text)
    workspace = workspace_of(user, lab)
    file = workspace.files.filter(path=path).first()
    stored = file.text if file else lab.starter.get(path, "")
    if text == stored:
        return Saved(workspace.revision, file.saved_at if file else timezone.now())
    changed_at = max(file.revision if file else 0, workspace.replaced)
    if not changed_at <= revision <= workspace.revision:
        raise errors.SaveConflict(workspace.revision, stored)
    workspace.revision += 1
    workspace.save(update_fields=["revision", "touched_at"])
    file, _ = File.objects.update_or_create(
        workspace=workspace, path=path, defaults={"text": text, "revision": workspace.revision}
    )
    return Saved(workspace.revision, file.saved_at)


def _check_file(lab: Lab, path: str, text: str) -> None:
    if path not in lab.run.editable:
        raise errors.NotEditable(path, lab.run.editable)
    if len(text.encode()) > LARGEST_KIBIBYTES * 1024:
        raise errors.FileTooLarge(LARGEST_KIBIBYTES)
    if "\0" in text:
        raise Malformed("The file holds a NUL character, which no source file may.", "Remove it and save again.")


@transaction.atomic
def reset(user: User, lab: Lab) -> None:
    """Bring back the files as shipped, and keep a copy of what was there."""
    _replace(workspace_of(user, lab), lab, {}, "reset")


@transaction.atomic
def restore_attempt(submission: Submission, lab: Lab) -> None:
    """Bring back the files of an attempt, and keep a copy of what was there."""
    _replace(submission.workspace, lab, submission.files, f"restore of attempt {submission.number}")


@transaction.atomic
def restore_copy(copy: Copy, lab: Lab) -> None:
    """Bring back the files of a copy, and keep a copy of what was there."""
    _replace(copy.workspace, lab, copy.files, "restore of a copy")


def _replace(workspace: Workspace, lab: Lab, files: Mapping[str, str], before: str) -> None:
    """Exchange all files; a path that is missing in ``files`` becomes as shipped."""
    workspace = Workspace.objects.get(pk=workspace.pk)  # within the transaction: no save can slip between
    current = files_of(workspace, lab)
    wanted = {path: files.get(path, lab.starter.get(path, "")) for path in lab.run.editable}
    if current == wanted:
        return
    Copy.objects.create(workspace=workspace, files=current, before=before)
    workspace.revision += 1
    workspace.replaced = workspace.revision
    workspace.save(update_fields=["revision", "replaced", "touched_at"])
    workspace.files.all().delete()
    File.objects.bulk_create(
        File(workspace=workspace, path=path, text=text, revision=workspace.revision)
        for path, text in wanted.items()
        if text != lab.starter.get(path, "")
    )


@transaction.atomic
def submit(user: User, lab: Lab, kind: Kind) -> Submission:
    """Hand the saved files to the judge.

    Raises:
        AlreadyJudging: The last submission is still under way.
        TooManyTries: More than 20 submissions within a minute.
        QueueFull: The queue takes no more.

    """
    workspace = workspace_of(user, lab)
    if workspace.submissions.filter(state__in=UNDER_WAY).exists():
        raise errors.AlreadyJudging
    minute_ago = timezone.now() - timedelta(minutes=1)
    recent = Submission.objects.filter(workspace__user=user, created_at__gt=minute_ago)
    if recent.count() >= SUBMISSIONS_PER_MINUTE:
        raise errors.TooManyTries
    if not has_room():
        raise errors.QueueFull
    try:
        with transaction.atomic():
            submission = _create_submission(workspace, lab, kind)
    except IntegrityError as twin:  # a double click on a database that lets two transactions write at once
        raise errors.AlreadyJudging from twin
    workspace.save(update_fields=["touched_at"])
    _enqueue(submission)
    return submission


def _create_submission(workspace: Workspace, lab: Lab, kind: Kind) -> Submission:
    last: int | None = workspace.submissions.aggregate(last=Max("number"))["last"]
    return Submission.objects.create(
        workspace=workspace,
        kind=kind,
        number=(last or 0) + 1 if kind is Kind.VERDICT else None,
        files=files_of(workspace, lab),
        pack_digest=current_pack().digest,
        lab_digest=lab.digest,
    )


def _enqueue(submission: Submission) -> None:
    job = {"submission": str(submission.pk), "student": str(submission.workspace.user_id)}
    transaction.on_commit(lambda: judge_submission.enqueue(**job))


def resume() -> int:
    """Queue again what a stopped server left waiting or running, oldest first; return how many."""
    left = list(Submission.objects.filter(state__in=UNDER_WAY).select_related("workspace").order_by("created_at"))
    for submission in left:
        submission.state = State.WAITING
        submission.started_at = None
        submission.checks = []
        submission.save(update_fields=["state", "started_at", "checks"])
        _enqueue(submission)
    return len(left)


@transaction.atomic
def begin(submission_id: UUID) -> Submission | None:
    """Take a waiting submission to the judge; None if there is none that waits under this id."""
    submission = Submission.objects.select_related("workspace").filter(pk=submission_id, state=State.WAITING).first()
    if submission:
        submission.state = State.RUNNING
        submission.started_at = timezone.now()
        submission.save(update_fields=["state", "started_at"])
    return submission


def save_progress(submission: Submission) -> None:
    """Store the checks as far as the judge is, for pages that poll or are opened meanwhile."""
    submission.save(update_fields=["checks"])


@transaction.atomic
def finish(submission: Submission, verdict: Verdict) -> None:
    """Store the judge's word; a proof counts for the lab, an error of ours gives the attempt's number back."""
    submission.state = State.FINISHED
    submission.result = verdict.result
    submission.sentence = verdict.sentence
    submission.checks = [to_json(check) for check in verdict.checks]
    submission.recognised = to_json(verdict.recognised) if verdict.recognised else None
    submission.fault = to_json(verdict.fault) if verdict.fault else None
    submission.attacks, submission.stopped = count_attacks(verdict.checks)
    submission.seed = verdict.seed
    submission.wall_seconds = verdict.wall_seconds
    submission.finished_at = timezone.now()
    if verdict.result is Result.ERROR:
        submission.number = None
    submission.save()
    _forget_old_test_runs(submission)
    if verdict.result is Result.PROVEN and submission.kind == Kind.VERDICT:
        Workspace.objects.filter(pk=submission.workspace_id, proven_at=None).update(proven_at=submission.finished_at)


def _forget_old_test_runs(submission: Submission) -> None:
    """Delete all but the last runs of the tests, which nobody looks at again; attempts are kept for ever."""
    runs = submission.workspace.submissions.filter(kind=Kind.TESTS, state__in=[State.FINISHED, State.FAILED])
    for old in runs.only("pk")[KEPT_TEST_RUNS:]:
        old.delete()


def fail(submission: Submission, fault: Fault) -> None:
    """Store that the judge broke down; this costs the learner no attempt."""
    submission.state = State.FAILED
    submission.result = Result.ERROR
    submission.sentence = fault.message
    submission.fault = to_json(fault)
    submission.number = None
    submission.finished_at = timezone.now()
    submission.save()


@transaction.atomic
def check_marks(user: User, lab: Lab, find: Find, marks: Iterable[Mark]) -> Marked:
    """Judge marks and keep what was found.

    Raises:
        MarkInvalid: A mark lies outside the lab's files.

    """
    marks = tuple(marks)
    for mark in marks:
        _check_mark(lab, mark)
    judged = judge_marks(find, marks)
    workspace = workspace_of(user, lab)
    Marking.objects.create(workspace=workspace, marks=[_mark_json(each) for each in judged])
    for spot in {each.spot for each in judged if each.right}:
        FoundSpot.objects.get_or_create(workspace=workspace, spot=spot)
    marked = Marked(judged, found_spots(workspace, find), len(find.spots))
    if marked.done and workspace.found_at is None:
        workspace.found_at = timezone.now()
    workspace.save(update_fields=["found_at", "touched_at"])
    return marked


def found_spots(workspace: Workspace, find: Find) -> int:
    """Count the flawed places found that the lab still has."""
    return workspace.found_spots.filter(spot__in=[spot_key(spot) for spot in find.spots]).count()


def _check_mark(lab: Lab, mark: Mark) -> None:
    if mark.file not in lab.starter:
        raise errors.MarkInvalid(f"“{mark.file[:100]}” is no file of this lab.")
    length = len(lab.starter[mark.file].splitlines())
    if not 1 <= mark.first <= mark.last <= length:
        raise errors.MarkInvalid(f"Lines {mark.first} to {mark.last} do not lie in {mark.file}, which has {length}.")


def _mark_json(judged: JudgedMark) -> dict[str, object]:
    mark = judged.mark
    return {
        "file": mark.file,
        "first": mark.first,
        "last": mark.last,
        "cwe": mark.cwe,
        "right": judged.right,
        "decoy": judged.decoy,
        "why": judged.why,
    }


@transaction.atomic
def reveal_hint(user: User, lab: Lab, phase: str) -> Hint:
    """Open the next hint for a phase, ``find`` or ``fix``.

    Raises:
        NoHintLeft: All are open.

    """
    workspace = workspace_of(user, lab)
    open_hints = set(workspace.hints.values_list("step", "number"))
    hint = next((hint for hint in hints_of(lab, phase) if (hint.step, hint.number) not in open_hints), None)
    if hint is None:
        raise errors.NoHintLeft
    HintUse.objects.create(workspace=workspace, step=hint.step, number=hint.number)
    workspace.save(update_fields=["touched_at"])
    return hint
