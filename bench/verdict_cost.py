"""Measures what a verdict costs: processor seconds of the judge and of all its sandboxes, by the profile of the lab.

    python bench/verdict_cost.py --state FOLDER [--labs 2] [--times 3]

Each lab's original code, one fix that is proven, and the tests alone are judged in turn, after one round that does not
count. Figures are medians, without waiting: how long a verdict takes depends on who else works, what it costs hardly.
"""

import argparse
import contextlib
import statistics
from collections import defaultdict
from pathlib import Path

from judge import Meter
from quintain.judge.judge import Judge
from quintain.packs import load_pack
from quintain.packs.model.lab import Expectation, Lab
from quintain.sandbox import Sandbox

COURSE = Path(__file__).parents[1] / "content" / "python-security"


def chosen(each: int) -> list[Lab]:
    """Return so many labs of each profile, spread over the course."""
    of_profile: dict[str, list[Lab]] = defaultdict(list)
    for lab in load_pack(COURSE).labs.values():
        if lab.is_fixed and lab.is_proven:
            of_profile[lab.run.profile].append(lab)
    return [labs[place * len(labs) // each] for labs in of_profile.values() for place in range(min(each, len(labs)))]


def proven_files(lab: Lab) -> dict[str, str]:
    """Return the files of the first fix that is proven."""
    fix = next(fix for fix in lab.fixes if fix.expect is Expectation.PROVEN)
    return dict(fix.files)


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--state", type=Path, required=True)
    parser.add_argument("--labs", type=int, default=2)
    parser.add_argument("--times", type=int, default=3)
    asked = parser.parse_args()
    figures: dict[tuple[str, str], list[float]] = defaultdict(list)
    with contextlib.ExitStack() as open_:
        meter = Meter(open_)
        judge = Judge(Sandbox(asked.state))
        print(f"{'profile':10}{'lab':26}{'original':>10}{'proven':>10}{'tests':>10}")
        for lab in chosen(asked.labs):
            cells = []
            files = proven_files(lab)
            for word, act in (
                ("original", lambda lab=lab: judge.grade(lab, {})),
                ("proven", lambda lab=lab, files=files: judge.grade(lab, files)),
                ("tests", lambda lab=lab, files=files: judge.run_tests(lab, files)),
            ):
                act()
                spent = []
                for _ in range(asked.times):
                    before = meter.seconds()
                    act()
                    spent.append(meter.seconds() - before)
                cells.append(statistics.median(spent))
                figures[lab.run.profile, word].append(cells[-1])
            print(f"{lab.run.profile:10}{lab.slug:26}" + "".join(f"{cell:10.2f}" for cell in cells), flush=True)
        for word in ("original", "proven", "tests"):
            found = [cell for (_, kind), cells in figures.items() if kind == word for cell in cells]
            print(f"{word}: median {statistics.median(found):.2f}, largest {max(found):.2f} processor seconds")


if __name__ == "__main__":
    main()
