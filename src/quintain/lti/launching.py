"""Launches: a platform begins one, its message is checked, and the browser that began comes back for it.

The flow is that of the 1EdTech Security Framework 1.0, section 5.1.1: a login that the platform initiates, an
authentication request, and an ID token by a form. Whatever the form holds counts once its signature is checked alone.
"""

import logging
import re
from collections.abc import Mapping
from dataclasses import asdict
from datetime import timedelta
from typing import Final
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone

from quintain.accounts.sso.id_tokens import KeyUnknown, TokenRefused, read_id_token
from quintain.accounts.sso.kept_answers import NEW_KEYS_SECONDS
from quintain.accounts.sso.providers import Provider
from quintain.lti import states
from quintain.lti.claims import Arrival, read_arrival
from quintain.lti.errors import LaunchOver, LaunchRefused, PlatformSilent, PlatformUnknown
from quintain.lti.models import Context, Deployment, Launch, Platform
from quintain.lti.platform_keys import KEY_SETS
from quintain.lti.states import Started
from quintain.lti.targets import read_target
from quintain.web.outgoing import Unanswered

log = logging.getLogger(__name__)

_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
MOST_TOKEN_LETTERS: Final = 48 * 1024
MOST_HINT_LETTERS: Final = 8000
OPEN_SECONDS: Final = 300
"""So long after its message may a browser come back."""
USE_SECONDS: Final = 3600
"""So long may somebody take to decide whose account it is, or to choose what is linked."""
KEPT_HOURS: Final = 24
"""How long a launch is kept. Its nonce is good for ten minutes, by the time in ``state``."""


def find_platform(issuer: str, client_id: str) -> Platform:
    """Return the platform of a login; without a client id, its issuer must have one registration only.

    Raises:
        PlatformUnknown: None is connected, or it cannot be told which.

    """
    found = Platform.objects.filter(issuer=issuer)
    if client_id:
        found = found.filter(client_id=client_id)
    platforms = list(found[:2])
    if len(platforms) != 1:
        raise PlatformUnknown
    return platforms[0]


def begin(asked: Mapping[str, str], base: str, callback: str) -> tuple[str, Started, str]:
    """Return where a browser is sent for a message, the launch that it has begun, and its cookie.

    Args:
        asked: the parameters of the login (1EdTech Security Framework 1.0, 5.1.1.1).
        base: the address of this classroom.
        callback: where the platform's form goes.

    Raises:
        LaunchRefused: A parameter is missing, too long, or names a page elsewhere.
        PlatformUnknown: No such platform is connected.

    """
    platform = find_platform(asked.get("iss", ""), asked.get("client_id", ""))
    hint, message_hint = asked.get("login_hint", ""), asked.get("lti_message_hint", "")
    if not hint or len(hint) + len(message_hint) > MOST_HINT_LETTERS:
        raise LaunchRefused("no login hint")
    read_target(asked.get("target_link_uri", ""), base)
    if (deployment := asked.get("lti_deployment_id", "")) and not _has_deployment(platform, deployment):
        raise LaunchRefused("an unknown deployment")
    frame = asked.get("frame", "")
    started, cookie = states.start(platform.pk, frame if _DIGEST.fullmatch(frame) else "")
    question = {
        "scope": "openid",
        "response_type": "id_token",
        "response_mode": "form_post",
        "prompt": "none",
        "client_id": platform.client_id,
        "redirect_uri": callback,
        "login_hint": hint,
        "state": states.write(started),
        "nonce": started.nonce,
        **({"lti_message_hint": message_hint} if message_hint else {}),
    }
    address = platform.authorization_address
    return f"{address}{'&' if urlsplit(address).query else '?'}{urlencode(question)}", started, cookie


def receive(token: str, state: str, base: str) -> Launch:
    """Check a platform's message, and return the launch for the browser to come back for.

    Raises:
        LaunchRefused: The message proves nothing, was used before, or opens no page of this classroom.
        PlatformSilent: The platform does not give its keys.
        PlatformUnknown: It was disconnected meanwhile.

    """
    started = states.read(state)
    platform = Platform.objects.filter(pk=started.platform).first()
    if platform is None:
        raise PlatformUnknown
    if not token or len(token) > MOST_TOKEN_LETTERS:
        raise LaunchRefused("no message")
    arrival = _read(token, started, platform)
    read_target(arrival.target, base)
    if not _has_deployment(platform, arrival.deployment):
        raise LaunchRefused("an unknown deployment")
    Launch.objects.filter(received_at__lt=timezone.now() - timedelta(hours=KEPT_HOURS)).delete()
    try:
        with transaction.atomic():
            return Launch.objects.create(
                platform=platform,
                nonce=states.digest(started.nonce),
                browser=started.browser,
                frame=started.frame,
                facts=asdict(arrival),
            )
    except IntegrityError:
        raise LaunchRefused("used before") from None


def open_launch(launch_id: UUID, request: HttpRequest) -> tuple[Launch, Arrival, Context]:
    """Return a launch to the browser that began it, once, with the course that its person comes from.

    Raises:
        LaunchRefused: This is another browser, or it was here before, or comes too late.

    """
    now = timezone.now()
    rows = Launch.objects.filter(pk=launch_id, opened_at=None, received_at__gt=now - timedelta(seconds=OPEN_SECONDS))
    launch = rows.select_related("platform").first()
    if launch is None:
        raise LaunchRefused("used before, or begun too long ago")
    if not states.is_of_browser(request, launch.browser):
        raise LaunchRefused("begun in another browser, or without cookies")
    if not rows.update(opened_at=now):
        raise LaunchRefused("used before, or begun too long ago")
    arrival = Arrival.of_json(launch.facts)
    return launch, arrival, note_context(launch.platform, arrival)


def opened(launch_id: str | None) -> tuple[Launch, Arrival, Context]:
    """Return a launch that is open and has nobody in yet, and the course that its person comes from.

    Raises:
        LaunchOver: There is none, or it was opened too long ago.

    """
    limit = timezone.now() - timedelta(seconds=USE_SECONDS)
    try:
        rows = Launch.objects.select_related("platform").filter(pk=UUID(launch_id or ""))
        launch = rows.get(opened_at__gt=limit, person=None)
    except (Launch.DoesNotExist, ValueError):
        raise LaunchOver from None
    arrival = Arrival.of_json(launch.facts)
    return launch, arrival, note_context(launch.platform, arrival)


def note_context(platform: Platform, arrival: Arrival) -> Context:
    """Return the course that a message comes from, as it calls itself now; an operator is shown it.

    Raises:
        LaunchRefused: The deployment was removed meanwhile.

    """
    deployment = Deployment.objects.filter(platform=platform, identifier=arrival.deployment).first()
    if deployment is None:
        raise LaunchRefused("an unknown deployment")
    new = {"title": arrival.context_title, "seen_at": timezone.now()}
    if arrival.memberships:
        new["memberships_address"] = arrival.memberships
    context, _ = Context.objects.update_or_create(deployment=deployment, identifier=arrival.context, defaults=new)
    return context


def _read(token: str, started: Started, platform: Platform) -> Arrival:
    client = Provider(platform.issuer, platform.client_id, "", platform.name)
    try:
        try:
            claims = read_id_token(token, KEY_SETS.of(platform.key_set_address), client, started.nonce)
        except KeyUnknown:  # the platform may have changed its keys
            newer = KEY_SETS.of(platform.key_set_address, younger_than=NEW_KEYS_SECONDS)
            claims = read_id_token(token, newer, client, started.nonce)
        return read_arrival(claims)
    except TokenRefused as error:
        raise LaunchRefused(str(error)) from None
    except Unanswered as error:
        log.warning("the learning platform %s does not give its keys: %s", platform.pk, error)
        raise PlatformSilent(platform.name) from None


def _has_deployment(platform: Platform, identifier: str) -> bool:
    return Deployment.objects.filter(platform=platform, identifier=identifier).exists()
