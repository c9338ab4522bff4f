"""The answer to a selection: links for the platform's course, signed (LTI Deep Linking 2.0, section 4.4.2)."""

import secrets
import time
from collections.abc import Sequence
from typing import Any, Final

from quintain.lti import tool_keys
from quintain.lti.claims import CORE, DEEP_LINKING, VERSION, Arrival
from quintain.lti.models import Platform
from quintain.lti.targets import Choice

SECONDS: Final = 600
MOST_CHOSEN: Final = 40
"""A form has fifty fields at most."""


def answer_of(platform: Platform, arrival: Arrival, choices: Sequence[Choice], base: str) -> str:
    """Return the signed answer with what was chosen."""
    now = int(time.time())
    data = arrival.selection.data if arrival.selection else ""
    takes_line_items = arrival.selection is not None and arrival.selection.takes_line_items
    return tool_keys.sign(
        {
            "iss": platform.client_id,
            "aud": [platform.issuer],
            "iat": now,
            "exp": now + SECONDS,
            "nonce": secrets.token_urlsafe(24),
            f"{CORE}deployment_id": arrival.deployment,
            f"{CORE}message_type": "LtiDeepLinkingResponse",
            f"{CORE}version": VERSION,
            f"{DEEP_LINKING}content_items": [_item(each, base, takes_line_items=takes_line_items) for each in choices],
            **({f"{DEEP_LINKING}data": data} if data else {}),
        }
    )


def _item(choice: Choice, base: str, *, takes_line_items: bool) -> dict[str, Any]:  # Any: JSON
    """Return a link; a lab brings a line item of one point, so that the platform makes a place for its score."""
    item: dict[str, Any] = {
        "type": "ltiResourceLink",
        "title": choice.title,
        "url": f"{base}{choice.path}",
        "window": {"targetName": "_blank"},
    }
    if choice.lab is not None and takes_line_items:
        item["lineItem"] = {"scoreMaximum": 1, "label": choice.title, "resourceId": str(choice.lab)}
    return item
