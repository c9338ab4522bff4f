"""Whom people are at the provider of single sign-on. An account is bound to issuer and subject, and to nothing else.

An e-mail address finds nobody: providers let people write into it what they like. What a sign-in has shown of somebody
whom nobody here knows is kept in the session for half an hour, for an invitation or a join code.
"""

import time
from collections.abc import MutableMapping
from dataclasses import asdict, dataclass
from typing import Any, Final, Self

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import WebAuthn
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest

from quintain.accounts.audit import Action, record
from quintain.accounts.errors import IdentityPresent, IdentityTaken, LastWayIn, NameUnfit
from quintain.accounts.locking import lock_person
from quintain.accounts.models import User
from quintain.accounts.people.names import free_username, read_display_name
from quintain.accounts.sso.id_tokens import Claims
from quintain.accounts.sso.providers import Provider

PENDING: Final = "accounts.identity"
PENDING_SECONDS: Final = 1800


@dataclass(frozen=True, slots=True)
class Identity:
    """Somebody at the provider, as a sign-in has just shown. ``email`` is one that the provider calls verified."""

    issuer: str
    subject: str
    name: str = ""
    email: str = ""
    has_factor: bool = False

    @classmethod
    def of(cls, claims: Claims) -> Self:
        """Return what is kept of a provider's claims."""
        return cls(claims.issuer, claims.subject, claims.name, claims.email, claims.has_factor)

    @property
    def label(self) -> str:
        """What people recognise it by; never what it is found by."""
        return (self.email or self.name)[:100]


def find_person(identity: Identity) -> User | None:
    """Return whose account an identity is bound to."""
    accounts = SocialAccount.objects.select_related("user")
    account = accounts.filter(provider=identity.issuer, uid=identity.subject).first()
    if account is None:
        return None
    account.save(update_fields=["last_login"])
    person: User = account.user
    return person


def account_of(person: User) -> SocialAccount | None:
    """Return the account of the present provider that a person has connected."""
    provider: Provider | None = settings.OIDC_PROVIDER
    if provider is None:
        return None
    account: SocialAccount | None = SocialAccount.objects.filter(user=person, provider=provider.issuer).first()
    return account


def bind(person: User, identity: Identity, *, request: HttpRequest) -> None:
    """Have an identity sign a person in from now on.

    Raises:
        IdentityPresent: The person has another one of this provider.
        IdentityTaken: It is somebody else's.

    """
    try:
        with transaction.atomic():
            lock_person(person.pk)
            account = SocialAccount.objects.filter(user=person, provider=identity.issuer).first()
            if account is not None and account.uid != identity.subject:
                raise IdentityPresent
            if account is None:
                facts = {"label": identity.label}
                SocialAccount.objects.create(
                    user=person, provider=identity.issuer, uid=identity.subject, extra_data=facts
                )
                record(Action.CONNECT_PROVIDER, actor=person, request=request, about=person.pk)
    except IntegrityError:
        raise IdentityTaken from None


def unbind(person: User, *, request: HttpRequest) -> None:
    """Take a person's identity at the present provider away, if they can sign in without it.

    Raises:
        LastWayIn: They could not.

    """
    with transaction.atomic():
        lock_person(person.pk)
        account = account_of(person)
        if account is None:
            return
        if not person.has_usable_password() and not has_lone_passkey(person):
            raise LastWayIn
        account.delete()
        record(Action.DISCONNECT_PROVIDER, actor=person, request=request, about=person.pk)


def has_lone_passkey(person: User, *, but: int | None = None) -> bool:
    """Tell whether a person has a passkey that signs in alone, another one than that of the key ``but``."""
    keys = Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN).exclude(pk=but)
    return any(WebAuthn(each).is_passwordless for each in keys)


def require_way_in_without(person: User, passkey: int) -> None:
    """Refuse to remove the passkey by which alone a person can sign in; call it with the person locked.

    Raises:
        LastWayIn: So it is.

    """
    if person.has_usable_password() or account_of(person) is not None:
        return
    if has_lone_passkey(person) and not has_lone_passkey(person, but=passkey):
        raise LastWayIn


def may_have_account(identity: Identity, provider: Provider) -> bool:
    """Tell whether the operator gives somebody of this domain an account without an invitation or a join code."""
    _, _, domain = identity.email.rpartition("@")
    return bool(domain) and domain.lower() in provider.domains


def add_person(identity: Identity, *, request: HttpRequest) -> User:
    """Make an account without any role for somebody whom the operator lets in, and bind it.

    Raises:
        IdentityTaken: It was bound in the same moment.

    """
    with transaction.atomic():
        name = shown_name(identity)
        person = User.objects.create_user(free_username(name), name)
        record(Action.ADD_PERSON, actor=person, request=request, about=person.pk)
        bind(person, identity, request=request)
    return person


def shown_name(identity: Identity) -> str:
    """Return a name under which a person can be shown, whatever the provider says."""
    for text in (identity.name, identity.email.partition("@")[0]):
        try:
            return read_display_name(text)
        except NameUnfit:
            continue
    return "Student"


def keep(session: MutableMapping[str, Any], identity: Identity) -> None:
    """Keep what a sign-in has shown of somebody whom nobody here knows."""
    session[PENDING] = {**asdict(identity), "at": time.time()}


def pending(request: HttpRequest) -> Identity | None:
    """Return who is kept in a session, if it is not too long ago and of the present provider."""
    provider: Provider | None = settings.OIDC_PROVIDER
    kept = request.session.get(PENDING)
    if provider is None or not isinstance(kept, dict):
        return None
    facts = dict(kept)
    if time.time() - float(facts.pop("at")) > PENDING_SECONDS or facts["issuer"] != provider.issuer:
        return None
    return Identity(**facts)
