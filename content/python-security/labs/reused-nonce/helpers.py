"""What tests and attacks share: mail, and what an attacker can compute of it."""

import base64
import binascii
import re

from quintain.judge import Raised

BLOCK = 16


def word(rng, length=10):
    return "".join(rng.choices("bcdfghklmnprtvwz", k=length))


def send(box, patient, *texts):
    """Send letters, and return them as they are on the relay."""
    box.call("laboratory:send_letters", patient, list(texts))
    return box.call("laboratory:read_relay", len(texts))


def send_invoice(box, number, patient, text):
    box.call("laboratory:send_invoice", number, patient, text)
    return box.call("laboratory:read_relay", 1)[0]


def restart(box):
    box.call("laboratory:start")


def arrives(box, canary, patient, sealed):
    """Let the practice receive mail; return the text in the record, or None if it was refused."""
    before = len(box.call("laboratory:read_record", canary.doctor_pin, patient))
    try:
        box.call("laboratory:receive", patient, sealed)
    except Raised:
        return None
    record = box.call("laboratory:read_record", canary.doctor_pin, patient)
    return str(record[-1]) if len(record) > before else None


def raw(sealed):
    """Return the bytes of sealed mail, however they are written."""
    return b"".join(_bytes(part) for part in re.split(r"[.:$|]", str(sealed)))


def written(changed, sealed):
    """Write bytes as sealed mail is written."""
    if "." in sealed or ":" in sealed or "$" in sealed or "|" in sealed:
        return _in_parts(changed, sealed)
    if _is_hex(sealed):
        return changed.hex()
    return base64.urlsafe_b64encode(changed).decode()


def _in_parts(changed, sealed):
    text = ""
    for part in re.split(r"([.:$|])", sealed):
        if part in {".", ":", "$", "|"}:
            text += part
            continue
        size = len(_bytes(part))
        text += written(changed[:size], part)
        changed = changed[size:]
    return text


def _is_hex(text):
    return len(text) % 2 == 0 and re.fullmatch(r"[0-9a-f]*", text) is not None


def _bytes(text):
    if _is_hex(text):
        return bytes.fromhex(text)
    try:
        return base64.b64decode(text.replace("-", "+").replace("_", "/") + "=" * (-len(text) % 4), validate=True)
    except binascii.Error:
        return text.encode()


def mixed(one, other):
    """Return the XOR of two byte strings."""
    return bytes(left ^ right for left, right in zip(one, other, strict=False))


def keystreams(sealed, text):
    """Return what was mixed with the text, for each place in the mail where the text may begin."""
    whole, plain = raw(sealed), text.encode()
    number, size = int.from_bytes(plain), len(plain)
    return [int.from_bytes(whole[at : at + size]) ^ number for at in range(len(whole) - size + 1)]


def is_reused(mail):
    """Tell whether two of several letters with texts of one length have the same keystream, at any place."""
    seen = set()
    for sealed, text in mail:
        own = set(keystreams(sealed, text))
        if not seen.isdisjoint(own):
            return True
        seen |= own
    return False


def shares_blocks(mail):
    """Tell whether any two blocks of several long letters have the same keystream, also if they are at other places."""
    seen = set()
    for sealed, text in mail:
        own = set()
        for stream in keystreams(sealed, text):
            whole = stream.to_bytes(len(text.encode()))
            blocks = [whole[at : at + BLOCK] for at in range(0, len(whole) - BLOCK + 1, BLOCK)]
            if len(set(blocks)) < len(blocks):
                return True
            own.update(blocks)
        if not seen.isdisjoint(own):
            return True
        seen |= own
    return False
