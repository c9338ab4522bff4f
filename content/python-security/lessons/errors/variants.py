"""Six ways to ask whether a user is an administrator, and what each says when something fails."""

import asyncio
import warnings
from contextlib import suppress
from pathlib import Path


def log_and_go_on(user, roles_of):
    allowed = True
    try:
        allowed = "admin" in roles_of(user)
    except Exception:
        pass  # imagine a line in the log here
    return allowed


def search_for_a_ban(user, roles_of):
    banned = False
    with suppress(Exception):
        banned = "admin" not in roles_of(user)
    return not banned


ASSERT = Path(__file__).with_name("asserts.py").read_text(encoding="utf-8")

FINALLY = """
def return_in_finally(user, roles_of):
    allowed = True
    try:
        allowed = "admin" in roles_of(user)
    finally:
        return allowed
"""


async def ask(user, roles_of):
    return "admin" in roles_of(user)


async def ask_all(user, roles_of):
    answers = await asyncio.gather(ask(user, roles_of), return_exceptions=True)
    return all(answers)


def gather_exceptions(user, roles_of):
    return asyncio.run(ask_all(user, roles_of))


def deny_by_default(user, roles_of):
    roles = roles_of(user)
    return isinstance(roles, list) and "admin" in roles


def compiled(source, optimize):
    """Compile as ``python`` does, or as ``python -O`` does. (Python 3.14 warns of a return in finally.)"""
    names = {}
    with warnings.catch_warnings(action="ignore"):
        exec(compile(source, "variant", "exec", optimize=optimize), names)
    return next(value for name, value in names.items() if not name.startswith("__"))


def directory(user):
    return {"ada": ["admin"], "zoe": ["customer"]}[user]


def down(user):
    raise TimeoutError("no answer")


def malformed(user):
    return "no admin"


SITUATIONS = {
    "works": (directory, 0),
    "works, python -O": (directory, 1),
    "no answer": (down, 0),
    "malformed answer": (malformed, 0),
}
VARIANTS = {
    "log and go on": lambda optimize: log_and_go_on,
    "search for a ban": lambda optimize: search_for_a_ban,
    "return in finally": lambda optimize: compiled(FINALLY, optimize),
    "assert": lambda optimize: compiled(ASSERT, optimize),
    "gather exceptions": lambda optimize: gather_exceptions,
    "deny by default": lambda optimize: deny_by_default,
}


def outcome(variant, situation, user):
    """Return ``allowed``, ``denied`` or the name of the exception, which ends the request."""
    roles_of, optimize = SITUATIONS[situation]
    try:
        return "allowed" if VARIANTS[variant](optimize)(user, roles_of) else "denied"
    except Exception as error:
        return type(error).__name__


if __name__ == "__main__":
    print("Zoe is a customer  " + "".join(f"{each:17}" for each in SITUATIONS).rstrip())
    for variant in VARIANTS:
        row = [outcome(variant, situation, "zoe") for situation in SITUATIONS]
        print(f"{variant:19}" + "".join(f"{each:17}" for each in row).rstrip())
