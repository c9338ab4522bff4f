"""A learning platform that runs on this machine: it signs what a test wants, and writes down what it is told."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, override
from urllib.parse import parse_qs, parse_qsl, urlsplit

import jwt
from django.test import Client

from quintain.lti import actions
from quintain.lti.claims import CORE, DEEP_LINKING, GRADES, MEMBERS, SCORE_SCOPE
from quintain.lti.models import Platform
from tests.accounts.oidc import new_key, public

BASE = "http://testserver"
ROLES = "http://purl.imsglobal.org/vocab/lis/v2/membership#"
LEARNER, INSTRUCTOR = f"{ROLES}Learner", f"{ROLES}Instructor"
KEY = new_key()
OTHER_KEY = new_key()
CLIENT_ID = "quintain-at-school"
DEPLOYMENT = "1"

type Sign = Callable[[dict[str, Any]], str]


def sign_well(claims: dict[str, Any]) -> str:
    """Sign as an honest platform does."""
    return jwt.encode(claims, KEY, "RS256", headers={"kid": "one"})


@dataclass
class StubPlatform:
    """A platform; each attribute is what it says next, or what it was told."""

    issuer: str = ""
    sign: Sign = sign_well
    keys: list[dict[str, Any]] = field(default_factory=lambda: [public(KEY)])
    members: list[list[dict[str, Any]]] = field(default_factory=list)
    """Pages of members."""
    next_page: str = ""
    """What ``Link`` names in the place of the next page."""
    score_status: int = 200
    token_status: int = 200
    asked: list[str] = field(default_factory=list)
    """The paths that were asked for."""
    tokens: list[dict[str, str]] = field(default_factory=list)
    scores: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    tool: str = ""
    """Where the classroom is whose links the pages of its course have."""
    course: dict[str, Any] = field(default_factory=dict)
    """What messages say for browsers that come from the page of the course."""
    returned: list[str] = field(default_factory=list)
    """What came back of selections."""
    raw: dict[str, Callable[[BaseHTTPRequestHandler], None]] = field(default_factory=dict)

    def facts(self, **other: str) -> actions.PlatformFacts:
        """Return what an operator enters."""
        usual = {
            "name": "Example School",
            "issuer": self.issuer,
            "client_id": CLIENT_ID,
            "authorization_address": f"{self.issuer}/authorize",
            "token_address": f"{self.issuer}/token",
            "key_set_address": f"{self.issuer}/keys",
        }
        return actions.PlatformFacts(**(usual | other))

    def connect(self, **other: str) -> Platform:
        """Connect it, as an operator does."""
        return actions.connect_platform(self.facts(**other), DEPLOYMENT, by=None)

    def begin(self, client: Client, **more: str) -> dict[str, str]:
        """Begin a launch by a form of the platform, and return what the browser is sent to it with."""
        answer = client.post("/lti/login/", {"iss": self.issuer, "login_hint": "7", **more})
        assert answer.status_code == 302, answer.content.decode()[-1500:]
        parts = urlsplit(answer["location"])
        assert f"{parts.scheme}://{parts.netloc}{parts.path}" == f"{self.issuer}/authorize"
        return dict(parse_qsl(parts.query))

    def claims(self, asked: dict[str, str], **other: Any) -> dict[str, Any]:
        """Return the claims of a message for a browser that was sent here; None leaves one out."""
        now = int(time.time())
        usual = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "sub": "elif-7",
            "exp": now + 300,
            "iat": now,
            "nonce": asked["nonce"],
            "name": "Elif Kaya",
            f"{CORE}version": "1.3.0",
            f"{CORE}message_type": "LtiResourceLinkRequest",
            f"{CORE}deployment_id": DEPLOYMENT,
            f"{CORE}target_link_uri": f"{BASE}/lti/launch/",
            f"{CORE}resource_link": {"id": "link-1"},
            f"{CORE}context": {"id": "course-1", "title": "Secure Python"},
            f"{CORE}roles": [LEARNER],
            MEMBERS: {"context_memberships_url": f"{self.issuer}/members?context=1"},
        }
        return {key: value for key, value in {**usual, **other}.items() if value is not None}

    def selection(self, **settings: Any) -> dict[str, Any]:
        """Return the claims that make a message one of deep linking."""
        usual = {
            "deep_link_return_url": f"{self.issuer}/return",
            "accept_types": ["link", "ltiResourceLink"],
            "accept_presentation_document_targets": ["window"],
            "data": "opaque",
        }
        return {
            f"{CORE}message_type": "LtiDeepLinkingRequest",
            f"{CORE}roles": [INSTRUCTOR],
            f"{CORE}resource_link": None,
            f"{DEEP_LINKING}deep_linking_settings": {**usual, **settings},
        }

    def grading(self, path: str = "/lineitems/1/lineitem?type_id=2") -> dict[str, Any]:
        """Return the claim that says where scores go; Moodle's line items have a query."""
        return {GRADES: {"scope": [SCORE_SCOPE], "lineitem": f"{self.issuer}{path}"}}

    def send(self, token: str, state: str) -> Any:
        """Send a message as the platform's form does: the browser shows no cookie."""
        return Client().post("/lti/launch/", {"id_token": token, "state": state})

    def launch(self, client: Client, /, **claims: Any) -> Any:
        """Send somebody here, and return what their browser sees in the end, or the refusal before."""
        asked = self.begin(client)
        answer = self.send(self.sign(self.claims(asked, **claims)), asked["state"])
        if answer.status_code != 303:
            return answer
        return client.get(answer["location"])

    def arrive(self, client: Client, /, **claims: Any) -> Any:
        """Send somebody here, who goes on with a new account if asked, and return the answer to that."""
        answer = self.launch(client, **claims)
        if answer.status_code == 302 and answer["location"] == "/lti/arrival/":
            return client.post("/lti/arrival/", {"act": "go-on"})
        return answer


@contextmanager
def running_platform() -> Iterator[StubPlatform]:  # noqa: C901  the handler has the cases
    """Run a platform."""
    stub = StubPlatform()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            stub.asked.append(self.path)
            if path in stub.raw:
                stub.raw[path](self)
            elif path == "/course":
                fields = {"iss": stub.issuer, "login_hint": "7", "target_link_uri": f"{stub.tool}/lti/launch/"}
                show(self, f"{stub.tool}/lti/login/", fields, "Open the classroom")
            elif path == "/framed":
                write(self, '<!doctype html><title>School</title><iframe src="/course" width="900"></iframe>')
            elif path == "/authorize":
                asked = dict(parse_qsl(urlsplit(self.path).query))
                token = stub.sign(stub.claims(asked, **stub.course))
                show(self, asked["redirect_uri"], {"id_token": token, "state": asked["state"]}, "Go on")
            elif path == "/keys":
                say(self, {"keys": stub.keys})
            elif path == "/members" and self.headers.get("authorization") == "Bearer opaque":
                number = int(parse_qs(urlsplit(self.path).query).get("page", ["0"])[0])
                is_last = number + 1 >= len(stub.members)
                following = stub.next_page or ("" if is_last else f"/members?context=1&page={number + 1}")
                link = {"Link": f'<{following}>; rel="next"'} if following else {}
                say(self, {"id": "1", "members": stub.members[number]}, headers=link)
            else:
                self.send_error(404)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            stub.asked.append(self.path)
            if self.path in stub.raw:
                stub.raw[self.path](self)
            elif self.path == "/return":
                stub.returned.append(parse_qs(body.decode())["JWT"][0])
                show(self, "/course", {}, "Back to the course")
            elif self.path == "/token":
                stub.tokens.append({key: values[0] for key, values in parse_qs(body.decode()).items()})
                say(self, {"access_token": "opaque", "token_type": "bearer", "expires_in": 3600}, stub.token_status)
            elif self.headers.get("authorization") == "Bearer opaque":
                assert self.headers["content-type"] == "application/vnd.ims.lis.v1.score+json"
                if stub.score_status == 200:
                    stub.scores.append((self.path, json.loads(body)))
                say(self, {}, stub.score_status)
            else:
                self.send_error(401)

        @override
        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    stub.issuer = f"http://127.0.0.1:{server.server_port}"
    try:
        yield stub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def show(handler: BaseHTTPRequestHandler, action: str, fields: dict[str, str], button: str) -> None:
    """Answer a page with a form, as a platform's is, but for the script that sends it."""
    hidden = "".join(f'<input type="hidden" name="{name}" value="{escape(value)}">' for name, value in fields.items())
    page = f'<!doctype html><title>School</title><form method="post" action="{action}">{hidden}<button>{button}'
    write(handler, page)


def write(handler: BaseHTTPRequestHandler, page: str) -> None:
    """Answer a page."""
    body = page.encode()
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html; charset=utf-8")
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def say(
    handler: BaseHTTPRequestHandler, facts: object, status: int = 200, headers: dict[str, str] | None = None
) -> None:
    """Answer JSON."""
    body = json.dumps(facts).encode()
    handler.send_response(status)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", str(len(body)))
    for name, value in (headers or {}).items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)
