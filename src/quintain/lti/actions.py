"""Writes about platforms, people and courses: connected, let in, linked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.translation import gettext

from quintain.accounts.audit import Action, record
from quintain.accounts.errors import AccountClosed, NameUnfit
from quintain.accounts.locking import lock_name, lock_person
from quintain.accounts.models import Role, User
from quintain.accounts.people.names import read_display_name
from quintain.accounts.permissions import require_person
from quintain.cohorts import actions as cohorts
from quintain.cohorts.errors import WaitingListFull
from quintain.cohorts.models import Class
from quintain.lti import tool_keys
from quintain.lti.claims import LONGEST_ADDRESS, LONGEST_ID, Arrival, Member
from quintain.lti.errors import LinkedAlready, NoRoleThere, NotConnected, PlatformUnfit, RosterTooLong, SignInYourself
from quintain.lti.models import Context, Deployment, Identity, Launch, Platform
from quintain.lti.outgoing import may_go_to
from quintain.lti.permissions import CONNECT_PLATFORMS, USE_IN_CLASS
from quintain.web.bodies import one_line

SERVER_ROLES: Final = (Role.OPERATOR, Role.AUTHOR)
MOST_PLATFORMS: Final = 100
MOST_DEPLOYMENTS: Final = 200


@dataclass(frozen=True, slots=True)
class PlatformFacts:
    """What an operator enters about a platform; ``audience`` is empty where it is the token address."""

    name: str
    issuer: str
    client_id: str
    authorization_address: str
    token_address: str
    key_set_address: str
    audience: str = ""


def connect_platform(
    facts: PlatformFacts, deployment: str, *, by: User | None, request: HttpRequest | None = None
) -> Platform:
    """Connect a platform, with the deployment in which it offers this classroom.

    Raises:
        PermissionDenied: ``by`` does not run the server.
        PlatformUnfit: Something that was entered cannot be used, or is there already.

    """
    require_person(by, CONNECT_PLATFORMS)
    read = _read(facts)
    with transaction.atomic():
        lock_name("lti platforms")
        if Platform.objects.count() >= MOST_PLATFORMS:
            raise PlatformUnfit(gettext("100 platforms are connected already."), gettext("Remove one first."))
        _require_one_host(read)
        if Platform.objects.filter(issuer=read.issuer, client_id=read.client_id).exists():
            raise PlatformUnfit(
                gettext("A platform with this issuer and client id is connected already."),
                gettext("Add the deployment to that one."),
            )
        platform = Platform.objects.create(**_columns(read))
        _add_deployment(platform, deployment)
        record(Action.CONNECT_PLATFORM, actor=by, request=request, platform=platform.name, issuer=platform.issuer)
    return platform


def change_platform(
    platform: Platform, facts: PlatformFacts, *, by: User | None, request: HttpRequest | None = None
) -> None:
    """Change a platform's name and addresses; issuer and client id stay, as people are known by the issuer.

    Raises:
        PermissionDenied: ``by`` does not run the server.
        PlatformUnfit: Something that was entered cannot be used.

    """
    require_person(by, CONNECT_PLATFORMS)
    read = _read(facts)
    with transaction.atomic():
        lock_name("lti platforms")
        _require_one_host(read, but=platform)
        kept = {key: value for key, value in _columns(read).items() if key not in {"issuer", "client_id"}}
        Platform.objects.filter(pk=platform.pk).update(**kept)
        record(Action.CHANGE_PLATFORM, actor=by, request=request, platform=read.name, issuer=platform.issuer)


def disconnect_platform(platform: Platform, *, by: User | None, request: HttpRequest | None = None) -> None:
    """Disconnect a platform: its courses and scores that wait are forgotten; accounts, work and who is who stay.

    Raises:
        PermissionDenied: ``by`` does not run the server.

    """
    require_person(by, CONNECT_PLATFORMS)
    with transaction.atomic():
        record(Action.DISCONNECT_PLATFORM, actor=by, request=request, platform=platform.name, issuer=platform.issuer)
        platform.delete()


def add_deployment(platform: Platform, identifier: str, *, by: User | None, request: HttpRequest | None = None) -> None:
    """Take messages of one more deployment of a platform.

    Raises:
        PermissionDenied: ``by`` does not run the server.
        PlatformUnfit: It cannot be used, or there are 200.

    """
    require_person(by, CONNECT_PLATFORMS)
    with transaction.atomic():
        _add_deployment(platform, identifier)
        record(Action.CHANGE_PLATFORM, actor=by, request=request, platform=platform.name, issuer=platform.issuer)


def remove_deployment(
    platform: Platform, identifier: str, *, by: User | None, request: HttpRequest | None = None
) -> None:
    """Take no more messages of a deployment, and forget its courses.

    Raises:
        PermissionDenied: ``by`` does not run the server.

    """
    require_person(by, CONNECT_PLATFORMS)
    with transaction.atomic():
        Deployment.objects.filter(platform=platform, identifier=identifier).delete()
        record(Action.CHANGE_PLATFORM, actor=by, request=request, platform=platform.name, issuer=platform.issuer)


def connect_course(
    context: Context, a_class: Class | None, *, by: User | None, request: HttpRequest | None = None
) -> None:
    """Connect a course of a platform with a class, or with none.

    Raises:
        PermissionDenied: ``by`` does not run the server.

    """
    require_person(by, CONNECT_PLATFORMS)
    with transaction.atomic():
        Context.objects.filter(pk=context.pk).update(in_class=a_class)
        record(
            Action.CONNECT_COURSE,
            actor=by,
            request=request,
            in_class=a_class.pk if a_class else context.in_class_id,
            course=one_line(str(context))[:80],
            connected=a_class is not None,
        )


def rotate_key(*, by: User | None, request: HttpRequest | None = None) -> None:
    """Sign with a new key from now on; the one before is published for a week more.

    Raises:
        PermissionDenied: ``by`` does not run the server.

    """
    require_person(by, CONNECT_PLATFORMS)
    with transaction.atomic():
        tool_keys.rotate()
        record(Action.ROTATE_PLATFORM_KEY, actor=by, request=request)


def require_may_launch(person: User) -> None:
    """Refuse a launch into an account that is closed, or that has a role on this server.

    Raises:
        AccountClosed: It is closed.
        SignInYourself: It runs the server or writes courses: a platform's administrator would have these rights.

    """
    if not person.is_active:
        raise AccountClosed
    if has_server_role(person):
        raise SignInYourself


def has_server_role(person: User) -> bool:
    """Tell whether a person runs the server or writes courses."""
    return person.memberships.filter(in_class=None, role__in=SERVER_ROLES).exists()


def admit(
    launch: Launch, arrival: Arrival, context: Context, *, person: User | None, request: HttpRequest
) -> tuple[User, Identity]:
    """Let somebody whom a platform has sent into the class of its course, and return their account.

    Args:
        launch: the launch, which is used up.
        arrival: what its message says.
        context: the course.
        person: whose account it is; without it, the account that is linked, and else a new one.
        request: for the audit log.

    Raises:
        AccountClosed, SignInYourself: As `require_may_launch`.
        JoiningClosed, WaitingListFull: The class takes nobody any more who is not in it.
        LinkedAlready: The account is linked otherwise, or somebody else's is linked with this person.
        NoRoleThere: They are neither a learner nor an instructor in the course.
        NotConnected: The course has no class.

    """
    if context.in_class is None:
        raise NotConnected(str(context))
    if not arrival.role:
        raise NoRoleThere
    try:
        with transaction.atomic():
            identity = _identity_of(arrival)
            if identity is not None and person is not None and identity.person_id != person.pk:
                raise LinkedAlready
            known = identity.person if identity else person
            if known is not None:
                lock_person(known.pk)
                require_may_launch(known)
            admitted = _enrol(context.in_class, arrival, known, request)
            if identity is None:
                identity = _link(admitted, arrival.issuer, arrival.subject, request)
            if not Launch.objects.filter(pk=launch.pk, person=None).update(person=admitted):
                raise LinkedAlready
    except IntegrityError:  # somebody was linked in the same moment: by a second tab, say
        raise LinkedAlready from None
    return admitted, identity


def choose(launch: Launch, keys: Sequence[str]) -> None:
    """Keep what an instructor has chosen for the frame of the platform from which they came."""
    Launch.objects.filter(pk=launch.pk).update(chosen=list(keys))


def import_members(
    a_class: Class, issuer: str, members: Sequence[Member], *, by: User, request: HttpRequest
) -> tuple[User, ...]:
    """Make students of the learners in a platform's list whom nobody here knows yet; all or none. Return the new ones.

    They get no passcode: their platform signs them in. Instructors in the list come by a launch of their own.

    Raises:
        JoiningClosed: The class is over.
        PermissionDenied: ``by`` does not run the class.
        RosterTooLong: There are more than seats and places to wait.

    """
    require_person(by, USE_IN_CLASS, a_class)
    learners = {each.subject: each for each in members if each.role == Role.STUDENT}
    with transaction.atomic():
        Class.objects.select_for_update().get(pk=a_class.pk)
        known = set(Identity.objects.filter(issuer=issuer, subject__in=learners).values_list("subject", flat=True))
        new = [each for subject, each in learners.items() if subject not in known]
        added = []
        try:
            for each in new:
                joined = cohorts.enrol_launched(a_class, _shown(each.name), request=request)
                _link(joined, issuer, each.subject, request)
                added.append(joined)
        except WaitingListFull:
            raise RosterTooLong(len(new)) from None
        record(Action.IMPORT_ROSTER, actor=by, request=request, in_class=a_class.pk, students=len(added))
    return tuple(added)


def _identity_of(arrival: Arrival) -> Identity | None:
    rows = Identity.objects.select_related("person")
    return rows.filter(issuer=arrival.issuer, subject=arrival.subject).first()


def _enrol(a_class: Class, arrival: Arrival, known: User | None, request: HttpRequest) -> User:
    """Return the account, which is in the class then. A role that somebody has in it already stays as it is."""
    is_instructor = arrival.role == Role.INSTRUCTOR
    return cohorts.enrol_launched(
        a_class, _shown(arrival.name), person=known, is_instructor=is_instructor, request=request
    )


def _link(person: User, issuer: str, subject: str, request: HttpRequest) -> Identity:
    """Link an account with somebody of a platform; of each platform with one person at most."""
    if Identity.objects.filter(person=person, issuer=issuer).exists():
        raise LinkedAlready
    identity = Identity.objects.create(person=person, issuer=issuer, subject=subject)
    record(Action.LINK_PLATFORM, actor=person, request=request, about=person.pk)
    return identity


def _shown(name: str) -> str:
    try:
        return read_display_name(name)
    except NameUnfit:
        return "Student"


def _add_deployment(platform: Platform, identifier: str) -> None:
    read = _line(identifier, LONGEST_ID, gettext("deployment id"))
    if platform.deployments.count() >= MOST_DEPLOYMENTS:
        raise PlatformUnfit(gettext("This platform has 200 deployments already."), gettext("Remove one first."))
    Deployment.objects.get_or_create(platform=platform, identifier=read)


def _read(facts: PlatformFacts) -> PlatformFacts:
    return PlatformFacts(
        name=_line(facts.name, 80, gettext("name")),
        issuer=_line(facts.issuer, LONGEST_ID, gettext("issuer")),
        client_id=_line(facts.client_id, LONGEST_ID, gettext("client id")),
        authorization_address=_address(facts.authorization_address, gettext("authentication request URL")),
        token_address=_address(facts.token_address, gettext("access token URL")),
        key_set_address=_address(facts.key_set_address, gettext("public keyset URL")),
        audience=_line(facts.audience, LONGEST_ADDRESS, gettext("audience")) if facts.audience.strip() else "",
    )


def _columns(facts: PlatformFacts) -> dict[str, str]:
    return {name: getattr(facts, name) for name in PlatformFacts.__slots__}


def _line(text: str, most: int, what: str) -> str:
    line = text.strip()
    if not line or len(line) > most or one_line(line) != line:
        raise PlatformUnfit(
            gettext("The %(what)s cannot be used.") % {"what": what},
            gettext("Copy it as the platform shows it: one line, at most %(most)s characters.") % {"most": most},
        )
    return line


def _address(text: str, what: str) -> str:
    address = text.strip()
    fits = address.isascii() and 0 < len(address) <= LONGEST_ADDRESS and may_go_to(address)
    if not fits or urlsplit(address).fragment:
        raise PlatformUnfit(
            gettext("The %(what)s cannot be used.") % {"what": what},
            gettext("Copy it as the platform shows it. It begins with https://."),
        )
    return address


def _require_one_host(facts: PlatformFacts, but: Platform | None = None) -> None:
    """Keep the keys of one issuer at one host: those of a second registration could sign for anybody of the first.

    At one host they may have several addresses: Open edX has one for each block of a course.
    """
    others = Platform.objects.filter(issuer=facts.issuer)
    others = others.exclude(pk=but.pk) if but else others
    host = urlsplit(facts.key_set_address)[:2]
    if any(urlsplit(each)[:2] != host for each in others.values_list("key_set_address", flat=True)):
        raise PlatformUnfit(
            gettext("This issuer is connected already, with a public keyset URL of another host."),
            gettext("People are known by their issuer, so the keys of all its registrations must be at one host."),
        )
