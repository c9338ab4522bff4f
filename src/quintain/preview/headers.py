"""Which headers pass between a browser and a program, and what is changed in them."""

import re
from collections.abc import Iterable
from typing import Final

from quintain.preview.tickets import COOKIE

type Headers = list[tuple[bytes, bytes]]

HOP_BY_HOP: Final = frozenset(
    b"connection keep-alive proxy-authenticate proxy-authorization proxy-connection te trailer transfer-encoding"
    b" upgrade content-length expect".split()
)
# What would outlive the program, lead the browser elsewhere, or keep the page from framing it.
NOT_FROM_PROGRAMS: Final = frozenset(
    b"x-frame-options clear-site-data strict-transport-security alt-svc service-worker-allowed report-to nel"
    b" reporting-endpoints public-key-pins cross-origin-opener-policy cross-origin-embedder-policy"
    b" cross-origin-resource-policy origin-agent-cluster cache-control expires date refresh"
    b" connection-allowlist connection-allowlist-report-only".split()
)
NOT_IN_POLICIES: Final = frozenset(
    {b"frame-ancestors", b"report-uri", b"report-to", b"sandbox", b"upgrade-insecure-requests"}
)
POLICIES: Final = frozenset({b"content-security-policy", b"content-security-policy-report-only"})
OURS: Final = re.compile(rb"\A__Host-quintain|\Aquintain-", re.IGNORECASE)
REPLACED: Final = frozenset({b"domain", b"samesite", b"secure", b"partitioned"})
MOST_COOKIES: Final = 50


def to_program(headers: Iterable[tuple[bytes, bytes]]) -> Headers:
    """Leave out what concerns this connection alone, and our own cookies."""
    headers = [(name.lower(), value) for name, value in headers]
    dropped = HOP_BY_HOP | _named_by_connection(headers)
    kept = [(name, value) for name, value in headers if name not in dropped and name != b"cookie"]
    cookies = b"; ".join(value for name, value in headers if name == b"cookie")
    theirs = [each.strip() for each in cookies.split(b";") if each.strip() and not OURS.match(each.strip())]
    return [*kept, *([(b"cookie", b"; ".join(theirs))] if theirs else []), (b"connection", b"close")]


def from_program(headers: Iterable[tuple[bytes, bytes]], page: str) -> Headers:
    """Leave out what would reach beyond the frame, let cookies work in a frame, and keep the answer in its place.

    Args:
        headers: the program's.
        page: the origin of the only page that may show the answer.

    """
    headers = [(name.lower(), value) for name, value in headers]
    dropped = HOP_BY_HOP | NOT_FROM_PROGRAMS | _named_by_connection(headers)
    passed: Headers = []
    for name, value in headers:
        if name == b"set-cookie":
            passed += [(name, cookie) for cookie in [_in_frame(value)] if cookie]
        elif name in POLICIES:
            passed += [(name, policy) for policy in [_policy(value)] if policy]
        elif name not in dropped:
            passed.append((name, value))
    cookies = [each for each in passed if each[0] == b"set-cookie"]
    passed = [each for each in passed if each[0] != b"set-cookie"]
    return [*passed, *cookies[:MOST_COOKIES], *fence(page)]


def fence(page: str) -> Headers:
    """Return the headers that hold an answer in its frame and away from everything but its own origin."""
    policy = (
        "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; form-action 'self'; base-uri 'self'; "
        f"worker-src 'none'; frame-ancestors {page}; sandbox allow-scripts allow-forms allow-same-origin"
    )
    return [
        (b"content-security-policy", policy.encode("latin-1")),
        # WebRTC reaches addresses and ports that no CSP directive speaks of: the CSP's own "webrtc 'block'" is
        # enforced neither by Chromium 156 nor by Firefox 153. Chromium enforces this header; Firefox uses no loopback.
        (b"connection-allowlist", b"(response-origin);webrtc=block"),
        (b"cross-origin-resource-policy", b"same-origin"),
        (b"cache-control", b"no-store"),
    ]


def key_in(headers: Iterable[tuple[bytes, bytes]]) -> str | None:
    """Return the value of our cookie."""
    for name, value in headers:
        if name.lower() == b"cookie":
            for cookie in value.split(b";"):
                name_of_cookie, equals, key = cookie.strip().partition(b"=")
                if equals and name_of_cookie == COOKIE.encode():
                    return key.decode("latin-1")
    return None


def _named_by_connection(headers: Headers) -> frozenset[bytes]:
    return frozenset(
        word.strip().lower() for name, value in headers if name == b"connection" for word in value.split(b",")
    )


def _in_frame(cookie: bytes) -> bytes | None:
    """Rewrite a Set-Cookie: in another site's frame a browser keeps only those that ask for it in these words."""
    pair, *attributes = [part.strip() for part in cookie.split(b";")]
    if not pair or OURS.match(pair):
        return None
    kept = [each for each in attributes if each.partition(b"=")[0].strip().lower() not in REPLACED]
    return b"; ".join([pair, *kept, b"Secure", b"SameSite=None", b"Partitioned"])


def _policy(value: bytes) -> bytes:
    """Keep a program's own policy, which it may be about, but for what would keep us from showing it."""
    policies = []
    for policy in value.split(b","):
        directives = [each.strip() for each in policy.split(b";")]
        kept = [each for each in directives if each and each.split(None, 1)[0].lower() not in NOT_IN_POLICIES]
        if kept:
            policies.append(b"; ".join(kept))
    return b", ".join(policies)
