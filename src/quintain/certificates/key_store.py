"""Where the keys that sign certificates are: in the data folder, or in a database that servers share.

In the database, all servers sign with one key and publish the same ones. Its private part is sealed with the
classroom's secret key, so that a copy of the database signs nothing; with another secret key, the public parts are
still there, and ``quintain certificate rotate-key`` makes a new private one. Keys that a server's folder has from
before are taken over once, and the file is put aside; a server that is alone again takes the keys back into its folder.
"""

import json
import logging
from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.db import transaction

from quintain.certificates import keys
from quintain.certificates.keys import KeyRing, KeysUnreadable, PublicKey
from quintain.certificates.models import SharedKeys
from quintain.web.sealing import Unsealable, seal, unseal

log = logging.getLogger(__name__)

PURPOSE: Final = "certificate key"
ASIDE: Final = ".in-database"
"""What is appended to the name of a file whose keys the database has now."""


def public_keys() -> dict[str, PublicKey]:
    """Return all public keys by their ids, of which there are none before the first certificate.

    Raises:
        KeysUnreadable: They are damaged.
        OSError: The file cannot be read.

    """
    row = _row()
    if not settings.IS_GROWN and row is None:
        ring = keys.load_ring(settings.DATA.certificate_keys)
        return ring.public if ring else {}
    return keys.read_key_set(row.public) if row else {}


def open_ring() -> KeyRing:
    """Return the keys, and make the first one if there is none.

    Raises:
        KeysUnreadable: They are damaged, or sealed with another secret key; nothing is put in their place.
        OSError: The file cannot be read or written.

    """
    row = _row()
    if not settings.IS_GROWN:
        return keys.open_ring(settings.DATA.certificate_keys) if row is None else _bring_back(_ring_of(row))
    return _ring_of(row) if row else _change(lambda row: _ring_of(row) if row else KeyRing(keys.make_key(), ()))


def rotate(*, is_compromised: bool = False) -> KeyRing:
    """Sign with a new key from now on, everywhere; see `keys.rotate`.

    Raises:
        KeysUnreadable: They are damaged.
        OSError: The file cannot be read or written.

    """

    def rotated(row: SharedKeys | None) -> KeyRing:
        earlier = () if row is None or is_compromised else tuple(keys.read_key_set(row.public).values())
        return KeyRing(keys.make_key(), earlier[: keys.MOST_KEYS - 1])

    row = _row()
    if settings.IS_GROWN:
        return _change(rotated)
    if row is None:
        return keys.rotate(settings.DATA.certificate_keys, is_compromised=is_compromised)
    return _bring_back(rotated(row))


def place() -> str:
    """Say where the keys are."""
    return "the database" if settings.IS_GROWN else str(settings.DATA.certificate_keys)


def take_over() -> None:
    """Put the keys of this server's folder into the database: all that check, and the one that signs if none does yet.

    Raises:
        KeysUnreadable: The file is damaged.

    """
    path = settings.DATA.certificate_keys
    own = keys.load_ring(path) if settings.IS_GROWN else None
    if own is None:
        return

    def joined(row: SharedKeys | None) -> KeyRing:
        if row is None:
            return own
        ring = _ring_of(row)
        added = tuple(each for kid, each in own.public.items() if kid not in ring.public)
        return KeyRing(ring.current, (*ring.earlier, *added)[: keys.MOST_KEYS - 1])

    _change(joined)
    path.replace(path.with_name(path.name + ASIDE))
    log.warning("the keys of certificates are in the database now; %s is kept aside", path)


def _row() -> SharedKeys | None:
    """Return what the database has: of a server that is alone, only if its folder has no keys, as after a move back."""
    if settings.IS_GROWN:
        take_over()
    elif settings.DATA.certificate_keys.exists():
        return None
    return SharedKeys.objects.exclude(private="").first()


def _bring_back(ring: KeyRing) -> KeyRing:
    """Put the keys of the database into the folder of a server that is alone now."""
    there = keys.put_ring(settings.DATA.certificate_keys, ring)
    SharedKeys.objects.all().delete()
    return there


def _change(change: Callable[[SharedKeys | None], KeyRing]) -> KeyRing:
    """Change the one row; of two servers that make a first key at once, the second takes that of the first."""
    with transaction.atomic():
        SharedKeys.objects.get_or_create(pk=SharedKeys.ONLY)  # waits for another server that makes it
        row = SharedKeys.objects.select_for_update().get(pk=SharedKeys.ONLY)
        ring = change(row if row.private else None)
        row.public = json.dumps(keys.key_set(ring.public))
        row.private = seal(keys.private_text(ring.current), PURPOSE)
        row.save()
    return ring


def _ring_of(row: SharedKeys) -> KeyRing:
    try:
        text = unseal(row.private, PURPOSE)
    except Unsealable:
        raise KeysUnreadable("The private key is sealed with another secret key.") from None
    return keys.read_ring(text, row.public)
