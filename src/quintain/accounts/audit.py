"""The log of privileged acts. Rooms name what was done; the log is only ever added to."""

from enum import StrEnum
from uuid import UUID

from django.http import HttpRequest

from quintain.accounts.models import AuditEntry, User


class Action(StrEnum):
    """What was done. The values stand in the database for as long as it lives."""

    ADD_PERSON = "add-person"
    INVITE_PERSON = "invite-person"
    CLOSE_ACCOUNT = "close-account"
    GIVE_ROLE = "give-role"
    TAKE_ROLE = "take-role"
    RESET_PASSCODE = "reset-passcode"
    END_SESSIONS = "end-sessions"
    MAKE_CLASS = "make-class"
    CHANGE_CLASS = "change-class"
    NEW_JOIN_CODE = "new-join-code"
    ARCHIVE_CLASS = "archive-class"
    IMPORT_ROSTER = "import-roster"
    HAND_OVER_SEAT = "hand-over-seat"
    FREE_SEAT = "free-seat"
    OPEN_MODULE = "open-module"
    CLOSE_MODULE = "close-module"
    SEE_STUDENT = "see-student"
    EXPORT_RESULTS = "export-results"
    EXPORT_PERSON = "export-person"
    ERASE_PERSON = "erase-person"
    BACK_UP = "back-up"


def record(
    action: Action,
    *,
    actor: User | None,
    request: HttpRequest | None = None,
    about: UUID | None = None,
    in_class: UUID | None = None,
    **details: str | int | bool,
) -> AuditEntry:
    """Add an entry. Without an actor, somebody did it on the server's command line.

    Call it in the transaction of what is done, so that neither is kept without the other.
    """
    return AuditEntry.objects.create(
        action=action,
        actor=actor.pk if actor else None,
        about=about,
        in_class=in_class,
        address=request.META.get("REMOTE_ADDR") or None if request else None,
        details=details,
    )
