"""The log of privileged acts. Rooms name what was done; the log is only ever added to."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.http import HttpRequest

from quintain.accounts.models import AuditEntry, User

LINES_OF_A_PAGE: Final = 100


class Action(StrEnum):
    """What was done. The values are in the database for as long as it lives."""

    ADD_PERSON = "add-person"
    INVITE_PERSON = "invite-person"
    CLOSE_ACCOUNT = "close-account"
    OPEN_ACCOUNT = "open-account"
    GIVE_ROLE = "give-role"
    TAKE_ROLE = "take-role"
    RESET_PASSCODE = "reset-passcode"
    END_SESSIONS = "end-sessions"
    ACCEPT_INVITATION = "accept-invitation"
    CHANGE_PASSWORD = "change-password"  # noqa: S105  an act
    ADD_FACTOR = "add-factor"
    REMOVE_FACTOR = "remove-factor"
    RESET_FACTORS = "reset-factors"
    CONNECT_PROVIDER = "connect-provider"
    DISCONNECT_PROVIDER = "disconnect-provider"
    NEW_RECOVERY_CODES = "new-recovery-codes"
    MAKE_CLASS = "make-class"
    CHANGE_CLASS = "change-class"
    NEW_JOIN_CODE = "new-join-code"
    ARCHIVE_CLASS = "archive-class"
    IMPORT_ROSTER = "import-roster"
    HAND_OVER_SEAT = "hand-over-seat"
    FREE_SEAT = "free-seat"
    REMOVE_STUDENT = "remove-student"
    OPEN_MODULE = "open-module"
    CLOSE_MODULE = "close-module"
    TAKE_HAND = "take-hand"
    LOWER_HAND = "lower-hand"
    ANSWER_HAND = "answer-hand"
    COMMENT = "comment"
    ASK_TO_PAIR = "ask-to-pair"
    REFUSE_TO_PAIR = "refuse-to-pair"
    BEGIN_PAIRING = "begin-pairing"
    END_PAIRING = "end-pairing"
    SEND_HINT = "send-hint"
    ASK_TO_SHOW_FIX = "ask-to-show-fix"
    ALLOW_TO_SHOW_FIX = "allow-to-show-fix"
    REFUSE_TO_SHOW_FIX = "refuse-to-show-fix"
    OPEN_ARENA = "open-arena"
    CLOSE_ARENA = "close-arena"
    ENTER_ARENA = "enter-arena"
    LEAVE_ARENA = "leave-arena"
    RUN_ARENA = "run-arena"
    STOP_ARENA = "stop-arena"
    ISSUE_CERTIFICATE = "issue-certificate"
    TAKE_BACK_CERTIFICATE = "take-back-certificate"
    REVOKE_CERTIFICATE = "revoke-certificate"
    ALLOW_CERTIFICATE = "allow-certificate"
    SET_CERTIFICATE = "set-certificate"
    ROTATE_CERTIFICATE_KEY = "rotate-certificate-key"
    REJUDGE = "rejudge"
    STOP_REJUDGING = "stop-rejudging"
    RESUME_REJUDGING = "resume-rejudging"
    CONNECT_PLATFORM = "connect-platform"
    CHANGE_PLATFORM = "change-platform"
    DISCONNECT_PLATFORM = "disconnect-platform"
    CONNECT_COURSE = "connect-course"
    LINK_PLATFORM = "link-platform"
    ROTATE_PLATFORM_KEY = "rotate-platform-key"
    ADD_ENDPOINT = "add-endpoint"
    CHANGE_ENDPOINT = "change-endpoint"
    REMOVE_ENDPOINT = "remove-endpoint"
    ROTATE_ENDPOINT_SECRET = "rotate-endpoint-secret"  # noqa: S105  an act
    TURN_ON_ENDPOINT = "turn-on-endpoint"
    TURN_OFF_ENDPOINT = "turn-off-endpoint"
    REPLAY_EVENT = "replay-event"
    SEE_STUDENT = "see-student"
    EXPORT_RESULTS = "export-results"
    EXPORT_PERSON = "export-person"
    ASK_ERASURE = "ask-erasure"
    WITHDRAW_ERASURE = "withdraw-erasure"
    ERASE_PERSON = "erase-person"
    ERASE_WORK = "erase-work"
    CREATE_TOKEN = "create-token"  # noqa: S105  an act
    REVOKE_TOKEN = "revoke-token"  # noqa: S105  an act
    BACK_UP = "back-up"
    MOVE_DATA = "move-data"


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


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as pages show it: people by name as far as they are still there, else by their id."""

    at: datetime
    actor: str
    action: str
    about: str
    in_class: UUID | None
    address: str
    details: str


def lines(in_class: UUID | None = None, *, page: int = 1) -> tuple[tuple[Line, ...], bool]:
    """Return a page of the log, the latest first, and whether older ones follow; of one class or of the server."""
    entries = AuditEntry.objects.all() if in_class is None else AuditEntry.objects.filter(in_class=in_class)
    first = (max(page, 1) - 1) * LINES_OF_A_PAGE
    page_entries = list(entries[first : first + LINES_OF_A_PAGE + 1])
    ids = {each for entry in page_entries for each in (entry.actor, entry.about) if each}
    names = {person.pk: f"{person.display_name} ({person.username})" for person in User.objects.filter(pk__in=ids)}
    shown = tuple(
        Line(
            at=entry.at,
            actor=names.get(entry.actor, str(entry.actor)) if entry.actor else "",
            action=entry.action,
            about=names.get(entry.about, str(entry.about)) if entry.about else "",
            in_class=entry.in_class,
            address=entry.address or "",
            details=", ".join(f"{key} {value}" for key, value in entry.details.items()),
        )
        for entry in page_entries[:LINES_OF_A_PAGE]
    )
    return shown, len(page_entries) > LINES_OF_A_PAGE
