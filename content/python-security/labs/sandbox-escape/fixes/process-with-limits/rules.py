"""Runs the rules of the shops. A rule is a small program in Python:

    if weight > 20:
        price = price + 4.5 * (weight - 20)
    if fragile and zone != "local":
        price += 150
        note = "fragile"
"""

import json
import resource
import subprocess
import sys
import tempfile

FUNCTIONS = {"min": min, "max": max, "round": round}
LIMITS = {
    resource.RLIMIT_CPU: 1,
    resource.RLIMIT_AS: 2**28,
    resource.RLIMIT_FSIZE: 2**12,
    resource.RLIMIT_NOFILE: 0,  # opens no file, not even by its path
}
SECONDS = 2


def run(rule, names, bases):
    """Run a rule in a process of its own, with an empty environment. Return the price and the note that it has set."""
    question = json.dumps([rule, names, bases]).encode()
    command = [sys.executable, "-I", __file__]
    with tempfile.TemporaryFile() as reply:
        subprocess.run(
            command,
            input=question,
            stdout=reply,
            stderr=subprocess.DEVNULL,
            env={},
            cwd="/",
            timeout=SECONDS,
            check=True,
        )
        reply.seek(0)
        price, note = json.loads(reply.read())
    return price, note


def main():
    """The process of one rule: it reads all that it needs, gives up its rights, and runs the rule."""
    rule, names, bases = json.load(sys.stdin)
    code = compile(rule, "rule", "exec")  # before the limits: for a name with an umlaut, Python loads a module
    for limit, value in LIMITS.items():
        resource.setrlimit(limit, (value, value))
    functions = FUNCTIONS | {"base": bases.__getitem__}
    scope = {"__builtins__": functions, "note": "", **names}
    exec(code, scope)
    print(json.dumps([scope["price"], scope["note"]]))


if __name__ == "__main__":
    main()
