"""Providers of single sign-on that run on this machine: a real one, and one that says what a test wants it to."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, override
from urllib.parse import parse_qs, parse_qsl, urlsplit

import httpx
import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from django.http import HttpResponse
from django.test import Client
from oidc_provider_mock import User as KnownPerson
from oidc_provider_mock import run_server_in_thread

from quintain.accounts.sso.providers import Provider

CALLBACK = "/sign-in/provider/callback/"
CLIENT = "quintain"
CLIENT_SECRET = "a secret of the client"


def provider_at(issuer: str, **facts: Any) -> Provider:
    """Return how an operator would name a provider."""
    return Provider(issuer=issuer, client_id=CLIENT, client_secret=CLIENT_SECRET, name="Example School", **facts)


@contextmanager
def real_provider(*people: KnownPerson) -> Iterator[str]:
    """Run oidc-provider-mock, which is made with Authlib, and yield its issuer."""
    with run_server_in_thread(require_nonce=True, user_claims=people) as server:
        yield f"http://localhost:{server.server_port}"


def asked_of(client: Client, path: str = "/sign-in/provider/", **form: str) -> dict[str, str]:
    """Send the form that goes to the provider, and return the address on the page that comes, as its parts."""
    page = client.post(path, form)
    assert page.status_code == 200, page.content.decode()[-2000:]
    address = page.context["address"]
    parts = urlsplit(address)
    return {"": address, "endpoint": f"{parts.scheme}://{parts.netloc}{parts.path}", **dict(parse_qsl(parts.query))}


def signed_in_there(asked: dict[str, str], subject: str) -> str:
    """Do at the real provider what a browser does, and return the path and query of the way back."""
    answer = httpx.post(asked[""], data={"sub": subject}, follow_redirects=False)
    assert answer.status_code == 302, answer.text
    parts = urlsplit(answer.headers["location"])
    assert parts.path == CALLBACK
    return f"{parts.path}?{parts.query}"


def back(client: Client, subject: str, path: str = "/sign-in/provider/", **form: str) -> HttpResponse:
    """Go to the real provider as somebody and come back; return what the site answers."""
    answer: Any = client.get(signed_in_there(asked_of(client, path, **form), subject))
    return answer  # type: ignore[no-any-return]


def new_key() -> rsa.RSAPrivateKey:
    """Return a fresh key."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


KEY = new_key()


def public(key: rsa.RSAPrivateKey, kid: str = "one") -> dict[str, Any]:
    """Return the public half, as providers list it."""
    shown: dict[str, Any] = jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key(), as_dict=True)
    return {**shown, "kid": kid, "use": "sig", "alg": "RS256"}


@dataclass
class Puppet:
    """A provider that answers what a test puts in: each attribute is what it says next."""

    issuer: str = ""
    keys: list[dict[str, Any]] = field(default_factory=lambda: [public(KEY)])
    described: dict[str, Any] = field(default_factory=dict)
    """What it says of itself otherwise."""
    claims: dict[str, Any] = field(default_factory=dict)
    """What its tokens say otherwise; None leaves a claim out."""
    sign: Callable[[dict[str, Any]], str] = lambda claims: jwt.encode(claims, KEY, "RS256", headers={"kid": "one"})
    userinfo: dict[str, Any] = field(default_factory=dict)
    raw: dict[str, Callable[[BaseHTTPRequestHandler], None]] = field(default_factory=dict)
    """What it does at a path in the place of answering."""
    seen: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    nonce: str = ""
    challenge: str = ""

    def redeem(self, form: dict[str, str]) -> dict[str, Any]:
        """Return the answer to a code."""
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        assert base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == self.challenge
        now = int(time.time())
        usual = {
            "iss": self.issuer,
            "sub": "248289761001",
            "aud": CLIENT,
            "exp": now + 300,
            "iat": now,
            "nonce": self.nonce,
            "name": "Jane Doe",
        }
        claims = {key: value for key, value in {**usual, **self.claims}.items() if value is not None}
        return {"access_token": "opaque", "token_type": "Bearer", "id_token": self.sign(claims)}

    def back(self, client: Client, path: str = "/sign-in/provider/", **form: str) -> Any:
        """Send somebody there and back again, and return what the site answers."""
        asked = asked_of(client, path, **form)
        return client.get(self.way_back(asked))

    def way_back(self, asked: dict[str, str], **more: str) -> str:
        """Return the way back for somebody who was sent here."""
        self.nonce, self.challenge = asked["nonce"], asked["code_challenge"]
        return f"{CALLBACK}?{httpx.QueryParams({'code': 'a code', 'state': asked['state'], **more})}"


@contextmanager
def puppet_provider() -> Iterator[Puppet]:
    """Run a provider that a test moves."""
    puppet = Puppet()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._note({})
            if self.path in puppet.raw:
                puppet.raw[self.path](self)
                return
            describes = {
                "issuer": puppet.issuer,
                "authorization_endpoint": f"{puppet.issuer}/authorize",
                "token_endpoint": f"{puppet.issuer}/token",
                "jwks_uri": f"{puppet.issuer}/keys",
                "userinfo_endpoint": f"{puppet.issuer}/userinfo",
            }
            match self.path:
                case "/.well-known/openid-configuration":
                    say(self, {**describes, **puppet.described})
                case "/keys":
                    say(self, {"keys": puppet.keys})
                case "/userinfo":
                    say(self, puppet.userinfo)
                case _:
                    self.send_error(404)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            form = {key: values[0] for key, values in parse_qs(body).items()}
            self._note(form)
            if self.path in puppet.raw:
                puppet.raw[self.path](self)
            else:
                say(self, puppet.redeem(form))

        def _note(self, form: dict[str, str]) -> None:
            puppet.seen.append((self.path, {**form, "authorization": self.headers.get("authorization", "")}))

        @override
        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    puppet.issuer = f"http://127.0.0.1:{server.server_port}"
    try:
        yield puppet
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def say(handler: BaseHTTPRequestHandler, facts: Any) -> None:
    """Answer JSON."""
    body = facts if isinstance(facts, bytes) else json.dumps(facts).encode()
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)
