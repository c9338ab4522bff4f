"""What is not an envelope for this office is refused; and RSA is used with the right padding."""

import re

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from helpers import negated_points, opened, seal_own, send, views, word

from quintain.judge import Raised

FRONT, BACK = 300, 50  # where an envelope has keys, nonces and tags
SECRETS = {16, 24, 32, 40, 44, 48, 64}  # sizes of keys, with the nonce or in base64


def test_other_bytes_are_refused(box, canary, rng):
    """Bytes that are no envelope are refused with an exception."""
    number, header, _ = send(box, canary, rng.randbytes(60))
    for wrong in [
        b"",
        b"\x00",
        b"S",
        b"L",
        rng.randbytes(40),
        rng.randbytes(256),
        rng.randbytes(600),
        b"A" * 400,
        b"{}",
    ]:
        box.call("portal:overwrite", number, header, wrong)
        with pytest.raises(Raised):
            box.call("portal:read_back", "anna", canary.anna_password, number)


def test_another_office_is_refused(box, canary, rng):
    """Another office cannot open an envelope for the town, whatever is written on it."""
    office = word(rng)
    box.call("offices:new_office", office)
    for size in (0, 60, 3000):
        _, header, sealed = send(box, canary, rng.randbytes(size))
        for on in (header, {**header, "office": office}):
            with pytest.raises(Raised):
                box.call("offices:unseal", office, on, sealed)


def test_changed_envelopes_are_refused(box, canary, rng):
    """An envelope with a changed bit is refused, even if the file in it would stay the same."""
    for size in (60, 3000):
        _, header, sealed = send(box, canary, rng.randbytes(size))
        made = [
            make([*parts[:number], new, *parts[number + 1 :]])
            for parts, make in views(sealed)
            for number, part in enumerate(parts)
            for new in [*_with_a_changed_bit(part), *negated_points(part)]
        ]
        assert not any(content is not None for content in opened(box, header, made))


def test_rsa_has_at_least_2048_bits_and_oaep(box, rng):
    """If the envelope uses RSA, the key has at least 2,048 bits, and the padding is OAEP."""
    office = word(rng)
    text = box.call("offices:new_office", office)
    if not text.startswith("-----"):
        return
    private = load_pem_private_key(text.encode(), None, unsafe_skip_rsa_key_validation=True)
    if not isinstance(private, RSAPrivateKey):
        return
    assert private.key_size >= 2048
    header = {"office": office, "tender": word(rng), "firm": word(rng), "file": word(rng)}
    for size in (40, 3000):
        parts = [part for some, _ in views(seal_own(box, header, rng.randbytes(size))) for part in some]
        places = {part[at:] for part in parts for at in (0, 1, 2, 4, 8, 12, 16, 32, -private.key_size // 8)}
        assert not any(_has_wrong_padding(private, place) for place in places)


def _with_a_changed_bit(part):
    """Change the first and the last bit of each byte near the beginning and the end, but none of a text in base64."""
    texts = {at for found in re.finditer(rb"[\x20-\x7e\n]{20,}", part) for at in range(*found.span())}
    for at in range(len(part)):
        if (at < FRONT or at >= len(part) - BACK) and at not in texts:
            for bit in (1, 128):
                yield part[:at] + bytes([part[at] ^ bit]) + part[at + 1 :]


def _has_wrong_padding(private, data):
    """Tell whether these bytes begin with something that RSA has encrypted without a padding, or with PKCS #1 v1.5."""
    numbers, size = private.private_numbers(), private.key_size // 8
    value = int.from_bytes(data[:size])
    if len(data) < size or value >= numbers.public_numbers.n:
        return False
    plain = pow(value, numbers.d, numbers.public_numbers.n).to_bytes(size)
    padding, _, secret = plain[2:].partition(b"\x00")
    is_old = plain[:2] == b"\x00\x02" and len(padding) >= 8 and len(secret) in SECRETS
    return is_old or not any(plain[: size // 2])
