"""Match in another process, which may use one second of processor time."""

import json
import resource
import signal
import subprocess
import sys

CHILD = """
import json, re, resource, sys
resource.setrlimit(resource.RLIMIT_CPU, (1, 2))
pattern, text = json.load(sys.stdin)
json.dump(re.fullmatch(pattern, text) is not None, sys.stdout)
"""


def fullmatch(pattern: str, text: str) -> bool:
    """Tell whether a pattern matches all of a string, or raise TimeoutError."""
    run = subprocess.run(
        [sys.executable, "-I", "-c", CHILD],
        input=json.dumps([pattern, text]),
        capture_output=True,
        encoding="utf-8",
        timeout=30,
        check=False,
    )
    if run.returncode == -signal.SIGXCPU:
        raise TimeoutError
    run.check_returncode()
    return json.loads(run.stdout) is True


if __name__ == "__main__":
    for text in ("a" * 40, "a" * 40 + "!"):
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        try:
            answer = str(fullmatch("(a+)+", text))
        except TimeoutError:
            answer = "TimeoutError"
        spent = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
        print(f"{text[-3:]}  {answer:12} {spent:5.2f} s")
