"""Writes about a learner's files."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from quintain.accounts.models import User
from quintain.attempts import errors
from quintain.attempts.models import Copy, Exploit, File, Submission, Workspace
from quintain.packs.model import Break, Lab
from quintain.web.refusals import Malformed

LARGEST_KIBIBYTES = 256
EXPLOIT = "exploit.py"


@dataclass(frozen=True, slots=True)
class Saved:
    """The revision that a save made, and when."""

    revision: int
    saved_at: datetime


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


def exploit_begun(lab: Lab, phase: Break) -> str:
    """Return the ``exploit.py`` that a learner of the lab begins with."""
    return (lab.folder / phase.starter).read_text(encoding="utf-8") if phase.starter else ""


def exploit_of(workspace: Workspace | None, lab: Lab, phase: Break) -> tuple[str, int]:
    """Return the learner's ``exploit.py`` and its revision."""
    exploit = Exploit.objects.filter(workspace=workspace).first() if workspace else None
    return (exploit.text, exploit.revision) if exploit else (exploit_begun(lab, phase), 0)


@transaction.atomic
def save_exploit(user: User, lab: Lab, phase: Break, text: str, revision: int) -> Saved:
    """Store the exploit that was loaded at ``revision``, as `save_file` does for a file.

    Raises:
        FileTooLarge: The text is above 256 KiB in UTF-8.
        SaveConflict: It was saved elsewhere after ``revision``.

    """
    _check_text(text)
    workspace = workspace_of(user, lab)
    stored, reached = exploit_of(workspace, lab, phase)
    if text == stored:
        return Saved(reached, timezone.now())
    if revision != reached:
        raise errors.SaveConflict(reached, stored)
    workspace.save(update_fields=["touched_at"])
    exploit, _ = Exploit.objects.update_or_create(workspace=workspace, defaults={"text": text, "revision": reached + 1})
    return Saved(exploit.revision, exploit.saved_at)


def _check_file(lab: Lab, path: str, text: str) -> None:
    if path not in lab.run.editable:
        raise errors.NotEditable(path, lab.run.editable)
    _check_text(text)


def _check_text(text: str) -> None:
    if len(text.encode()) > LARGEST_KIBIBYTES * 1024:
        raise errors.FileTooLarge(LARGEST_KIBIBYTES)
    if "\0" in text:
        raise Malformed(
            gettext("The file holds a NUL character, which no source file may."), gettext("Remove it and save again.")
        )


@transaction.atomic
def reset(user: User, lab: Lab) -> None:
    """Bring back the files as shipped, and keep a copy of what was there."""
    _replace(workspace_of(user, lab), lab, {}, gettext("reset"))


@transaction.atomic
def restore_attempt(submission: Submission, lab: Lab) -> None:
    """Bring back the files of an attempt, and keep a copy of what was there."""
    _replace(
        submission.workspace,
        lab,
        submission.files,
        gettext("restore of attempt %(number)s") % {"number": submission.number},
    )


@transaction.atomic
def restore_copy(copy: Copy, lab: Lab) -> None:
    """Bring back the files of a copy, and keep a copy of what was there."""
    _replace(copy.workspace, lab, copy.files, gettext("restore of a copy"))


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
