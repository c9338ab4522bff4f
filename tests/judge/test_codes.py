"""One-time codes, against the numbers of RFC 6238."""

import base64

import pytest

from quintain.judge import totp

SECRET = base64.b32encode(b"12345678901234567890").decode()


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_code_is_that_of_the_standard(seconds: int, code: str) -> None:
    """Appendix B lists eight digits; the last six are the code of six digits."""
    assert totp(SECRET, seconds) == code
    assert totp(SECRET.lower(), seconds) == code


def test_code_holds_for_one_step() -> None:
    """Thirty seconds, from a multiple of thirty."""
    assert totp(SECRET, 60) == totp(SECRET, 89.9)
    assert totp(SECRET, 60) != totp(SECRET, 90)
