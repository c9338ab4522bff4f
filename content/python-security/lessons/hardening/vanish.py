"""A check that is an assert, with and without `python -O`."""

import subprocess
import sys


def refund(user: str, amount: int) -> str:
    assert user == "manager", "only managers"
    return f"{user} refunds {amount}"


if len(sys.argv) > 1:
    print(refund("guest", 900))
else:
    for flags in ([], ["-O"]):
        run = subprocess.run([sys.executable, *flags, __file__, "go"], capture_output=True, text=True)
        answer = run.stdout or run.stderr.splitlines()[-1]
        print(f"{' '.join(['python', *flags]):<10} {answer.strip()}")
