"""The keys by which platforms know this tool: one signs, and those before it are published for some days more.

They are rows of the database, so that all processes that share one sign alike; the private part is sealed with the
classroom's secret key. They are not those of certificates: what a platform has us sign must never be one.
"""

import json
import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

import jwt
from django.db import transaction
from django.utils import timezone

from quintain.accounts.locking import lock_name
from quintain.certificates import keys
from quintain.certificates.keys import KeysUnreadable, PublicKey, SigningKey
from quintain.lti.models import ToolKey
from quintain.web.sealing import Unsealable, seal, unseal

log = logging.getLogger(__name__)

PURPOSE: Final = "lti key"
PUBLISHED_DAYS: Final = 7
"""So long is a key still published that signs no more. What was signed with it was good for minutes."""


def signing_key() -> SigningKey:
    """Return the key that signs; the first time, or if it cannot be read with this secret key, a new one is made."""
    found = _current()
    if found is not None:
        return found
    with transaction.atomic():
        lock_name("lti keys")
        return _current() or _add()


def rotate() -> SigningKey:
    """Sign with a new key from now on, and forget the private part of the one before."""
    with transaction.atomic():
        lock_name("lti keys")
        return _add()


def key_set() -> Mapping[str, Any]:
    """Return the public keys that platforms may meet, as a JWK Set (RFC 7517)."""
    signing_key()
    limit = timezone.now() - timedelta(days=PUBLISHED_DAYS)
    public: dict[str, PublicKey] = {}
    for row in ToolKey.objects.all():
        public |= keys.read_key_set(row.public)
        if row.made_at < limit:  # the one that was current until then; older ones were replaced before
            break
    return keys.key_set(public)


def sign(claims: Mapping[str, object]) -> str:
    """Return claims as a token of this tool, for platforms."""
    key = signing_key()
    headers = {"typ": "JWT", "kid": key.public.kid}
    return jwt.encode(dict(claims), key.private, algorithm=keys.ALGORITHM, headers=headers)


def _current() -> SigningKey | None:
    row = ToolKey.objects.first()
    if row is None or not row.private:
        return None
    try:
        return keys.read_ring(unseal(row.private, PURPOSE), row.public).current
    except (Unsealable, KeysUnreadable):
        log.warning("the key for learning platforms cannot be read with this secret key, so a new one is made")
        return None


def _add() -> SigningKey:
    made = keys.make_key()
    ToolKey.objects.exclude(private="").update(private="")
    ToolKey.objects.create(
        kid=made.public.kid,
        public=json.dumps(keys.key_set({made.public.kid: made.public})),
        private=seal(keys.private_text(made), PURPOSE),
    )
    return made
