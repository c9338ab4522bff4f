"""What is drawn or found by chance is told from an effect."""

import base64
import hashlib
from collections.abc import Callable
from random import Random

import pytest

from quintain.judge import Landed, Repelled, altered, leaks, other_than


def test_nothing_that_is_taken_is_drawn() -> None:
    """However few are left: what is drawn once is the right one in some verdict."""
    rng = Random(1)  # noqa: S311
    taken = {str(number) for number in range(1000)} - {"407"}
    assert other_than(taken, lambda: str(rng.randrange(1000))) == "407"


@pytest.mark.parametrize("size", [10, 16, 20, 31, 32])
@pytest.mark.parametrize(
    ("write", "read"),
    [
        (base64.urlsafe_b64encode, base64.urlsafe_b64decode),
        (base64.b64encode, base64.b64decode),
        (base64.b32encode, base64.b32decode),
        (base64.b16encode, base64.b16decode),
    ],
    ids=["base64 for addresses", "base64", "base32", "hexadecimal"],
)
def test_altered_code_stands_for_other_bytes(
    write: Callable[[bytes], bytes], read: Callable[[str], bytes], size: int
) -> None:
    """Also at the last place, where four of six bits may be ones that nobody reads."""
    for seed in range(200):
        rng = Random(seed)  # noqa: S311
        code = write(rng.randbytes(size)).decode()
        letters = len(code.rstrip("="))
        for place in (0, letters // 2, letters - 1):
            other = altered(code, place, rng)
            assert len(other) == len(code)
            assert read(other) != read(code), (code, other)


def test_altered_digits_stay_digits() -> None:
    """A tag is still written as before, so that nothing but its value is wrong."""
    for seed in range(200):
        rng = Random(seed)  # noqa: S311
        digest = hashlib.sha256(str(seed).encode()).hexdigest()
        other = altered(digest, rng.randrange(64), rng)
        assert other != digest
        assert set(other) <= set("0123456789abcdef")


def test_few_digits_in_a_digest_are_no_secret() -> None:
    """Six digits are in one of 300,000 digests by chance, so an oracle does not count them there."""
    digest = f"{'9e' * 14}b482913c{'07' * 14}"
    assert isinstance(leaks("482913", {"tag": digest}), Repelled)
    assert isinstance(leaks("482913", {"tag": digest, "code": "=482913&to=Ivo"}), Landed)
    assert isinstance(leaks("canary-482913482913", f"{digest}canary-482913482913{digest}"), Landed)
