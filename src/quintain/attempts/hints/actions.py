"""Writes about hints."""

from django.db import transaction

from quintain.accounts.models import User
from quintain.attempts import errors
from quintain.attempts.hints.order import Hint, hints_of
from quintain.attempts.models import HintUse
from quintain.attempts.workspace.files import lock_workspace
from quintain.packs.model.lab import Lab


@transaction.atomic
def reveal_hint(user: User, lab: Lab, phase: str) -> Hint:
    """Open the next hint for a phase, ``find``, ``break`` or ``fix``.

    Raises:
        NoHintLeft: All are open.

    """
    workspace = lock_workspace(user, lab)
    open_hints = set(workspace.hints.values_list("step", "number"))
    hint = next((hint for hint in hints_of(lab, phase) if (hint.step, hint.number) not in open_hints), None)
    if hint is None:
        raise errors.NoHintLeft
    HintUse.objects.create(workspace=workspace, step=hint.step, number=hint.number)
    workspace.save(update_fields=["touched_at"])
    return hint
