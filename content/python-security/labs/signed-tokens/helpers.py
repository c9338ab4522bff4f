"""What tests and attacks share: tokens, genuine and forged, and what they open."""

import ast
import base64
import json

from quintain.judge import Raised, leaks

ZOE = ("zoe", "harbour-7421")


def word(rng, length=8):
    return "".join(rng.choices("bcdfghklmnprtvwz", k=length))


def encoded(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decoded(part):
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def part(value):
    return encoded(json.dumps(value).encode())


def zoe_token(box, *audiences):
    return box.call("signin:sign_in", *ZOE, *(audiences or ("archive",)))


def mira_token(box, canary, *audiences):
    return box.call("signin:sign_in", "mira", canary.mira_password, *(audiences or ("archive",)))


def wanted_claims(token, rng):
    """Return the claims of a genuine token, but for mira, who is a keeper."""
    return {**decoded(token.split(".")[1]), "jti": word(rng), "sub": "mira", "role": "keeper"}


def forged(header, claims, sign):
    """Return a token with this header and these claims; `sign` makes its signature of the message."""
    message = f"{part(header)}.{part(claims)}"
    return f"{message}.{encoded(sign(message.encode()))}"


def answers(box, token):
    """Show a token to the archive, and return what comes back, as text."""
    found = []
    for target in ("archive:plan", "archive:profile"):
        try:
            found.append(box.call(target, token))
        except Raised as refusal:
            found.append(refusal.text)
    return found


def opens(box, canary, tokens):
    """Show one token after the other: the attack has succeeded if one of them opens what is mira's."""
    told = []
    for token in tokens:
        told = answers(box, token)
        if canary.vault_plan in str(told):
            return leaks(canary.vault_plan, told, "the plan of the vault")
        if canary.mira_note in str(told):
            break
    return leaks(canary.mira_note, told, "a note of mira")


def texts_in_code(box):
    """Return the strings of tokens.py, which an attacker may have read, too."""
    found = {}
    for node in ast.walk(ast.parse(box.read("tokens.py") or b"")):
        if isinstance(node, ast.Constant) and isinstance(node.value, (str, bytes)) and 4 <= len(node.value) <= 60:
            found[node.value if isinstance(node.value, bytes) else node.value.encode()] = None
    return list(found)[:40]
