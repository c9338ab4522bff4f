"""What operators see of the people of a server, and people of themselves."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Q
from django.utils import timezone

from quintain.accounts.models import Membership, Role, User
from quintain.accounts.people.actions import SERVER_ROLES

PEOPLE_OF_A_PAGE: Final = 50
LONGEST_SEARCH: Final = 80


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person in a list. ``factors`` are the types of their second factors, ``sessions`` how many are open."""

    person: User
    roles: tuple[Membership, ...]
    factors: tuple[str, ...]
    sessions: int


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """A page of the list, the search as it was read, and what is beside it; ``older`` and ``newer`` are page numbers.

    ``asked`` is how many people have asked for erasure, on all pages together.
    """

    rows: tuple[PersonRow, ...]
    search: str
    total: int
    asked: int
    only_asked: bool
    page: int
    has_next: bool


@dataclass(frozen=True, slots=True)
class PersonPage:
    """What an operator sees of one person; ``free`` are the roles on the server that could be given."""

    row: PersonRow
    free: tuple[str, ...]
    is_student: bool

    @property
    def server_roles(self) -> tuple[Membership, ...]:
        """The roles on this server."""
        return tuple(each for each in self.row.roles if each.in_class is None)

    @property
    def class_roles(self) -> tuple[Membership, ...]:
        """The roles in classes."""
        return tuple(each for each in self.row.roles if each.in_class is not None)

    @property
    def may_be_invited(self) -> bool:
        """Whether an invitation is how this person gets a new password."""
        return self.row.person.is_active and any(each.role != Role.STUDENT for each in self.server_roles)


def people_page(search: str, *, only_asked: bool = False, page: int = 1) -> PeoplePage:
    """Return a page of all people whose name or username holds ``search``, in the order of usernames."""
    words = read_search(search)
    matching = User.objects.order_by("username")
    if words:
        matching = matching.filter(Q(username__icontains=words) | Q(display_name__icontains=words))
    asked = User.objects.exclude(erasure_asked_at=None)
    if only_asked:
        matching = matching.exclude(erasure_asked_at=None)
    first = (page - 1) * PEOPLE_OF_A_PAGE
    people = list(matching[first : first + PEOPLE_OF_A_PAGE + 1])
    return PeoplePage(
        _rows(people[:PEOPLE_OF_A_PAGE]),
        words,
        matching.count(),
        asked.count(),
        only_asked,
        page,
        len(people) > PEOPLE_OF_A_PAGE,
    )


def person_page(person_id: UUID) -> PersonPage | None:
    """Return what an operator sees of a person; None if there is nobody of this id."""
    person = User.objects.filter(pk=person_id).first()
    if person is None:
        return None
    (row,) = _rows([person])
    held = {each.role for each in row.roles if each.in_class is None}
    is_student = any(each.role == Role.STUDENT for each in row.roles)
    free = () if is_student else tuple(role for role in SERVER_ROLES if role not in held)
    return PersonPage(row, free, is_student)


def read_search(text: str) -> str:
    """Return what is searched for, without characters that no name holds; PostgreSQL would refuse a NUL."""
    return " ".join("".join(each for each in text[:LONGEST_SEARCH] if each.isprintable()).split())


def _rows(people: Iterable[User]) -> tuple[PersonRow, ...]:
    """Return the rows of people, with a fixed number of queries."""
    shown = {person.pk: person for person in people}
    roles: dict[UUID, list[Membership]] = {}
    for each in Membership.objects.filter(person__in=shown).select_related("in_class", "seat").order_by("pk"):
        roles.setdefault(each.person_id, []).append(each)
    factors: dict[UUID, set[str]] = {}
    secondary = Authenticator.objects.filter(user__in=shown).exclude(type=Authenticator.Type.RECOVERY_CODES)
    for person, kind in secondary.values_list("user", "type"):
        factors.setdefault(person, set()).add(kind)
    opened = dict(UserSession.objects.filter(user__in=shown).values_list("session_key", "user"))
    living = Session.objects.filter(session_key__in=opened, expire_date__gt=timezone.now())
    sessions = Counter(opened[key] for key in living.values_list("session_key", flat=True))
    return tuple(
        PersonRow(person, tuple(roles.get(key, ())), tuple(sorted(factors.get(key, ()))), sessions[key])
        for key, person in shown.items()
    )
