"""Which buckets a wrong password or code takes a try from.

A browser with which a person has signed in before has buckets of its own. Other browsers share one for each pair of
name and address, one for the name and one for the address. So somebody who tries wrong passwords at a person's name
slows down others at the same address, and no browser that this person uses.

A wrong join code takes a try from the address that it came from. Codes from an address without tries are still looked
up, so that one person keeps no school from joining; they come from a bucket that all such addresses share.
"""

import ipaddress
import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from django.conf import settings
from django.http import HttpRequest

from quintain.accounts.errors import TooManyTries
from quintain.accounts.limits.devices import device_of
from quintain.accounts.limits.shared_throttle import SharedThrottle
from quintain.accounts.limits.throttle import Bucket, Rate, Throttle
from quintain.accounts.models import User

PAIR: Final = Rate(10, 6)
DEVICE: Final = Rate(10, 6)
NAME: Final = Rate(100, 60)
"""NIST SP 800-63B-4 allows 100 wrong passwords in a row; afterwards it is 60 an hour, from all addresses together."""
ADDRESS: Final = Rate(300, 0.5)
"""For a class behind one address; it bounds how much work one address makes the server do."""
CHALLENGE: Final = Rate(120, 1)
"""Challenges for passkeys: each takes a row of the database until it expires."""
JOIN: Final = Rate(60, 10)
"""For a class behind one address, in which some mistype the code."""
JOIN_BEYOND: Final = Rate(3000, 0.1)
"""For all addresses together that have tried so many. A code has 39 bits: ten tries a second find that of one class
with a probability of 1 in 1,700 in a year, and a class is open for joining for some days."""
CODE: Final = Rate(5, 60)
"""A code has six digits, and one is right."""

THROTTLE: Final[Throttle | SharedThrottle] = SharedThrottle() if settings.IS_GROWN else Throttle()
"""All tries of this server, or of all servers that share a database and a key."""


def password_buckets(request: HttpRequest, name: str) -> Sequence[Bucket]:
    """Return the buckets of a try at a name, which may be nobody's."""
    person = User.objects.filter(username=name).first()
    if device := device_of(request, person):
        return ((f"password device {device}", DEVICE),)
    folded, address = name.casefold(), address_of(request)
    return (
        (f"password pair {address} {folded}", PAIR),
        (f"password name {folded}", NAME),
        (f"password address {address}", ADDRESS),
    )


def code_buckets(request: HttpRequest, person: User) -> Sequence[Bucket]:
    """Return the bucket of a try at a person's second factor."""
    device = device_of(request, person)
    return ((f"code device {device}" if device else f"code person {person.pk}", CODE),)


def challenge_buckets(request: HttpRequest) -> Sequence[Bucket]:
    """Return the bucket of a challenge for a passkey of somebody who is not known yet."""
    return ((f"challenge address {address_of(request)}", CHALLENGE),)


@contextmanager
def join_try(request: HttpRequest) -> Iterator["Try"]:
    """Take a try at the join code of a class; it is given back if it turns out to be ``right``.

    Raises:
        TooManyTries: This address has none, and those like it have none left together.

    """
    own, shared = ((f"join address {address_of(request)}", JOIN),), (("join beyond", JOIN_BEYOND),)
    is_beyond = THROTTLE.take(own) > 0
    if is_beyond and (wait := THROTTLE.take(shared)):
        raise TooManyTries(math.ceil(wait))
    with _given_back(shared if is_beyond else own) as attempt:
        attempt.is_beyond = is_beyond
        yield attempt


@contextmanager
def one_try(buckets: Sequence[Bucket]) -> Iterator["Try"]:
    """Take a try; it is given back if it turns out to be ``right``.

    Raises:
        TooManyTries: There is none.

    """
    if wait := THROTTLE.take(buckets):
        raise TooManyTries(math.ceil(wait))
    with _given_back(buckets) as attempt:
        yield attempt


@contextmanager
def _given_back(buckets: Sequence[Bucket]) -> Iterator["Try"]:
    attempt = Try()
    try:
        yield attempt
    finally:
        if attempt.is_right:
            THROTTLE.give_back(buckets)


class Try:
    """One try, wrong unless said otherwise."""

    def __init__(self) -> None:
        self.is_right = False
        self.is_beyond = False
        """Whether the address has had all its own tries."""


def address_of(request: HttpRequest) -> str:
    """Return from where a request comes; of IPv6 the network, since a household has 2**64 addresses."""
    try:
        address = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv6Address):
        mapped = address.ipv4_mapped
        return str(mapped or ipaddress.IPv6Network((int(address) >> 64 << 64, 64)))
    return str(address)
