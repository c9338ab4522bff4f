"""Work of students as the judge would have left it."""

from quintain.accounts.models import User
from quintain.attempts.actions import workspace_of
from quintain.attempts.models import Kind, State, Submission, SubmissionCounter
from quintain.packs.model.lab import Lab


def prove(person: User, lab: Lab, fix: str = "", exploit: str = "") -> None:
    """Store a proven attempt and a run that succeeded on the original, of the texts that are not empty."""
    if fix:
        store(person, lab, Kind.VERDICT, "proven", files={lab.run.editable[0]: fix})
    if exploit:
        store(person, lab, Kind.EXPLOIT, "landed", exploit=exploit)


def store(
    person: User, lab: Lab, kind: Kind, result: str, *, files: dict[str, str] | None = None, exploit: str = ""
) -> Submission:
    """Store a finished submission."""
    workspace = workspace_of(person, lab)
    return Submission.objects.create(
        workspace=workspace,
        sequence=SubmissionCounter.objects.create().pk,
        kind=kind,
        number=workspace.submissions.filter(kind=Kind.VERDICT).count() + 1 if kind == Kind.VERDICT else None,
        state=State.FINISHED,
        files=files or {},
        exploit=exploit,
        result=result,
    )
