"""Accounts of people with a role on this server: making them, inviting them again, and closing them."""

import re
import unicodedata
from dataclasses import dataclass
from typing import ClassVar, Final

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.translation import gettext

from quintain.accounts.audit import Action, record
from quintain.accounts.factors import reset_factors
from quintain.accounts.invitations import invite
from quintain.accounts.models import Membership, Role, User
from quintain.accounts.names import free_username, read_display_name
from quintain.accounts.sessions import end_sessions_of
from quintain.web.refusals import Malformed, Refused

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


class NoSuchPerson(Refused):
    """Nobody has this username, or the account is closed."""

    status: ClassVar[int] = 404

    def __init__(self) -> None:
        super().__init__(
            gettext("No open account has this username."), gettext("`quintain user list` shows all usernames.")
        )


class RoleUnfit(Malformed):
    """The role is not one that people have on a server."""

    def __init__(self) -> None:
        super().__init__(gettext("This is no role on a server."), gettext("Choose operator, instructor or author."))


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
        NoSuchPerson: There is none.

    """
    found = User.objects.filter(username=username.strip().lower()[:150], is_active=True).first()
    if found is None:
        raise NoSuchPerson
    return found


def add_person(name: str, role: str, *, username: str = "", request: HttpRequest | None = None) -> Invited:
    """Make an account with a role on this server, from the server's command line, and invite the person.

    Raises:
        NameUnfit: The name cannot be shown.
        RoleUnfit: It is none of operator, instructor and author.
        UsernameTaken: Somebody has the username.
        UsernameUnfit: It cannot be used.

    """
    display_name = read_display_name(name)
    if role not in {Role.OPERATOR, Role.INSTRUCTOR, Role.AUTHOR}:
        raise RoleUnfit
    wanted = read_username(username) if username else ""
    try:
        with transaction.atomic():
            person = User.objects.create_user(wanted or free_username(display_name), display_name)
            Membership.objects.create(person=person, role=role)
            record(Action.ADD_PERSON, actor=None, request=request, about=person.pk)
            record(Action.GIVE_ROLE, actor=None, request=request, about=person.pk, role=role)
            return Invited(person, invite(person))
    except IntegrityError:
        raise UsernameTaken(wanted) from None


def invite_again(username: str, *, request: HttpRequest | None = None) -> Invited:
    """Give a person a fresh invitation, from the server's command line; earlier ones are good no more.

    Raises:
        NoSuchPerson: No open account has this username.
        NotInvited: It is a student's, who gets a new passcode instead.

    """
    with transaction.atomic():
        person = find_person(username)
        if not person.memberships.filter(in_class=None).exclude(role=Role.STUDENT).exists():
            raise NotInvited
        record(Action.INVITE_PERSON, actor=None, request=request, about=person.pk)
        return Invited(person, invite(person))


def close_account(username: str, *, request: HttpRequest | None = None) -> int:
    """Close an account from the server's command line, and end its sessions; return how many. Its work stays.

    Raises:
        NoSuchPerson: No open account has this username.

    """
    with transaction.atomic():
        person = find_person(username)
        person.is_active = False
        person.save(update_fields=["is_active"])
        person.invitations.filter(used_at=None).delete()
        ended = end_sessions_of(person.pk)
        record(Action.CLOSE_ACCOUNT, actor=None, request=request, about=person.pk, sessions=ended)
    return ended


def reset_lost_factors(username: str, *, request: HttpRequest | None = None) -> int:
    """Remove a person's second factors from the server's command line, end their sessions; return how many there were.

    Raises:
        NoSuchPerson: No open account has this username.

    """
    with transaction.atomic():
        return reset_factors(find_person(username), by=None, request=request)


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
