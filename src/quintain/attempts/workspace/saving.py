"""Saves texts of tabs, knows again what it has saved, and settles conflicts. See docs/decisions/0015-typed-text.md."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from quintain.accounts.models import User
from quintain.attempts import errors
from quintain.attempts.models import Reason, TabSave, Workspace
from quintain.attempts.workspace.copies import Content, keep_copy
from quintain.attempts.workspace.documents import Document, ExploitFile, FixFile, Saved, Stored, exploit_begun
from quintain.attempts.workspace.files import workspace_of
from quintain.packs.model.lab import Break, Lab
from quintain.web.refusals import Malformed

LARGEST_KIBIBYTES = 256
MOST_TABS = 200


@dataclass(frozen=True, slots=True)
class Typed:
    """A text as a tab sends it: the ``revision`` on top of which it was typed, and its ``sequence`` in ``tab``.

    Each loading of a page is a tab of its own and counts its texts from 1. Without a tab, nothing is known again.
    """

    text: str
    revision: int
    tab: UUID | None = None
    sequence: int = 0


class Outcome(StrEnum):
    """What became of a text that a browser had kept."""

    KNOWN = "known"  # the server has it, or had it before something newer
    SAVED = "saved"  # nothing newer was saved meanwhile, so it goes on from it
    COPIED = "copied"  # something newer was saved meanwhile, so it is kept as a copy


@dataclass(frozen=True, slots=True)
class Delivered:
    """What became of a text that a browser had kept; then the text that is stored now, and its revision.

    The page that sends it may be older: a tab that is being left saves once more when the next page is loaded already.
    """

    outcome: Outcome
    text: str
    revision: int


@dataclass(frozen=True, slots=True)
class Settled:
    """The text that goes on after a conflict, and its revision."""

    text: str
    saved: Saved


def fix_file(user: User, lab: Lab, path: str) -> FixFile:
    """Return a file of the fix that the learner may change.

    Raises:
        NotEditable: Learners may not change this path.

    """
    if path not in lab.run.editable:
        raise errors.NotEditable(path, lab.run.editable)
    return FixFile(workspace_of(user, lab), path, lab.starter.get(path, ""))


def exploit_file(user: User, lab: Lab, phase: Break) -> ExploitFile:
    """Return the learner's exploit."""
    return ExploitFile(workspace_of(user, lab), exploit_begun(lab, phase))


@transaction.atomic
def save(document: Document, typed: Typed) -> Saved:
    """Store a text that was typed on top of ``typed.revision``.

    Sending the same again changes nothing and is no conflict. Neither does a text conflict with an earlier one of the
    same tab, whose answer may have got lost on the way.

    Raises:
        FileTooLarge: The text is above 256 KiB in UTF-8.
        SaveConflict: Something else was saved after ``typed.revision``.

    """
    check_text(typed.text)
    stored, last = _load(document), _last_save(document, typed)
    if last and typed.sequence <= last.sequence:
        return Saved(last.revision, last.saved_at)
    if typed.text == stored.text:
        saved = Saved(stored.revision, stored.saved_at)
    elif _goes_on(stored, typed, last):
        saved = document.store(typed.text)
    else:
        raise errors.SaveConflict(stored.revision, stored.text)
    _remember(document, typed, saved)
    return saved


@transaction.atomic
def deliver(document: Document, typed: Typed) -> Delivered:
    """Take a text that a browser had kept for a tab which is gone: as that tab's own save, or else as a copy.

    What the server has is never replaced by a text that does not go on from it. Delivering again changes nothing.

    Raises:
        FileTooLarge: The text is above 256 KiB in UTF-8.

    """
    stored, last = _load(document), _last_save(document, typed)
    if typed.text == stored.text or (last and typed.sequence <= last.sequence):
        return Delivered(Outcome.KNOWN, stored.text, stored.revision)
    try:
        return Delivered(Outcome.SAVED, typed.text, save(document, typed).revision)
    except errors.SaveConflict:
        is_new = _keep(document, typed.text, Reason.RECOVERED)
        return Delivered(Outcome.COPIED if is_new else Outcome.KNOWN, stored.text, stored.revision)


@transaction.atomic
def settle(document: Document, mine: Typed, *, keep_mine: bool) -> Settled:
    """End a conflict: keep both texts as copies, then go on with the one that the learner chose.

    ``mine.revision`` is that of the other text, which the learner saw.

    Raises:
        FileTooLarge: The text is above 256 KiB in UTF-8.
        SaveConflict: Something else was saved once more.

    """
    check_text(mine.text)
    stored, last = _load(document), _last_save(document, mine)
    if last and mine.sequence <= last.sequence:  # settled before; the answer got lost
        return Settled(mine.text if keep_mine else stored.text, Saved(last.revision, last.saved_at))
    if not _goes_on(stored, mine, last):
        raise errors.SaveConflict(stored.revision, stored.text)
    _keep(document, mine.text, Reason.CHOSEN if keep_mine else Reason.NOT_CHOSEN)
    _keep(document, stored.text, Reason.NOT_CHOSEN if keep_mine else Reason.CHOSEN)
    saved = Saved(stored.revision, stored.saved_at)
    if keep_mine and mine.text != stored.text:
        saved = document.store(mine.text)
    _remember(document, mine, saved)
    return Settled(mine.text if keep_mine else stored.text, saved)


def check_text(text: str) -> None:
    """Refuse what is no text of a source file.

    Raises:
        FileTooLarge: The text is above 256 KiB in UTF-8.
        Malformed: It holds a NUL character.

    """
    if len(text.encode()) > LARGEST_KIBIBYTES * 1024:
        raise errors.FileTooLarge(LARGEST_KIBIBYTES)
    if "\0" in text:
        raise Malformed(
            gettext("The file contains a NUL character, which no source file may contain."),
            gettext("Remove it and save again."),
        )


def _goes_on(stored: Stored, typed: Typed, last: TabSave | None) -> bool:
    """Tell whether a text goes on from what is stored: nobody but its own tab has saved since its revision."""
    return stored.changed_at <= max(typed.revision, last.revision if last else 0) <= stored.revision


def _keep(document: Document, text: str, reason: Reason) -> bool:
    check_text(text)
    return keep_copy(document.workspace, Content(document.phase, {document.path: text}, document.path), reason)


def _load(document: Document) -> Stored:
    """Return what is stored, read within the transaction: no other save can slip between."""
    document.workspace.refresh_from_db(from_queryset=Workspace.objects.select_for_update(no_key=True))
    return document.load()


def _last_save(document: Document, typed: Typed) -> TabSave | None:
    if typed.tab is None:
        return None
    return document.workspace.tab_saves.filter(tab=typed.tab, path=document.path).first()


def _remember(document: Document, typed: Typed, saved: Saved) -> None:
    """Note which of the tab's texts was saved; of tabs that saved long ago nothing is remembered."""
    if typed.tab is None:
        return
    workspace = document.workspace
    _, is_new = TabSave.objects.update_or_create(
        workspace=workspace,
        tab=typed.tab,
        path=document.path,
        defaults={"sequence": typed.sequence, "revision": saved.revision},
    )
    if is_new:
        old = list(workspace.tab_saves.values_list("pk", flat=True)[MOST_TABS:])
        TabSave.objects.filter(pk__in=old).delete()
