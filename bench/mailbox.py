"""Measures how much one box tells another by names that do not exist: of 64 drawn bits, how many arrive.

    python bench/mailbox.py --state FOLDER [--times 5]

Half of them are guessed by chance. On a disk all arrive; in memory the guess should be no better than chance.
"""

import argparse
import contextlib
from pathlib import Path

from tests.hostile.test_boxes import HERE, Place
from tests.hostile.test_mailboxes import BITS, transferred

from quintain.sandbox import RuntimeSpec, Sandbox
from quintain.sandbox.trees import Trees


def main() -> None:
    """Measure, and print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--state", type=Path, required=True)
    options.add_argument("--times", type=int, default=5)
    asked = options.parse_args()
    for in_memory in (False, True):
        for warm in (False, True):
            trees = Trees(in_memory=in_memory)
            with contextlib.closing(trees), Sandbox(asked.state, warm=warm, trees=trees) as sandbox:
                place = Place(sandbox, sandbox.runtime(RuntimeSpec(None, ("sh",), HERE / "harness")))
                arrived = [transferred(place, "/usr/lib/python3.13") for _ in range(asked.times)]
            where, kind = "in memory" if in_memory else "on the disk", "warm" if warm else "cold"
            print(f"{where}, {kind} boxes: {arrived} of {BITS} bits")


if __name__ == "__main__":
    main()
