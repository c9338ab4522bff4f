"""Measures a verdict of the lab on dependency confusion beside the bare ``pip install`` of the same wheels.

    python -m bench.package --state FOLDER [--times 5]

*Bare* is ``python -m pip install --target site`` of four wheels from an index on loopback, with the same pip and the
same options as in the lab, in a new folder each time, and nothing around it. A verdict runs the learner's installer for
each release that its tests and attacks plant, and for an honest user after each attack. The ratio is that of a verdict
to as many bare installs, one after the other. Both are measured in turn; figures are medians.
"""

import argparse
import os
import socket
import statistics
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Final

from bench.peers import packages_of

from quintain.judge.grading.options import GradingOptions
from quintain.judge.judge import Judge
from quintain.judge.profiles.package import PIP
from quintain.judge.profiles.package_indexes import Index, IndexServer
from quintain.packs import load_lab
from quintain.packs.model.lab import Lab
from quintain.sandbox import Runtime, Sandbox
from quintain.sandbox.interpreter import base_interpreter

LAB: Final = Path(__file__).parents[1] / "content" / "python-security" / "labs" / "dependency-confusion"
FIX: Final = "locked-hashes"
NAMES: Final = ("lantern-core", "lantern-billing", "blue-oak", "old-pine")


def install(runtime: Runtime) -> float:
    """Install four wheels with a bare pip; return the seconds that it took."""
    with socket.create_server(("127.0.0.1", 0)) as listener, tempfile.TemporaryDirectory() as folder:
        index = Index("company", listener.getsockname()[1])
        for name in NAMES:
            module = name.replace("-", "_")
            index.offer(
                name, "1.0", {f"{module}.py": "MARK = 1\n"}, requires=["lantern-core"] if name[0] == "b" else []
            )
        Path(folder, "requirements.txt").write_text("".join(f"{name}\n" for name in NAMES))
        environment = {
            **PIP,
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(packages_of(runtime)),
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_INDEX_URL": f"http://127.0.0.1:{listener.getsockname()[1]}/simple/",
        }
        pip = (base_interpreter().executable, "-m", "pip", "install", "-q", "--target", "site")
        with IndexServer(listener, index, deadline=time.monotonic() + 60):
            began = time.perf_counter()
            subprocess.run((*pip, "-r", "requirements.txt"), check=True, cwd=folder, env=environment)
            return time.perf_counter() - began


def verdict(judge: Judge, lab: Lab, seed: int) -> float:
    """Judge a sound fix; return the seconds that it took."""
    files = next(fix.files for fix in lab.fixes if fix.name == FIX)
    began = time.perf_counter()
    given = judge.grade(lab, files, GradingOptions(seed=seed))
    if given.result != "proven":
        raise SystemExit(f"{lab.code} is not proven: {given.sentence}")
    return time.perf_counter() - began


def count_installs(judge: Judge, lab: Lab) -> int:
    """Count the releases that a verdict has the learner's installer install, by what it shows of each check."""
    files = next(fix.files for fix in lab.fixes if fix.name == FIX)
    given = judge.grade(lab, files, GradingOptions(reveal_hidden=True, seed=1))
    return sum(str(step).count("install.py") > 0 for check in given.checks for step in check.steps)


def main() -> None:
    """Measure, and print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--state", type=Path, required=True, help="where the sandbox keeps what boxes see")
    options.add_argument("--times", type=int, default=5)
    asked = options.parse_args()
    lab = load_lab(LAB)
    with Sandbox(asked.state, warm=True) as sandbox:
        judge = Judge(sandbox)
        runtime = judge.runtime(lab)
        sandbox.make_ready(runtime)
        installs = count_installs(judge, lab)
        install(runtime)
        walls: dict[str, list[float]] = {"verdict": [], "bare": []}
        for number in range(asked.times):
            walls["verdict"].append(verdict(judge, lab, number + 1))
            walls["bare"].append(install(runtime))
    ours, bare = (statistics.median(walls[name]) for name in ("verdict", "bare"))
    print(f"{os.process_cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
    print(f"verdict {ours:.2f} s, with at least {installs} installs; bare pip install {bare:.3f} s")
    print(f"verdict / ({installs} bare installs) = {ours / (installs * bare):.2f}; verdict / one = {ours / bare:.1f}")


if __name__ == "__main__":
    main()
