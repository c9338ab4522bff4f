"""What is asked of platforms by their services: access, scores and lists of members.

Access: 1EdTech Security Framework 1.0, section 4.1 (client credentials with a signed assertion, RFC 7523). Scores: LTI
Assignment and Grade Services 2.0, section 3.4. Members: LTI Names and Role Provisioning Services 2.0.
"""

import json
import secrets
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urljoin, urlsplit, urlunsplit

from quintain.lti import tool_keys
from quintain.lti.claims import MEMBERS_SCOPE, SCORE_SCOPE, Member, read_members
from quintain.lti.models import Platform
from quintain.lti.outgoing import ask
from quintain.web.outgoing import Unanswered

ASSERTION_SECONDS: Final = 300
LONGEST_TOKEN: Final = 8192
MOST_PAGES: Final = 20
MOST_MEMBERS: Final = 500
SCORE_TYPE: Final = "application/vnd.ims.lis.v1.score+json"
MEMBERS_TYPE: Final = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"
OK: Final = 200
LATER: Final = frozenset({401, 408, 409, 425, 429})
"""Statuses below 500 of a score that may be taken another time: access that has just ended, a conflict, a limit."""


class ScoreRefused(Exception):  # noqa: N818  what the platform does
    """The platform does not take a score, now or later."""


@dataclass(frozen=True, slots=True)
class Score:
    """What a platform is told of a student's lab; by these names (AGS 2.0, 3.4.1)."""

    userId: str  # noqa: N815  the specification's names
    scoreGiven: int  # noqa: N815  as above
    scoreMaximum: int  # noqa: N815  as above
    activityProgress: str  # noqa: N815  as above
    gradingProgress: str  # noqa: N815  as above
    timestamp: str


def score_of(subject: str, *, is_proven: bool, is_tried: bool, at: datetime) -> Score:
    """Return the score of a lab: one point once it is proven, and none before.

    Only a proven one is a final grade. Before, platforms that tell both apart show that the lab is under way.
    """
    if is_proven:
        return Score(subject, 1, 1, "Completed", "FullyGraded", at.isoformat(timespec="milliseconds"))
    progress = ("InProgress", "Pending") if is_tried else ("Started", "NotReady")
    return Score(subject, 0, 1, *progress, at.isoformat(timespec="milliseconds"))


def scores_address(line_item: str) -> str:
    """Return where scores of a line item go: ``/scores`` comes after its path, and before its query if it has one."""
    parts = urlsplit(line_item)
    return urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}/scores"))


def fetch_access(platform: Platform, scope: str) -> str:
    """Return an access token for a service.

    Raises:
        Unanswered: The platform gives none.

    """
    now = int(time.time())
    assertion = tool_keys.sign(
        {
            "iss": platform.client_id,
            "sub": platform.client_id,
            "aud": platform.audience or platform.token_address,
            "iat": now,
            "exp": now + ASSERTION_SECONDS,
            "jti": secrets.token_urlsafe(24),
        }
    )
    form = {
        "grant_type": "client_credentials",
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion": assertion,
        "scope": scope,
    }
    answer = ask(platform.token_address, form=form)
    if answer.status not in {OK, 201}:
        raise Unanswered(f"status {answer.status} for access")
    token = answer.json().get("access_token")
    if (
        not isinstance(token, str)
        or not token
        or len(token) > LONGEST_TOKEN
        or not (token.isascii() and token.isprintable())
    ):
        raise Unanswered("no access token")
    return token


def send_score(line_item: str, score: Score, access: str) -> None:
    """Send a score.

    Raises:
        ScoreRefused: The platform does not take it, and will not later.
        Unanswered: It does not answer, or may take it later.

    """
    answer = ask(
        scores_address(line_item),
        body=json.dumps(asdict(score)).encode(),
        headers={"Authorization": f"Bearer {access}", "Content-Type": SCORE_TYPE},
    )
    if OK <= answer.status < 300:  # noqa: PLR2004  what HTTP calls successful
        return
    if 400 <= answer.status < 500 and answer.status not in LATER:  # noqa: PLR2004  what HTTP calls a client's error
        raise ScoreRefused(f"status {answer.status}")
    raise Unanswered(f"status {answer.status}")


def access_for_scores(platform: Platform) -> str:
    """Return an access token for scores; see `fetch_access`."""
    return fetch_access(platform, SCORE_SCOPE)


def fetch_members(platform: Platform, address: str) -> Sequence[Member]:
    """Return the active members of a course, from all pages: at most 500 on 20.

    Raises:
        Unanswered: The platform does not answer, names a page elsewhere, or there are more.

    """
    access = fetch_access(platform, MEMBERS_SCOPE)
    found: list[Member] = []
    seen = {address}
    here = address
    for _ in range(MOST_PAGES):
        answer = ask(here, headers={"Authorization": f"Bearer {access}", "Accept": MEMBERS_TYPE})
        if answer.status != OK:
            raise Unanswered(f"status {answer.status} for members")
        found += read_members(answer.json())
        if len(found) > MOST_MEMBERS:
            raise Unanswered("too many members")
        if not answer.next_address:
            return found
        here = urljoin(here, answer.next_address)
        if urlsplit(here)[:2] != urlsplit(address)[:2]:  # our access is for this host alone
            raise Unanswered("a page elsewhere")
        if here in seen:
            raise Unanswered("pages without end")
        seen.add(here)
    raise Unanswered("too many pages")
