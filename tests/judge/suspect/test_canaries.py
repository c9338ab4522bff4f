"""Secrets are drawn anew, and only those that could leak can be asked for."""

import random
import re

import pytest

from quintain.judge.errors import UnknownCanary, UnplantedCanary
from quintain.judge.suspect.canaries import Canaries, draw, draw_all
from quintain.judge.suspect.files import plant
from quintain.packs.model.lab import Canary, CanaryKind, Lab

SHAPES = {
    CanaryKind.TOKEN: r"canary-[0-9a-f]{12}",
    CanaryKind.WORD: r"[a-z]{8}",
    CanaryKind.NUMBER: r"[1-9][0-9]{5}",
    CanaryKind.PASSWORD: r"[A-Za-z0-9]{16}",
}


@pytest.mark.parametrize("kind", list(CanaryKind))
def test_each_kind_has_its_shape(kind: CanaryKind) -> None:
    """A reader tells a token from a word."""
    rng = random.Random(1)  # noqa: S311  a test
    for _ in range(200):
        assert re.fullmatch(SHAPES[kind], draw(kind, rng))


def test_same_seed_draws_the_same() -> None:
    """A verdict can be replayed."""
    kinds = {"a": Canary(CanaryKind.TOKEN), "b": Canary(CanaryKind.WORD)}
    first, again, other = (draw_all(kinds, random.Random(seed)) for seed in (1, 1, 2))  # noqa: S311  a test
    assert first == again
    assert first != other


def test_no_two_canaries_are_equal() -> None:
    """Even where the dice fall alike."""

    class Stubborn(random.Random):
        drawn = 0

        def randrange(self, *_args: int) -> int:  # type: ignore[override]
            self.drawn += 1
            return 100_000 + self.drawn // 3

    drawn = draw_all(dict.fromkeys("abc", Canary(CanaryKind.NUMBER)), Stubborn())
    assert len(set(drawn.values())) == 3


def test_unknown_canary_raises() -> None:
    """A typing error in a name cannot pass for an attack that found nothing."""
    with pytest.raises(UnknownCanary, match=r"no canary secrte; .* has: secret"):
        Canaries({"secret": "x"}, ["secret"]).secrte  # noqa: B018  the access is the test


def test_unplanted_canary_raises() -> None:
    """A secret that stands nowhere in the box could never leak."""
    with pytest.raises(UnplantedCanary, match="could never leak"):
        Canaries({"secret": "x"}, []).secret  # noqa: B018  the access is the test


def test_canaries_stand_in_paths_and_texts_but_never_in_editable_files(notes: Lab) -> None:
    """``${name}`` is filled in where the lab owns the file; the learner's text stays as it is."""
    drawn = {"name": "abcdefgh", "text": "t1", "key": "k1", "pin": "123456"}
    box_files = plant(notes, {"notes.py": "x = '${key}'"}, drawn, {})
    assert box_files.files["notes/abcdefgh..old.txt"] == "old t1"
    assert box_files.files["vault/key.txt"] == "k1"
    assert box_files.files["notes.py"] == "x = '${key}'"
    assert box_files.planted == {"name", "text", "key", "pin"}
