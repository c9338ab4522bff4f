"""What tests and attacks need: a guest, the state of the world, and the audit log."""

import json

from quintain.judge import Raised, leaks

STAFF = ["clerk", "head-clerk", "director"]
POLICY = {
    "read": {"public": ["guest", *STAFF], "internal": STAFF, "secret": ["director"]},
    "replace": {"public": ["clerk", "head-clerk"], "internal": ["head-clerk"], "secret": ["director"]},
}


def word(rng):
    return "".join(rng.choices("abcdefgh", k=8))


def set_up(box, policy=POLICY, directory="up", audit="works"):
    """Write the rules, and say what works and what does not."""
    box.write("policy.json", policy if isinstance(policy, str) else json.dumps(policy))
    box.write("directory.txt", directory)
    box.write("audit.txt", audit)


def new_guest(box, rng):
    """Return name and token of a new guest."""
    name = f"Zoë O'{word(rng)}"
    return name, box.call("server:register", name)


def attempt(box, function, *arguments):
    """Call a function of the server; return what comes back, or what the refusal says."""
    try:
        return box.call(f"server:{function}", *arguments)
    except Raised as refusal:
        return refusal.text


def lines(box, *values):
    """Return the lines of the audit log that have all these values, each as a list."""
    log = (box.read("audit.log") or b"").decode(errors="replace")
    found = [line.split("\t") for line in log.splitlines()]
    return [line for line in found if set(values) <= set(line)]


def any_leaks(secrets, seen, what):
    """Look for any of several canaries in what came back."""
    found = [secret for secret in secrets if secret in str(seen)]
    return leaks((found or secrets)[0], seen, what)
