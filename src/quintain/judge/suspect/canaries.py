"""Secrets that are new in every box, sealed: asking for one that cannot leak is a mistake of the lab."""

import random
from collections.abc import Container, Iterable, Mapping
from functools import partial
from string import ascii_letters, ascii_lowercase, digits

from quintain.judge.errors import UnknownCanary, UnplantedCanary
from quintain.judge.suspect.chance import other_than
from quintain.packs.model.lab import Canary, CanaryKind


def draw(kind: CanaryKind, rng: random.Random) -> str:
    """Draw one secret of a kind."""
    match kind:
        case CanaryKind.TOKEN:
            return f"canary-{rng.getrandbits(48):012x}"
        case CanaryKind.WORD:
            return "".join(rng.choices(ascii_lowercase, k=8))
        case CanaryKind.NUMBER:
            return str(rng.randrange(100_000, 1_000_000))
        case CanaryKind.PASSWORD:
            return "".join(rng.choices(ascii_letters + digits, k=16))


def draw_all(canaries: Mapping[str, Canary], rng: random.Random) -> dict[str, str]:
    """Draw a secret for every name, each different from the others."""
    drawn: dict[str, str] = {}
    for name, canary in canaries.items():
        value = draw(canary.kind, rng)
        while value in drawn.values():
            value = draw(canary.kind, rng)
        drawn[name] = value
    return drawn


def draw_unlike(
    canaries: Mapping[str, Canary], others: Mapping[str, str], same: Container[str], rng: random.Random
) -> dict[str, str]:
    """Draw other secrets than a first box has, but for those of the names in ``same``."""
    drawn = {name: others[name] for name in canaries if name in same}
    for name, canary in canaries.items():
        if name not in drawn:
            taken = {*others.values(), *drawn.values()}
            drawn[name] = other_than(taken, partial(draw, canary.kind, rng))
    return drawn


class Canaries:
    """What tests and attacks get as ``canary``: ``canary.admin_secret`` is the text planted in this very box."""

    def __init__(self, drawn: Mapping[str, str], planted: Iterable[str]) -> None:
        self._drawn = dict(drawn)
        self._planted = frozenset(planted)

    def unknown_to(self, texts: Iterable[str]) -> frozenset[str]:
        """Return those of the secrets that occur in none of these texts."""
        unknown = set(self._drawn.values())
        for text in texts:
            unknown = {secret for secret in unknown if secret not in text}
        return frozenset(unknown)

    def __getattr__(self, name: str) -> str:
        """Give the secret of a name.

        Raises:
            UnknownCanary: lab.toml draws no such secret.
            UnplantedCanary: it is drawn, but is in no file of the box.

        """
        if name not in self._drawn:
            names = ", ".join(sorted(self._drawn)) or "none"
            raise UnknownCanary(f"There is no canary {name}; [canaries] of lab.toml has: {names}.")
        if name not in self._planted:
            raise UnplantedCanary(f"The canary {name} is in no file of the box, so it could never leak.")
        return self._drawn[name]
