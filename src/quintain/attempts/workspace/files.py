"""A learner's files in a lab, and exchanging all of them at once."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext

from quintain.accounts.models import User
from quintain.attempts import errors
from quintain.attempts.models import Copy, File, Phase, Reason, Submission, Workspace
from quintain.attempts.workspace.copies import Content, keep_copy
from quintain.attempts.workspace.documents import ExploitFile, exploit_begun
from quintain.packs.model.lab import Break, Lab

EXCHANGES_PER_MINUTE = 12
texts_exchanged: Final = Signal()
"""Sent with a ``workspace`` whose texts a reset or a restore has exchanged, once that is committed."""


def workspace_of(user: User, lab: Lab) -> Workspace:
    """Return the learner's place in a lab, made on first use."""
    workspace, _ = Workspace.objects.get_or_create(user=user, lab=lab.uuid)
    return workspace


def lock_workspace(user: User, lab: Lab) -> Workspace:
    """Return the learner's place in a lab as it is now; what others write there waits until this transaction ends."""
    return locked(workspace_of(user, lab))


def locked(workspace: Workspace) -> Workspace:
    """Return a workspace as it is now; what others write there waits until this transaction ends."""
    return Workspace.objects.select_for_update(no_key=True).get(pk=workspace.pk)


def files_of(workspace: Workspace | None, lab: Lab) -> dict[str, str]:
    """Return the editable files of a lab as the learner has them, the original where unchanged."""
    changed = dict(workspace.files.values_list("path", "text")) if workspace else {}
    return {path: changed.get(path, lab.starter.get(path, "")) for path in lab.run.editable}


@transaction.atomic
def reset(user: User, lab: Lab) -> None:
    """Bring back the original files, and keep a copy of what was there.

    Raises:
        TooManyExchanges: More than 12 resets and restores within a minute.

    """
    _replace(workspace_of(user, lab), lab, {}, Reason.RESET, gettext("reset"))


@transaction.atomic
def reset_exploit(user: User, lab: Lab, phase: Break) -> None:
    """Bring back the exploit that the lab begins with, and keep a copy of what was there.

    Raises:
        TooManyExchanges: More than 12 resets and restores within a minute.

    """
    begun = exploit_begun(lab, phase)
    _replace_exploit(ExploitFile(workspace_of(user, lab), begun), begun, Reason.RESET, gettext("reset"))


@transaction.atomic
def restore_attempt(submission: Submission, lab: Lab) -> None:
    """Bring back the files of an attempt, and keep a copy of what was there.

    Raises:
        TooManyExchanges: More than 12 resets and restores within a minute.

    """
    before = gettext("restore of attempt %(number)s") % {"number": submission.number}
    _replace(submission.workspace, lab, submission.files, Reason.RESTORE, before)


@transaction.atomic
def restore_copy(copy: Copy, lab: Lab) -> None:
    """Bring back the files of a copy, and keep a copy of what was there.

    Raises:
        TooManyExchanges: More than 12 resets and restores within a minute.

    """
    if copy.phase == Phase.BREAK and lab.break_ is not None:
        exploit = ExploitFile(copy.workspace, exploit_begun(lab, lab.break_))
        return _replace_exploit(exploit, copy.files[exploit.path], Reason.RESTORE, gettext("restore of a copy"))
    others = files_of(copy.workspace, lab) if copy.path else {}
    return _replace(copy.workspace, lab, {**others, **copy.files}, Reason.RESTORE, gettext("restore of a copy"))


def _replace_exploit(exploit: ExploitFile, wanted: str, reason: Reason, before: str) -> None:
    exploit.workspace.refresh_from_db(from_queryset=Workspace.objects.select_for_update(no_key=True))
    current = exploit.load().text
    if current == wanted:
        return
    _count_exchange(exploit.workspace)
    keep_copy(exploit.workspace, Content(Phase.BREAK, {exploit.path: current}, exploit.path), reason, before)
    exploit.store(wanted)
    _tell(exploit.workspace)


def _replace(workspace: Workspace, lab: Lab, files: Mapping[str, str], reason: Reason, before: str) -> None:
    """Exchange all files; a path that is missing in ``files`` becomes the original again."""
    workspace = locked(workspace)  # no save can slip between
    current = files_of(workspace, lab)
    wanted = {path: files.get(path, lab.starter.get(path, "")) for path in lab.run.editable}
    if current == wanted:
        return
    _count_exchange(workspace)
    keep_copy(workspace, Content(Phase.FIX, current), reason, before)
    workspace.revision += 1
    workspace.replaced = workspace.revision
    workspace.save(update_fields=["revision", "replaced", "touched_at"])
    workspace.files.all().delete()
    File.objects.bulk_create(
        File(workspace=workspace, path=path, text=text, revision=workspace.revision)
        for path, text in wanted.items()
        if text != lab.starter.get(path, "")
    )
    _tell(workspace)


def _tell(workspace: Workspace) -> None:
    transaction.on_commit(lambda: texts_exchanged.send(Workspace, workspace=workspace))


def _count_exchange(workspace: Workspace) -> None:
    now = timezone.now()
    if workspace.exchanges_since is None or now - workspace.exchanges_since > timedelta(minutes=1):
        workspace.exchanges_since, workspace.exchanges = now, 0
    if workspace.exchanges >= EXCHANGES_PER_MINUTE:
        raise errors.TooManyExchanges
    workspace.exchanges += 1
    workspace.save(update_fields=["exchanges", "exchanges_since"])
