"""Runs the rules of the shops. A rule is a small program in Python:

    if weight > 20:
        price = price + 4.5 * (weight - 20)
    if fragile and zone != "local":
        price += 150
        note = "fragile"
"""

import json
import os
import resource
import select
import signal

FUNCTIONS = {"min": min, "max": max, "round": round}
LIMITS = {
    resource.RLIMIT_CPU: 1,
    resource.RLIMIT_AS: 2**28,
    resource.RLIMIT_FSIZE: 2**12,
    resource.RLIMIT_NOFILE: 0,  # opens no file, not even by its path
}
SECONDS = 2


def run(rule, names, functions):
    """Run a rule in a child process, and return the price and the note that it has set."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            code = compile(rule, "rule", "exec")
            for limit, value in LIMITS.items():
                resource.setrlimit(limit, (value, value))
            scope = {"__builtins__": FUNCTIONS | functions, "note": "", **names}
            exec(code, scope)
            os.write(writer, json.dumps([scope["price"], scope["note"]]).encode())
        finally:
            os._exit(0)
    os.close(writer)
    with open(reader, "rb") as reply:
        is_ready = select.select([reply], [], [], SECONDS)[0]
        if not is_ready:
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        price, note = json.loads(reply.read())
    return price, note
