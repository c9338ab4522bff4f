"""Launches that prove nothing: each is signed for real, differs from a good one in one point, and lets nobody in."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, Final

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.core import signing
from django.test import Client
from django.utils import timezone

from quintain.accounts.models import User
from quintain.lti import actions, launching, states
from quintain.lti.claims import CORE, DEEP_LINKING
from quintain.lti.models import Launch, Platform
from tests.lti.platforms import BASE, KEY, OTHER_KEY, StubPlatform, sign_well

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("context")]

NOW: Final = int(time.time())


def by_wrong_key(claims: dict[str, Any]) -> str:
    """Sign with a key of an attacker, under the platform's id."""
    return jwt.encode(claims, OTHER_KEY, "RS256", headers={"kid": "one"})


def by_unknown_key(claims: dict[str, Any]) -> str:
    """Name a key that the platform does not have."""
    return jwt.encode(claims, KEY, "RS256", headers={"kid": "two"})


def unsigned(claims: dict[str, Any]) -> str:
    """Sign nothing."""
    return jwt.encode(claims, "", "none", headers={"kid": "one"})


def part(value: object) -> str:
    """Write a part of a token."""
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def by_public_key(claims: dict[str, Any]) -> str:
    """Use the public key, which everybody has, as the secret of an HMAC."""
    pem = KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    signed = f"{part({'alg': 'HS256', 'kid': 'one', 'typ': 'JWT'})}.{part(claims)}"
    mac = hmac.digest(pem, signed.encode(), hashlib.sha256)
    return f"{signed}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}"


def by_own_key(claims: dict[str, Any]) -> str:
    """Bring the key along, and where to find it."""
    own = jwt.algorithms.RSAAlgorithm.to_jwk(OTHER_KEY.public_key(), as_dict=True)
    headers = {"kid": "one", "jwk": own, "jku": "https://attacker.example/keys"}
    return jwt.encode(claims, OTHER_KEY, "RS256", headers=headers)


def with_critical_header(claims: dict[str, Any]) -> str:
    """Ask for an extension that nobody knows."""
    return jwt.encode(claims, KEY, "RS256", headers={"kid": "one", "crit": ["b64"], "b64": True})


def changed(claims: dict[str, Any]) -> str:
    """Change what was signed."""
    head, _, tail = sign_well(claims).split(".")
    return f"{head}.{part({**claims, 'sub': 'victim'})}.{tail}"


SIGNATURES: Final[Mapping[str, Callable[[dict[str, Any]], str]]] = {
    "wrong key": by_wrong_key,
    "unknown kid": by_unknown_key,
    "alg none": unsigned,
    "HS256 with the public key": by_public_key,
    "a key of its own": by_own_key,
    "a critical header": with_critical_header,
    "changed after it was signed": changed,
    "malformed": lambda _claims: "a.b.c",
    "no token": lambda _claims: "",
    "too big": lambda claims: sign_well({**claims, "more": "x" * launching.MOST_TOKEN_LETTERS}),
    "deep": lambda claims: f"{part({'alg': 'RS256', 'kid': 'one'})}.{'W1tb' * 9000}.{claims['nonce']}",
}

CLAIMS: Final[Mapping[str, dict[str, Any]]] = {
    "wrong audience": {"aud": "another tool"},
    "no audience": {"aud": None},
    "several audiences without azp": {"aud": ["quintain-at-school", "another tool"]},
    "azp of another tool": {"azp": "another tool"},
    "expired": {"exp": NOW - 3600, "iat": NOW - 7200},
    "without an end": {"exp": None},
    "issued in the future": {"iat": NOW + 3600, "exp": NOW + 7200},
    "not valid yet": {"nbf": NOW + 3600},
    "unknown issuer": {"iss": "https://attacker.example"},
    "unknown deployment": {f"{CORE}deployment_id": "of somebody else"},
    "no deployment": {f"{CORE}deployment_id": None},
    "wrong message type": {f"{CORE}message_type": "LtiSubmissionReviewRequest"},
    "no message type": {f"{CORE}message_type": None},
    "wrong version": {f"{CORE}version": "1.1"},
    "another nonce": {"nonce": "of another launch"},
    "no nonce": {"nonce": None},
    "no subject": {"sub": None},
    "an empty subject": {"sub": ""},
    "a subject that is a number": {"sub": 7},
    "a long subject": {"sub": "x" * 300},
    "no resource link": {f"{CORE}resource_link": None},
    "no context": {f"{CORE}context": None},
    "a context of another kind": {f"{CORE}context": ["course-1"]},
    "target elsewhere": {f"{CORE}target_link_uri": "https://attacker.example/labs/shop/"},
    "target beside": {f"{CORE}target_link_uri": f"{BASE}.attacker.example/"},
    "target with a user": {f"{CORE}target_link_uri": "http://testserver@attacker.example/"},
    "target without a host": {f"{CORE}target_link_uri": "//attacker.example/"},
    "target that is a script": {f"{CORE}target_link_uri": "javascript:alert(1)"},
    "target that does something": {f"{CORE}target_link_uri": f"{BASE}/sign-out/"},
    "target that cannot be read": {f"{CORE}target_link_uri": "http://[::1/"},
    "a selection without a way back": {
        f"{CORE}message_type": "LtiDeepLinkingRequest",
        f"{DEEP_LINKING}deep_linking_settings": {"accept_types": ["ltiResourceLink"]},
    },
    "a selection sent to a script": {
        f"{CORE}message_type": "LtiDeepLinkingRequest",
        f"{DEEP_LINKING}deep_linking_settings": {
            "accept_types": ["ltiResourceLink"],
            "deep_link_return_url": "javascript:alert(1)",
        },
    },
}


def require_refused(answer: Any, status: int = 403) -> None:
    """Check that nobody was let in, and that the answer is a page for people."""
    assert answer.status_code == status, answer.content.decode()[-1500:]
    page = answer.content.decode()
    assert "<h1" in page
    assert "Traceback" not in page
    assert not User.objects.exists()
    assert not Launch.objects.exclude(opened_at=None).exists()


@pytest.mark.parametrize("sign", SIGNATURES.values(), ids=SIGNATURES)
def test_a_message_that_the_platform_has_not_signed_is_refused(
    client: Client, stub: StubPlatform, sign: Callable[[dict[str, Any]], str]
) -> None:
    """Whatever its header says."""
    stub.sign = sign
    require_refused(stub.launch(client))


@pytest.mark.parametrize("claims", CLAIMS.values(), ids=CLAIMS)
def test_a_message_that_says_something_else_is_refused(
    client: Client, stub: StubPlatform, claims: dict[str, Any]
) -> None:
    """Signed well, and not for here, not now, or not of a kind that is taken."""
    require_refused(stub.launch(client, **claims))


def test_a_key_that_is_too_short_is_refused(client: Client, stub: StubPlatform) -> None:
    """1024 bits have been factored by those who can pay."""
    short = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505  that is the point
    members = jwt.algorithms.RSAAlgorithm.to_jwk(short.public_key(), as_dict=True)
    stub.keys = [{**members, "kid": "one", "alg": "RS256"}]
    stub.sign = lambda claims: jwt.encode(claims, short, "RS256", headers={"kid": "one"})
    with pytest.warns(jwt.warnings.InsecureKeyLengthWarning):
        answer = stub.launch(client)
    require_refused(answer)


class TestState:
    """What ties a message to a browser."""

    def test_a_message_without_state_is_refused(self, client: Client, stub: StubPlatform) -> None:
        """It was asked for by nobody."""
        asked = stub.begin(client)
        require_refused(Client().post("/lti/launch/", {"id_token": sign_well(stub.claims(asked))}))

    @pytest.mark.parametrize(
        "state",
        ["x", "x" * 5000, "{}", "a:b:c", signing.dumps({"p": "0"}, salt="other")],
        ids=["short", "long", "empty", "three parts", "signed for something else"],
    )
    def test_a_state_that_is_not_ours_is_refused(self, client: Client, stub: StubPlatform, state: str) -> None:
        """It is signed with the secret key of this server, for this purpose."""
        asked = stub.begin(client)
        require_refused(stub.send(sign_well(stub.claims(asked)), state))

    def test_a_state_of_another_launch_is_refused(self, client: Client, stub: StubPlatform) -> None:
        """Its nonce is another one."""
        first, second = stub.begin(client), stub.begin(client)
        require_refused(stub.send(sign_well(stub.claims(first)), second["state"]))

    def test_a_state_that_is_old_is_refused(
        self, client: Client, stub: StubPlatform, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Ten minutes are enough to sign in at the platform."""
        asked = stub.begin(client)
        monkeypatch.setattr(states, "SECONDS", -1)
        require_refused(stub.send(sign_well(stub.claims(asked)), asked["state"]))

    def test_another_browser_does_not_get_in(self, client: Client, stub: StubPlatform) -> None:
        """An attacker who has somebody else open their launch signs nobody in (login CSRF)."""
        asked = stub.begin(client)
        answer = stub.send(sign_well(stub.claims(asked)), asked["state"])
        assert answer.status_code == 303
        require_refused(Client().get(answer["location"]))
        victim = Client()
        stub.begin(victim)
        require_refused(victim.get(answer["location"]))
        assert client.get(answer["location"])["location"] == "/lti/arrival/"  # the right one may still

    def test_another_platform_does_not_answer(self, client: Client, stub: StubPlatform) -> None:
        """A state of one registration takes no message for another one."""
        other = stub.connect(client_id="second")
        asked = stub.begin(client, client_id="second")
        assert Platform.objects.count() == 2
        require_refused(stub.send(sign_well(stub.claims(asked)), asked["state"]))
        actions.disconnect_platform(other, by=None)
        require_refused(stub.send(sign_well(stub.claims(asked)), asked["state"]))


class TestReplay:
    """A message is good for one launch."""

    def test_a_nonce_is_good_once(self, client: Client, stub: StubPlatform) -> None:
        """Even for the browser for which it was made."""
        asked = stub.begin(client)
        token = sign_well(stub.claims(asked))
        assert stub.send(token, asked["state"]).status_code == 303
        answer = stub.send(token, asked["state"])
        require_refused(answer)
        assert "used before" in answer.content.decode()

    def test_a_launch_is_opened_once(self, client: Client, stub: StubPlatform) -> None:
        """The address in the history of a browser is worth nothing."""
        asked = stub.begin(client)
        address = stub.send(sign_well(stub.claims(asked)), asked["state"])["location"]
        assert client.get(address).status_code == 302
        assert client.get(address).status_code == 403

    @pytest.mark.parametrize(("seconds", "is_let_in"), [(-5, True), (5, False)], ids=["just before", "just after"])
    def test_a_launch_is_opened_within_minutes(
        self, client: Client, stub: StubPlatform, seconds: int, is_let_in: bool
    ) -> None:
        """A browser follows the redirect at once; an address that is opened later has come from somewhere else."""
        asked = stub.begin(client)
        address = stub.send(sign_well(stub.claims(asked)), asked["state"])["location"]
        assert launching.OPEN_SECONDS == 300, "five minutes are enough for any line"
        Launch.objects.update(received_at=timezone.now() - timedelta(seconds=300 + seconds))
        answer = client.get(address)
        if is_let_in:
            assert answer["location"] == "/lti/arrival/"
        else:
            require_refused(answer)
            assert "begun too long ago" in answer.content.decode()

    @pytest.mark.parametrize(("seconds", "status"), [(-5, 302), (5, 409)], ids=["just before", "just after"])
    def test_who_decides_later_begins_again(
        self, client: Client, stub: StubPlatform, seconds: int, status: int
    ) -> None:
        """The question whose account it is waits for an hour, in a browser that somebody may have left."""
        assert stub.launch(client)["location"] == "/lti/arrival/"
        assert launching.USE_SECONDS == 3600, "an hour is enough to find a password"
        Launch.objects.update(opened_at=timezone.now() - timedelta(seconds=3600 + seconds))
        assert client.post("/lti/arrival/", {"act": "go-on"}).status_code == status
        assert User.objects.count() == (status == 302), "an account is made within the hour alone"

    def test_a_person_is_let_in_once(self, client: Client, stub: StubPlatform) -> None:
        """A form that is sent twice makes one account."""
        stub.arrive(client)
        assert client.post("/lti/arrival/", {"act": "go-on"}).status_code == 409
        assert User.objects.count() == 1

    def test_nobody_arrives_without_a_launch(self, client: Client) -> None:
        """The page has no launch of its own."""
        assert client.get("/lti/arrival/").status_code == 409
        assert client.post("/lti/arrival/", {"act": "go-on"}).status_code == 409


class TestLogin:
    """What a login must say."""

    @pytest.mark.parametrize(
        "change",
        [
            {"iss": "https://attacker.example"},
            {"iss": ""},
            {"client_id": "another"},
            {"login_hint": ""},
            {"login_hint": "x" * 9000},
            {"lti_deployment_id": "of somebody else"},
            {"target_link_uri": "https://attacker.example/"},
        ],
    )
    def test_it_is_refused_before_anybody_is_sent_anywhere(
        self, client: Client, stub: StubPlatform, change: dict[str, str]
    ) -> None:
        """The browser is sent to addresses that an operator has entered, and to no others (open redirect)."""
        answer = client.post("/lti/login/", {"iss": stub.issuer, "login_hint": "7"} | change)
        require_refused(answer)
        assert not answer.has_header("location")

    def test_an_answer_of_the_platform_that_says_no_is_a_page(self, client: Client, stub: StubPlatform) -> None:
        """Somebody is not signed in there any more, say."""
        asked = stub.begin(client)
        require_refused(client.post("/lti/launch/", {"error": "login_required", "state": asked["state"]}))

    def test_the_question_is_as_the_specification_has_it(self, client: Client, stub: StubPlatform) -> None:
        """1EdTech Security Framework 1.0, 5.1.1.2."""
        asked = stub.begin(client, lti_message_hint="hint", lti_deployment_id="1", target_link_uri=f"{BASE}/labs/shop/")
        assert {key: value for key, value in asked.items() if key not in {"state", "nonce"}} == {
            "scope": "openid",
            "response_type": "id_token",
            "response_mode": "form_post",
            "prompt": "none",
            "client_id": "quintain-at-school",
            "redirect_uri": f"{BASE}/lti/launch/",
            "login_hint": "7",
            "lti_message_hint": "hint",
        }
        cookie = next(each for name, each in client.cookies.items() if name.startswith("quintain-lti"))
        assert cookie["samesite"] == "Lax"
        assert cookie["httponly"]
        assert cookie.value not in json.dumps(asked)


def test_a_platform_without_keys_is_told_apart_from_a_bad_message(client: Client, stub: StubPlatform) -> None:
    """Trying again may help, and nobody has forged anything."""
    stub.raw["/keys"] = lambda handler: handler.send_error(500)
    require_refused(stub.launch(client), 503)


def test_one_address_does_not_send_messages_without_end(client: Client, stub: StubPlatform) -> None:
    """Messages that prove nothing are slowed down, so that they cost little."""
    statuses = {client.post("/lti/launch/", {"id_token": "x", "state": "y"}).status_code for _ in range(140)}
    assert statuses == {403, 429}
