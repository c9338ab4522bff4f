"""A workshop's warehouse: members order parts from their budgets, and a robot brings them in boxes."""

import struct

import slips

SLIP = struct.Struct("<IBIIB")
ACCOUNTS = {"3141592": 11, "${ada_key}": 12, "${kit_key}": 13, "${keeper_key}": 14}
KEEPERS = {14}
CONTENTS = {0: "${safe}", 7: "${laptop}", 12: "${drill}"}

budgets = {11: 2_000, 12: 5_000_000, 13: 40_000, 14: 900_000}


def budget(key):
    """Return how many cents an account has."""
    return budgets[_account(key)]


def order(key, lines):
    """Order parts; a line has a shelf, a number of pieces and a label. Return what the robot has brought."""
    account = _account(key)
    return _robot(slips.write(account, lines, account in KEEPERS))


def grant(keeper, key, cents):
    """A keeper gives an account more cents."""
    if _account(keeper) not in KEEPERS or type(cents) is not int or cents < 1:
        raise PermissionError("Only keepers can do this.")
    budgets[_account(key)] += cents


def _robot(data):
    """Do what the robot does: read all slips, and if every account can pay, bring the boxes."""
    found, left, at = [], dict(budgets), 0
    while at < len(data):
        account, shelf, pieces, cents, length = SLIP.unpack_from(data, at)
        at += SLIP.size + length
        label = data[at - length : at].decode(errors="replace")
        left[account] -= cents
        found.append({"label": label, "shelf": shelf, "pieces": pieces, "code": CONTENTS.get(shelf, "parts")})
    if min(left.values()) < 0:
        raise ValueError("There is not enough in the budget.")
    budgets.update(left)
    return found


def _account(key):
    if key not in ACCOUNTS:
        raise PermissionError("There is no such account.")
    return ACCOUNTS[key]
