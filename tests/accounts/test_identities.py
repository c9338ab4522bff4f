"""Whom people are at the provider: what finds an account, what does not, and for how long a sign-in is remembered."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import RequestFactory
from django.utils import timezone
from pytest_django import Settings

from quintain.accounts.models import Role, User
from quintain.accounts.sso import identities
from quintain.accounts.sso.identities import Identity
from quintain.accounts.sso.providers import Provider
from tests.people import make_person

ISSUER = "https://school.example"
PROVIDER = Provider(ISSUER, "quintain", "a secret", "School", domains=frozenset({"school.example"}))
JANE = Identity(ISSUER, "jane", "Jane Doe", "jane@school.example")

type Clock = Callable[[float], None]


@pytest.fixture
def pass_seconds(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Have a provider, and let time pass as the test says."""
    settings.OIDC_PROVIDER = PROVIDER
    now = [1_800_000_000.0]
    monkeypatch.setattr("quintain.accounts.sso.identities.time.time", lambda: now[0])

    def passing(seconds: float) -> None:
        now[0] += seconds

    return passing


def kept(identity: Identity = JANE) -> Callable[[], Identity | None]:
    """Keep an identity in a session, and return what reads it there."""
    request = RequestFactory().get("/join/")
    request.session = {}  # type: ignore[assignment]  # as far as it is read
    identities.keep(request.session, identity)
    return lambda: identities.pending(request)


def test_a_sign_in_is_remembered_for_half_an_hour(pass_seconds: Clock) -> None:
    """For an invitation or a join code; who comes to the same browser later is somebody else."""
    read = kept()
    assert read() == JANE
    pass_seconds(1799)
    assert read() == JANE
    pass_seconds(2)
    assert read() is None


def test_a_sign_in_at_another_provider_is_not_remembered(pass_seconds: Clock, settings: Settings) -> None:
    """The operator may have changed it meanwhile, and subjects mean nothing elsewhere."""
    read = kept(Identity("https://other.example", "jane"))
    assert read() is None
    read = kept()
    settings.OIDC_PROVIDER = None
    assert read() is None


@pytest.mark.parametrize(
    ("email", "may"),
    [
        ("jane@school.example", True),
        ("jane@SCHOOL.Example", True),
        ("jane@other@school.example", True),
        ("school.example@evil.example", False),
        ("jane@evil.school.example", False),
        ("jane@school.example.evil", False),
        ("jane@", False),
        ("", False),
    ],
)
def test_the_domain_is_what_is_behind_the_last_at(email: str, may: bool) -> None:
    """In any letters; a domain below the operator's is another one."""
    assert identities.may_have_account(Identity(ISSUER, "jane", email=email), PROVIDER) == may


@pytest.mark.django_db
def test_issuer_and_subject_find_an_account_and_nothing_else_does() -> None:
    """Not the name, and not the address; when somebody came is noted."""
    jane = make_person("jane", "Jane Doe", Role.STUDENT)
    User.objects.filter(pk=jane.pk).update(email=JANE.email)
    assert identities.find_person(JANE) is None
    account = SocialAccount.objects.create(user=jane, provider=ISSUER, uid="jane")
    before = timezone.now() - timedelta(days=3)
    SocialAccount.objects.filter(pk=account.pk).update(last_login=before)
    assert identities.find_person(JANE) == jane
    assert SocialAccount.objects.get().last_login > before
    assert identities.find_person(Identity("https://other.example", "jane", JANE.name, JANE.email)) is None
    assert identities.find_person(Identity(ISSUER, "Jane", JANE.name, JANE.email)) is None


@pytest.mark.parametrize(
    ("name", "email", "shown"),
    [
        ("Jane Doe", "jd@school.example", "Jane Doe"),
        ("", "jd@school.example", "jd"),
        ("\u202e", "\u2800@school.example", "Student"),
        ("", "", "Student"),
    ],
)
def test_everybody_has_a_name_that_can_be_shown(name: str, email: str, shown: str) -> None:
    """Whatever the provider says."""
    assert identities.shown_name(Identity(ISSUER, "jane", name, email)) == shown
