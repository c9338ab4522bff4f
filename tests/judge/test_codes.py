"""One-time codes, against the numbers of RFC 6238, and keys of sessions that can be guessed."""

import base64
import hashlib
import hmac
import time

import pytest

from quintain.judge import guessed_session_key, totp

SECRET = base64.b32encode(b"12345678901234567890").decode()
SIGNED = "eyJuYW1lIjoiYW5uYSJ9.awkxuw"


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


@pytest.mark.parametrize(
    ("key", "signature"),
    [
        (b"dev", "mTuuRwcEZSt3VZqyVkxk0UkWFsY"),
        (b"", "sEnKwz-JNivl84CdOtO1NZwnKpU"),
        (b"1800000000", "hvQ7QB7S2GkkWcRRjSs4qO84Lpg"),
        (hashlib.sha256(b"1800000000").hexdigest().encode(), "wMo4cpLCbrxmx12VZeUwfbAUdjs"),
        (b"4711", "Yyvs5CNC-P8ZpUhh1ek-_Y6wG6g"),
        (b"0007", "uyhs0vAify1S-SuAFOi8Dtur7Vw"),
        (b"7", "RUPJOk6o1RspdxbakyK8jdxqg7s"),
    ],
)
def test_session_signed_by_a_key_that_can_be_guessed_is_found_out(
    monkeypatch: pytest.MonkeyPatch, key: bytes, signature: str
) -> None:
    """Words, zeros, short numbers, times of the last minutes and hashes are tried, as itsdangerous signs with them."""
    monkeypatch.setattr(time, "time", lambda: 1_800_000_060.5)
    assert guessed_session_key(f"{SIGNED}.{signature}") == key


@pytest.mark.parametrize("cookie", [f"{SIGNED}.k-BI9M3JeG2BocdvRAkcN6bBr5M", f"{SIGNED}.", "", "a.b.c", "é.é"])
def test_session_signed_by_another_key_is_not_found_out(cookie: str) -> None:
    """Nor is a cookie that is no session at all."""
    assert guessed_session_key(cookie) is None


def test_key_made_of_public_words_is_found_out() -> None:
    """Alone or two of them joined, in another case, hashed; without these words it is not found."""
    key = hashlib.sha512(b"Bird-Club").digest()
    made = hmac.digest(hmac.digest(key, b"cookie-session", "sha1"), SIGNED.encode(), "sha1")
    cookie = f"{SIGNED}.{base64.urlsafe_b64encode(made).rstrip(b'=').decode()}"
    assert guessed_session_key(cookie, "bird", "club") == key
    assert guessed_session_key(cookie, "bird") is None


@pytest.mark.parametrize(
    ("source", "is_found"),
    [
        (b"app.secret_key = os.environ.get('KEY', 'tea-shop-2024')", True),
        (b"KEY = b'tea-shop-2024'", True),
        (b"KEY = 'another'", False),
        (b"KEY = (", False),
        (b"\xff\x00", False),
        (b"(" * 100_000, False),
        (b"", False),
        (None, False),
    ],
)
def test_key_that_is_written_in_the_program_is_found_out(source: bytes | None, *, is_found: bool) -> None:
    """Whoever reads the repository has it. A program that cannot be read tells nothing."""
    made = hmac.digest(hmac.digest(b"tea-shop-2024", b"cookie-session", "sha1"), SIGNED.encode(), "sha1")
    cookie = f"{SIGNED}.{base64.urlsafe_b64encode(made).rstrip(b'=').decode()}"
    assert guessed_session_key(cookie, source=source) == (b"tea-shop-2024" if is_found else None)


def test_key_that_is_a_hash_of_a_text_is_found_out() -> None:
    """A hash of what everybody can read is no secret either."""
    key = hashlib.sha256(b"tea-shop-2024").digest()
    made = hmac.digest(hmac.digest(key, b"cookie-session", "sha1"), SIGNED.encode(), "sha1")
    cookie = f"{SIGNED}.{base64.urlsafe_b64encode(made).rstrip(b'=').decode()}"
    assert guessed_session_key(cookie, source=b"KEY = sha256(b'tea-shop-2024').digest()") == key


def signed_with(key: bytes) -> str:
    made = hmac.digest(hmac.digest(key, b"cookie-session", "sha1"), SIGNED.encode(), "sha1")
    return f"{SIGNED}.{base64.urlsafe_b64encode(made).rstrip(b'=').decode()}"


def test_key_that_is_a_hash_of_the_program_is_found_out() -> None:
    """The file is as public as the texts in it."""
    source = b"app.secret_key = sha256(Path(__file__).read_bytes()).digest()\n"
    key = hashlib.sha256(source).digest()
    assert guessed_session_key(signed_with(key), source=source) == key
    assert guessed_session_key(signed_with(key), source=source + b"#") is None


@pytest.mark.parametrize(
    ("source", "is_found"),
    [
        (b"app.secret_key = f'shop-{randbelow(10_000):04}'", True),
        (b"app.config['SECRET_KEY'] = f'shop-{pin}'", True),
        (b"KEY = f'shop-{a}{b}'", False),
        (b"name = f'shop-{pin}'", False),
        (b"KEY = f'shop-{pin}-'", False),
    ],
)
def test_short_number_in_a_key_is_found_out(source: bytes, is_found: bool) -> None:
    """Ten thousand keys are soon tried, whatever the program writes around the number."""
    assert guessed_session_key(signed_with(b"shop-0427"), source=source) == (b"shop-0427" if is_found else None)
