"""Hands files in as the page of a lab does."""

from quintain.accounts.models import User
from quintain.attempts import actions, tasks
from quintain.attempts.actions import Saved, Typed
from quintain.attempts.hints.order import hints_of
from quintain.attempts.models import Kind, Submission
from quintain.attempts.solutions.shown import shown_fix
from quintain.packs.model.lab import Break, Fix, Lab


def save_file(user: User, lab: Lab, path: str, text: str, revision: int) -> Saved:
    """Store a file that was loaded at ``revision``."""
    return actions.save(actions.fix_file(user, lab, path), Typed(text, revision))


def save_exploit(user: User, lab: Lab, phase: Break, text: str, revision: int) -> Saved:
    """Store the exploit that was loaded at ``revision``."""
    return actions.save(actions.exploit_file(user, lab, phase), Typed(text, revision))


def submit(user: User, lab: Lab, kind: Kind) -> Submission:
    """Have the saved files judged; with the queue of these tests, the judge is done when this returns."""
    submission = actions.submit(user, lab, kind)
    tasks.enqueue(submission)
    return submission


def try_text(user: User, lab: Lab, text: str) -> Submission:
    """Save a text, have it judged, and return the submission as it is afterwards."""
    workspace = actions.workspace_of(user, lab)
    save_file(user, lab, "shop.py", text, workspace.revision)
    submission = submit(user, lab, Kind.VERDICT)
    submission.refresh_from_db()
    return submission


def open_hints(user: User, lab: Lab) -> None:
    """Open all hints for the fix."""
    for _ in hints_of(lab, "fix"):
        actions.reveal_hint(user, lab, "fix")


def fix_of(lab: Lab) -> Fix:
    """Return the sound fix that a lab shows."""
    fix = shown_fix(lab)
    assert fix is not None
    return fix
