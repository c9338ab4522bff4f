"""The website of the puppet theatre: members, gift vouchers, the preview, and the raffle after a show."""

import hmac
import os
import random
import time

import codes

STARTED = int(time.time())
DIRECTOR_PIN = "${director_pin}"

members = {
    "director": {"password": "${director_password}", "diary": "${director_diary}", "mail": []},
    "mika": {"password": "owls-and-foxes", "diary": "Saw the fox again.", "mail": []},
}
links = {}
vouchers = {}
invitations = set()


def about():
    """Return what the page /about shows: since when the website runs, in which process, and what it has sold."""
    return {"started": STARTED, "process": os.getpid(), "vouchers": len(vouchers)}


def join(name, password, diary):
    """Make an account."""
    if name in members:
        raise ValueError("This name is taken.")
    members[name] = {"password": password, "diary": diary, "mail": []}


def sign_in(name, password):
    """Return a member's diary."""
    return _member(name, password)["diary"]


def forgot(name):
    """Send a link for a new password to a member's mailbox."""
    token = codes.reset_token()
    members[name]["mail"].append(f"Your new password: https://lab.test/password?token={token}")
    links[token] = name


def mailbox(name, password):
    """Return the emails of a member, which only the member can read."""
    return list(_member(name, password)["mail"])


def set_password(token, password):
    """Set the password of the member to whom this link was sent. A link works once."""
    if token not in links:
        raise PermissionError("This link is not valid.")
    members[links.pop(token)]["password"] = password


def buy(amount, count=1):
    """Sell gift vouchers, to a company also many at once, and return their codes."""
    sold = [codes.voucher() for _ in range(count)]
    vouchers.update((_plain(code), amount) for code in sold)
    return sold


def redeem(code):
    """Return what a voucher is worth. It works once."""
    if _plain(code) not in vouchers:
        raise PermissionError("There is no such voucher.")
    return vouchers.pop(_plain(code))


def invite(pin, count):
    """Return invitations to the preview, for the director alone."""
    _check(pin)
    sent = [codes.invitation() for _ in range(count)]
    invitations.update(map(_plain, sent))
    return sent


def enter(code):
    """Let a guest into the preview. An invitation is for one person."""
    if _plain(code) not in invitations:
        raise PermissionError("There is no such invitation.")
    invitations.remove(_plain(code))
    return "Welcome to the preview."


def raffle(pin, number, names):
    """Draw three winners. The audience chooses the number, and can repeat the draw at home with it."""
    _check(pin)
    random.seed(number)
    return random.sample(sorted(names), 3)


def _member(name, password):
    member = members.get(name)
    if member is None or not hmac.compare_digest(member["password"].encode(), password.encode()):
        raise PermissionError("Name or password is wrong.")
    return member


def _check(pin):
    if not hmac.compare_digest(pin.encode(), DIRECTOR_PIN.encode()):
        raise PermissionError("Only the director can do this.")


def _plain(code):
    """Return a code as it is compared: people type it in small letters, and with or without hyphens and spaces."""
    return "".join(code.upper().split()).replace("-", "")
