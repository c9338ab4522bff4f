"""What an operator writes about a provider of single sign-on, and what is demanded of roles."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from quintain.accounts.models import Role
from quintain.accounts.role_requirements import ROLES, USUAL_FACTOR, USUAL_IDLE, idle_limit, read_idle, read_required
from quintain.accounts.sso.providers import read_provider
from quintain.web.addresses import is_allowed

GOOD = {
    "QUINTAIN_OIDC_ISSUER": "https://login.example.org/realms/school",
    "QUINTAIN_OIDC_CLIENT_ID": "quintain",
    "QUINTAIN_OIDC_CLIENT_SECRET": "very secret",
}


def test_nothing_named_is_no_provider() -> None:
    """Empty values are nothing, and other variables are not read."""
    assert read_provider({"QUINTAIN_DATA": "x", "QUINTAIN_OIDC_ISSUER": " "}) is None


def test_a_provider_is_read_and_its_secret_is_not_shown() -> None:
    """Lists have commas; the scope openid is always asked for."""
    more = {"QUINTAIN_OIDC_DOMAINS": "School.example, b.example,", "QUINTAIN_OIDC_SCOPES": "groups"}
    found = read_provider(GOOD | more)
    assert found is not None
    assert (found.name, found.domains) == ("login.example.org", frozenset({"school.example", "b.example"}))
    assert found.scopes == "openid groups"
    assert found.discovery_address == "https://login.example.org/realms/school/.well-known/openid-configuration"
    assert "very secret" not in repr(found)
    named = read_provider(GOOD | {"QUINTAIN_OIDC_NAME": "The school"})
    assert named is not None
    assert named.name == "The school"


def test_a_secret_comes_from_a_file_that_others_cannot_read(tmp_path: Path) -> None:
    """The file goes before the variable."""
    file = tmp_path / "secret"
    file.write_text("from the file\n")
    file.chmod(0o600)
    named = GOOD | {"QUINTAIN_OIDC_CLIENT_SECRET_FILE": str(file)}
    found = read_provider(named)
    assert found is not None
    assert found.client_secret == "from the file"
    file.chmod(0o644)
    with pytest.raises(ImproperlyConfigured, match="chmod o="):
        read_provider(named)


@pytest.mark.parametrize(
    "changed",
    [
        {"QUINTAIN_OIDC_ISSUER": ""},
        {"QUINTAIN_OIDC_CLIENT_ID": ""},
        {"QUINTAIN_OIDC_CLIENT_SECRET": ""},
        {"QUINTAIN_OIDC_CLIENT_SECRET_FILE": "/nowhere/at/all"},
        {"QUINTAIN_OIDC_ISSUER": "http://login.example.org"},
        {"QUINTAIN_OIDC_ISSUER": "https://login.example.org/?x=1"},
        {"QUINTAIN_OIDC_ISSUER": "https://login.example.org/#x"},
        {"QUINTAIN_OIDC_ISSUER": "https://a:b@login.example.org/"},
        {"QUINTAIN_OIDC_ISSUER": "login.example.org"},
        {"QUINTAIN_OIDC_ISSUER": "https+unix://login.example.org"},
        {"QUINTAIN_OIDC_ISSUER": "https://"},
        {"QUINTAIN_OIDC_ISSUER": "https://login.example.org:port"},
        {"QUINTAIN_OIDC_ISSUER": f"https://login.example.org/{'x' * 200}"},
        {"QUINTAIN_OIDC_DOMAIN": "school.example"},
    ],
    ids=str,
)
def test_a_setting_that_cannot_be_used_is_refused_without_the_secret(changed: dict[str, str]) -> None:
    """Also a name that is nearly one: nothing is guessed of who may come in."""
    with pytest.raises(ImproperlyConfigured) as refused:
        read_provider(GOOD | changed)
    assert "very secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("https://a.example/x?y", True),
        ("http://127.0.0.1:8000/", True),
        ("http://localhost/", True),
        ("http://[::1]:1/", True),
        ("http://127.0.0.1.example/", False),
        ("http://localhost.example/", False),
        ("http://10.0.0.1/", False),
        ("http://2130706433/", False),
        ("https://a.example\n/", False),
        ("https://[x/", False),
        ("file:///etc/passwd", False),
        ("//a.example/", False),
        ("", False),
    ],
)
def test_requests_go_over_tls_or_to_this_machine(address: str, *, allowed: bool) -> None:
    """Nothing else is asked for, whoever names it."""
    assert is_allowed(address) == allowed


def test_the_roles_are_those_of_the_database() -> None:
    """The settings cannot import the models, so the names stand twice."""
    assert set(ROLES) == set(Role.values) == USUAL_IDLE.keys()
    assert set(ROLES) >= USUAL_FACTOR


@pytest.mark.parametrize(
    ("text", "on_network", "roles"),
    [
        (None, True, {"operator", "instructor"}),
        ("", True, {"operator", "instructor"}),
        (None, False, set()),
        ("none", True, set()),
        ("student, operator", False, {"student", "operator"}),
    ],
)
def test_a_second_factor_is_demanded_by_role(text: str | None, on_network: bool, roles: set[str]) -> None:
    """On a network, of those who see the work of others, unless the operator says otherwise."""
    assert read_required(text, is_on_network=on_network) == roles


@pytest.mark.parametrize("text", ["all", "operators", "none,operator", "operator;instructor", "0"])
def test_an_unknown_role_is_refused(text: str) -> None:
    """A mistake would demand nothing."""
    with pytest.raises(ImproperlyConfigured):
        read_required(text, is_on_network=True)


def test_the_shortest_limit_of_a_person_counts() -> None:
    """Somebody who has no role is taken for a student."""
    limits = read_idle("student=30 operator=0,author=5")
    assert idle_limit(frozenset({"student", "author"}), limits) == timedelta(minutes=5)
    assert idle_limit(frozenset({"operator", "student"}), limits) == timedelta(minutes=30)
    assert idle_limit(frozenset({"operator"}), limits) is None
    assert idle_limit(frozenset(), limits) == timedelta(minutes=30)
    assert read_idle("") == USUAL_IDLE


@pytest.mark.parametrize(
    "text",
    ["student", "student=", "student=-5", "student=4", "student=1.5", "pupil=60", "=60", "student=5761", "student=²5"],
)
def test_a_limit_that_cannot_be_read_is_refused(text: str) -> None:
    """Less than five minutes would throw people out while they read."""
    with pytest.raises(ImproperlyConfigured):
        read_idle(text)
