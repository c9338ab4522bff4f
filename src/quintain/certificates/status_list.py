"""Which certificates are revoked: one bit for each, in a list that everybody can have (Bitstring Status List 1.0).

The list says nothing of a certificate but this bit, and its numbers are drawn at random. It is good for a day, so that
an old copy cannot bring a revoked certificate back. Knows no Django.
"""

import base64
import binascii
import gzip
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from quintain.certificates.signatures import NotGenuine

ENTRIES: Final = 131_072
"""The least that section 6.1 of the specification asks for: fewer would tell more about each."""
LIFE: Final = timedelta(days=1)
CONTEXT: Final = "https://www.w3.org/ns/credentials/v2"
KIND: Final = "BitstringStatusListCredential"
PURPOSE: Final = "revocation"


@dataclass(frozen=True, slots=True)
class StatusList:
    """A list at one moment; ``bits`` has a bit for each number, the highest of a byte first."""

    address: str
    issuer: str
    made_at: datetime
    ends_at: datetime
    bits: bytes

    def is_revoked(self, index: int) -> bool:
        """Tell whether the certificate of this number is revoked."""
        return bool(self.bits[index // 8] >> (7 - index % 8) & 1)


def list_claims(revoked: Iterable[int], *, address: str, issuer: str, name: str, at: datetime) -> dict[str, object]:
    """Return a list as it is signed.

    Args:
        revoked: the numbers of revoked certificates, below 131,072.
        address: where the list is.
        issuer: the issuer's id.
        name: the issuer's name.
        at: now.

    """
    bits = bytearray(ENTRIES // 8)
    for index in revoked:
        bits[index // 8] |= 1 << (7 - index % 8)
    packed = base64.urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0)).decode().rstrip("=")
    return {
        "@context": [CONTEXT],
        "id": address,
        "type": ["VerifiableCredential", KIND],
        "issuer": {"id": issuer, "type": ["Profile"], "name": name},
        "validFrom": _written(at),
        "validUntil": _written(at + LIFE),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": PURPOSE,
            "encodedList": f"u{packed}",
        },
        "iss": issuer,
        "jti": address,
        "nbf": int(at.timestamp()),
        "exp": int((at + LIFE).timestamp()),
    }


def read_list(claims: Mapping[str, object]) -> StatusList:
    """Return the list of claims whose signature was checked.

    Raises:
        NotGenuine: They are signed, but no such list.

    """
    kind, subject, issuer = claims.get("type"), claims.get("credentialSubject"), claims.get("iss")
    if not isinstance(kind, list) or KIND not in kind or not isinstance(subject, dict) or not isinstance(issuer, str):
        raise NotGenuine("This is no status list.")
    if subject.get("statusPurpose") != PURPOSE:
        raise NotGenuine("This status list does not tell what is revoked.")
    return StatusList(
        str(claims.get("id")),
        issuer,
        read_moment(claims.get("validFrom")),
        read_moment(claims.get("validUntil")),
        _unpacked(subject.get("encodedList")),
    )


def read_moment(value: object) -> datetime:
    """Return a moment as credentials write it, with its time zone (XML Schema, dateTimeStamp).

    Raises:
        NotGenuine: It is none.

    """
    try:
        moment = datetime.fromisoformat(str(value))
        moment.timestamp()
    except (ValueError, OverflowError):
        moment = None
    if moment is None or moment.tzinfo is None:
        raise NotGenuine("A moment in it cannot be read.")
    return moment


def _written(at: datetime) -> str:
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")


def _unpacked(text: object) -> bytes:
    """Unpack the bits, and never more of them than a list has."""
    most = ENTRIES // 8
    packed = text[1:] if isinstance(text, str) and text.startswith("u") else ""
    try:
        unpacker = zlib.decompressobj(wbits=31)
        bits = unpacker.decompress(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)), most + 1)
    except (ValueError, binascii.Error, zlib.error):
        raise NotGenuine("The bits of the status list cannot be read.") from None
    if len(bits) != most:
        raise NotGenuine(f"The status list has not {ENTRIES} bits.")
    return bits
