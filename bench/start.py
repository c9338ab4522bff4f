"""Measures what a second start of the classroom costs, beside a bare interpreter that imports Django.

    python -m bench.start [--times 5]

Processor time counts, of the command and all that it starts, until it has printed its link and was ended.
"""

import argparse
import os
import resource
import signal
import statistics
import subprocess
import sys
import tempfile

SERVE = (sys.executable, "-m", "quintain.cli", "serve", "--no-browser", "--port", "0")
PEER = (sys.executable, "-c", "import django; from django.conf import settings")


def used() -> float:
    """Return the processor time of all children that have ended, in seconds."""
    of_children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return of_children.ru_utime + of_children.ru_stime


def serve(data: str) -> float:
    """Start the classroom, end it at its link, and return the seconds of processor time that it took."""
    before = used()
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    with subprocess.Popen((*SERVE, "--data", data), stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None  # noqa: S101  it was asked for
        next(line for line in process.stdout if "/sign-in/" in line)
        process.send_signal(signal.SIGINT)
        process.stdout.read()
    return used() - before


def peer() -> float:
    """Import Django alone, and return the seconds of processor time that it took."""
    before = used()
    subprocess.run(PEER, check=True)
    return used() - before


def main() -> None:
    """Measure both in turn, and print the medians and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=5)
    times = parser.parse_args().times
    with tempfile.TemporaryDirectory() as data:
        first = serve(data)
        pairs = [(serve(data), peer()) for _ in range(times)]
    ours, theirs = (statistics.median(each) for each in zip(*pairs, strict=True))
    print(f"first start {first:.2f} s; later {ours:.2f} s, Django's import {theirs:.2f} s: {ours / theirs:.1f} times")


if __name__ == "__main__":
    main()
