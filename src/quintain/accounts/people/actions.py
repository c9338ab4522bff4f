"""Accounts of people: making them, inviting them again, roles on this server, and closing them.

``by`` is the operator who does it; None is the server's command line, which may everything.
"""

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import ClassVar, Final

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.translation import gettext

from quintain.accounts.audit import Action, record
from quintain.accounts.errors import LastOperator, PersonUnknown
from quintain.accounts.factors import second_factor
from quintain.accounts.locking import lock_name, lock_person
from quintain.accounts.models import Membership, Role, User
from quintain.accounts.people.invitations import invite
from quintain.accounts.people.names import free_username, read_display_name
from quintain.accounts.permissions import MANAGE_PEOPLE, require_person
from quintain.accounts.sessions.ending import end_sessions_of
from quintain.web.refusals import Malformed, Refused

SERVER_ROLES: Final = (Role.OPERATOR, Role.INSTRUCTOR, Role.AUTHOR)
USERNAME: Final = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,38}[a-z0-9])?")


class UsernameUnfit(Malformed):
    """The username cannot be used to sign in."""

    def __init__(self) -> None:
        super().__init__(
            gettext("This username cannot be used."),
            gettext("Write 1 to 40 small letters (a to z), digits, dots and hyphens."),
        )


class UsernameTaken(Refused):
    """Somebody else has the username."""

    status: ClassVar[int] = 409

    def __init__(self, username: str) -> None:
        super().__init__(
            gettext("Somebody has the username %(username)s already.") % {"username": username},
            gettext("Choose another one."),
        )


class RoleUnfit(Malformed):
    """The role is not one that people have on a server."""

    def __init__(self) -> None:
        super().__init__(gettext("This is no role on a server."), gettext("Choose operator, instructor or author."))


class StudentsGetNoRole(Refused):
    """A student of a class would be an operator whose passcode an instructor of that class can set."""

    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(
            gettext("A student of a class gets no role on the server: its instructors can set a new passcode."),
            gettext("Make another account for this person: quintain user add NAME --role ROLE"),
        )


class AlreadySo(Refused):
    """Somebody else was faster, or the page is old."""

    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(gettext("This is so already. Nothing was changed."), gettext("Reload the page of the person."))


class NotInvited(Refused):
    """Students join by the code of their class, and need no invitation."""

    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(
            gettext("Students are not invited: they join with the code of their class."),
            gettext("For a forgotten passcode, an instructor of the class sets a new one."),
        )


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody with a fresh invitation, whose ``code`` is told this once."""

    person: User
    code: str


def read_username(text: str) -> str:
    """Return a username as it is kept.

    Raises:
        UsernameUnfit: It cannot be used.

    """
    username = unicodedata.normalize("NFKC", text[:200]).strip().lower()
    if not USERNAME.fullmatch(username):
        raise UsernameUnfit
    return username


def find_person(username: str) -> User:
    """Return the person with a username and an open account.

    Raises:
        PersonUnknown: There is none.

    """
    person = User.objects.filter(username=username.strip().lower()[:150], is_active=True).first()
    if person is None:
        raise PersonUnknown
    return person


def add_person(name: str, role: str, *, username: str = "") -> Invited:
    """Make an account with a role on this server, from the server's command line, and invite the person.

    Raises:
        NameUnfit: The name cannot be shown.
        RoleUnfit: It is none of operator, instructor and author.
        UsernameTaken: Somebody has the username.
        UsernameUnfit: It cannot be used.

    """
    display_name = read_display_name(name)
    if role not in SERVER_ROLES:
        raise RoleUnfit
    wanted = read_username(username) if username else ""
    try:
        with transaction.atomic():
            person = User.objects.create_user(wanted or free_username(display_name), display_name)
            Membership.objects.create(person=person, role=role)
            record(Action.ADD_PERSON, actor=None, about=person.pk)
            record(Action.GIVE_ROLE, actor=None, about=person.pk, role=role)
            return Invited(person, invite(person))
    except IntegrityError:
        raise UsernameTaken(wanted) from None


def invite_again(person: User, *, by: User | None, request: HttpRequest | None = None) -> Invited:
    """Give a person a fresh invitation; earlier ones are good no more.

    Raises:
        NotInvited: It is a student's, who gets a new passcode instead, or the account is closed.
        PermissionDenied: ``by`` runs no server.

    """
    with _acting_on(person, by):
        if not person.is_active or not person.memberships.filter(in_class=None).exclude(role=Role.STUDENT).exists():
            raise NotInvited
        record(Action.INVITE_PERSON, actor=by, request=request, about=person.pk)
        code = invite(person)
    return Invited(person, code)


def close_account(person: User, *, by: User | None, request: HttpRequest | None = None) -> int:
    """Close an account, and end its sessions; return how many. Its work and its roles stay.

    On the command line, the last operator's account can be closed too: there one can make another.

    Raises:
        AlreadySo: It is closed.
        LastOperator: Nobody would be left who runs this server.
        PermissionDenied: ``by`` runs no server.

    """
    with _acting_on(person, by):
        if by is not None:
            require_another_operator(person)
        if not User.objects.filter(pk=person.pk, is_active=True).update(is_active=False):
            raise AlreadySo
        person.invitations.filter(used_at=None).delete()
        ended = end_sessions_of(person.pk)
        record(Action.CLOSE_ACCOUNT, actor=by, request=request, about=person.pk, sessions=ended)
    return ended


def open_account(person: User, *, by: User | None, request: HttpRequest | None = None) -> None:
    """Open a closed account again: the person signs in as before.

    Raises:
        AlreadySo: It is open.
        PermissionDenied: ``by`` runs no server.

    """
    with _acting_on(person, by):
        if not User.objects.filter(pk=person.pk, is_active=False).update(is_active=True):
            raise AlreadySo
        record(Action.OPEN_ACCOUNT, actor=by, request=request, about=person.pk)


def end_sessions(person: User, *, by: User, but: str | None = None, request: HttpRequest | None = None) -> int:
    """End all sessions of a person, and return how many; of one's own, all but that of the key ``but``."""
    with _acting_on(person, by):
        ended = end_sessions_of(person.pk, but=but if person.pk == by.pk else None)
        record(Action.END_SESSIONS, actor=by, request=request, about=person.pk, sessions=ended)
    return ended


def reset_factors(person: User, *, by: User, request: HttpRequest | None = None) -> int:
    """Remove the second factors of somebody who has lost them, end their sessions, and return how many there were.

    Raises:
        AlreadySo: There is none.
        PermissionDenied: ``by`` runs no server.

    """
    with _acting_on(person, by):
        removed = second_factor.reset_factors(person, by=by, request=request)
        if not removed:
            raise AlreadySo
    return removed


def give_role(person: User, role: str, *, by: User, request: HttpRequest | None = None) -> None:
    """Give a person a role on this server.

    Raises:
        AlreadySo: The person has it.
        PermissionDenied: ``by`` runs no server.
        RoleUnfit: It is none of operator, instructor and author.
        StudentsGetNoRole: The person is a student of a class.

    """
    if role not in SERVER_ROLES:
        raise RoleUnfit
    with _acting_on(person, by):
        if person.memberships.filter(role=Role.STUDENT).exists():
            raise StudentsGetNoRole
        _, is_new = Membership.objects.get_or_create(person=person, in_class=None, role=role)
        if not is_new:
            raise AlreadySo
        record(Action.GIVE_ROLE, actor=by, request=request, about=person.pk, role=role)


def take_role(person: User, role: str, *, by: User, request: HttpRequest | None = None) -> None:
    """Take a role on this server from a person, and end their sessions: what is open with its rights ends as well.

    Raises:
        AlreadySo: The person has it not.
        LastOperator: Nobody would be left who runs this server.
        PermissionDenied: ``by`` runs no server.
        RoleUnfit: It is none of operator, instructor and author.

    """
    if role not in SERVER_ROLES:
        raise RoleUnfit
    with _acting_on(person, by):
        if role == Role.OPERATOR:
            require_another_operator(person)
        if not Membership.objects.filter(person=person, in_class=None, role=role).delete()[0]:
            raise AlreadySo
        end_sessions_of(person.pk)
        record(Action.TAKE_ROLE, actor=by, request=request, about=person.pk, role=role)


def require_another_operator(person: User) -> None:
    """Refuse to do without a person who alone runs this server; call it with the name ``operators`` locked.

    Raises:
        LastOperator: So it is.

    """
    operators = Membership.objects.filter(role=Role.OPERATOR, person__is_active=True)
    if operators.filter(person=person).exists() and not operators.exclude(person=person).exists():
        raise LastOperator


@contextmanager
def _acting_on(person: User, by: User | None) -> Iterator[None]:
    """Let acts on accounts come one after another, each in a transaction, by the rights that ``by`` has then.

    Raises:
        PermissionDenied: ``by`` runs no server, or does so no more.

    """
    with transaction.atomic():
        lock_name("operators")
        lock_person(person.pk)
        now = by and User.objects.filter(pk=by.pk).first()
        if by is not None and now is None:
            raise PermissionDenied
        require_person(now, MANAGE_PEOPLE, person)
        yield


def reset_lost_factors(username: str) -> int:
    """Remove a person's second factors from the server's command line, end their sessions; return how many there were.

    Raises:
        PersonUnknown: No open account has this username.

    """
    with transaction.atomic():
        return second_factor.reset_factors(find_person(username), by=None)


def has_operator() -> bool:
    """Tell whether somebody with an open account operates this server."""
    return Membership.objects.filter(role=Role.OPERATOR, person__is_active=True).exists()


def invite_first_operator() -> str:
    """Make an operator where there is none, and return the code of the invitation; nothing where there is one."""
    with transaction.atomic():
        if has_operator():
            return ""
        is_free = not User.objects.filter(username="operator").exists()
        return add_person("Operator", Role.OPERATOR, username="operator" if is_free else "").code
