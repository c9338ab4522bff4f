"""Runs thousands of verdicts while things go wrong, and tells what leaked, drifted, or was judged wrongly.

    python bench/soak.py --state FOLDER [--verdicts 10000] [--json]

A driver starts a worker, which judges three submissions to a small lab in turn, one of each verdict, on two threads.
Meanwhile the driver breaks things, once in 200 verdicts: it kills a zygote, kills the worker itself (and starts
another), or, as root, fills the disk that holds the sandbox's folder. Each verdict is compared with the one that the
submission deserves: an error is allowed while something is broken, another verdict never.

At the end: how many were judged, how many were errors, what was left running, and how memory, threads and open files
of the worker drifted. The exit status is 1 if a verdict was wrong or anything was left over.
"""

import argparse
import contextlib
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from quintain.judge.judge import Judge
from quintain.judge.verdict import Result
from quintain.packs import load_lab
from quintain.packs.model.lab import Lab
from quintain.sandbox import Sandbox

LAB = Path(__file__).parents[1] / "tests" / "judge" / "labs" / "notes"
THREADS = 2
VERDICTS_BETWEEN_FAULTS = 200
REST_SECONDS = 1.0
GONE_SECONDS = 10.0
MEBIBYTE = 2**20
DISK_MEBIBYTES = 600
PATIENCE_SECONDS = 120.0


@dataclass(slots=True)
class Report:
    """What the driver has seen."""

    verdicts: int = 0
    errors: int = 0
    wrong: list[str] = field(default_factory=list)
    faults: dict[str, int] = field(default_factory=dict)
    left_running: list[str] = field(default_factory=list)
    drift: list[dict[str, float]] = field(default_factory=list)
    seconds: float = 0.0


def submissions(lab: Lab) -> list[tuple[dict[str, str], Result]]:
    """Pick one submission for each verdict, with what it deserves."""
    chosen: list[tuple[dict[str, str], Result]] = [({}, Result.STILL_OPEN)]
    chosen.append((dict(lab.sound_fixes[0].files), Result.PROVEN))
    chosen.append((dict.fromkeys(lab.run.editable, "raise SystemExit(0)\n"), Result.BROKEN))
    return chosen


def work(state: Path) -> None:
    """Be a worker: judge until standard input closes, and print a line for each verdict."""
    lab = load_lab(LAB)
    turns = submissions(lab)
    with Sandbox(state) as sandbox:
        judge = Judge(sandbox)

        def judge_on(number: int) -> None:
            while True:
                number += 1
                files, deserved = turns[number % len(turns)]
                verdict = judge.grade(lab, files)
                fault = verdict.fault and f"{verdict.fault.id} {verdict.fault.message}"
                line = json.dumps([deserved, verdict.result, fault, facts()])
                os.write(1, f"{line}\n".encode())

        for number in range(THREADS):
            threading.Thread(target=judge_on, args=(number,), daemon=True).start()
        sys.stdin.read()
    os._exit(0)


def facts() -> dict[str, float]:
    """Measure this process: memory, threads, open files."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return {
        "memory_mebibytes": round(pages * resource.getpagesize() / MEBIBYTE, 1),
        "threads": threading.active_count(),
        "open_files": sum(1 for _ in Path("/proc/self/fd").iterdir()),
    }


def below(pid: int) -> list[int]:
    """List the descendants of a process, from any of its threads."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            for child in map(int, task.read_text().split()):
                found += [child, *below(child)]
    return found


def command_of(pid: int) -> str:
    """Read the words that a process was started with; empty once it is gone."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    return ""


class Driver:
    """Keeps a worker going and breaks things around it."""

    def __init__(self, state: Path, verdicts: int) -> None:
        self._state, self._wanted = state, verdicts
        self._random = random.Random(7)  # noqa: S311  the same faults in every soak
        self.report = Report()
        self._worker = self._start()
        self._is_broken_until = 0.0

    def _start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, __file__, "--work", "--state", str(self._state)]
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)

    def run(self) -> Report:
        """Soak."""
        began = time.monotonic()
        until_fault = VERDICTS_BETWEEN_FAULTS
        while self.report.verdicts < self._wanted:
            for line in self._lines():
                self._note(line)
                until_fault -= 1
                if until_fault <= 0 or self.report.verdicts >= self._wanted:
                    break
            if until_fault <= 0:
                until_fault = VERDICTS_BETWEEN_FAULTS
                self._break()
        self._end()
        self.report.seconds = round(time.monotonic() - began, 1)
        return self.report

    def _lines(self) -> Iterator[bytes]:
        assert self._worker.stdout is not None  # noqa: S101  it is a pipe
        while line := self._worker.stdout.readline():
            yield line
        if self._worker.poll() is not None:
            self.report.wrong.append(f"the worker ended by itself with status {self._worker.returncode}")
            self._worker = self._start()

    def _note(self, line: bytes) -> None:
        deserved, got, fault, facts = json.loads(line)
        self.report.verdicts += 1
        if got == Result.ERROR:
            self.report.errors += 1
            if time.monotonic() > self._is_broken_until:
                self.report.wrong.append(f"an error while nothing was broken: {fault}")
        elif got != deserved:
            self.report.wrong.append(f"{got} instead of {deserved}")
        if self.report.verdicts % 500 == 0:
            self.report.drift.append({"verdicts": self.report.verdicts, **facts})
            print(self.report.verdicts, facts, self.report.faults, file=sys.stderr, flush=True)

    def _break(self) -> None:
        faults = [self._kill_zygote, self._kill_worker]
        if os.path.ismount(self._state):
            faults.append(self._fill_disk)
        fault = self._random.choice(faults)
        name = fault.__name__.strip("_")
        self.report.faults[name] = self.report.faults.get(name, 0) + 1
        self._is_broken_until = time.monotonic() + PATIENCE_SECONDS
        fault()

    def _kill_zygote(self) -> None:
        """Kill one of the bubblewraps in which zygotes live, from outside."""
        zygotes = [pid for pid in below(self._worker.pid) if "zygote.py" in command_of(pid)]
        if zygotes:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._random.choice(zygotes), signal.SIGKILL)

    def _kill_worker(self) -> None:
        """Kill the process that supervises all boxes, and see that they go with it."""
        children = below(self._worker.pid)
        self._worker.kill()
        self._worker.wait()
        self._hunt(children)
        self._worker = self._start()

    def _hunt(self, children: list[int]) -> None:
        deadline = time.monotonic() + GONE_SECONDS
        while time.monotonic() < deadline and any(command_of(pid) for pid in children):
            time.sleep(0.1)
        self.report.left_running += [told for pid in children if (told := command_of(pid))]

    def _fill_disk(self) -> None:
        """Leave no byte on the disk of the sandbox's folder for a moment."""
        filler = self._state / "filler"
        with contextlib.suppress(OSError), filler.open("wb") as file:
            while True:
                file.write(bytes(MEBIBYTE))
        time.sleep(REST_SECONDS)
        filler.unlink(missing_ok=True)

    def _end(self) -> None:
        children = below(self._worker.pid)
        assert self._worker.stdin is not None  # noqa: S101  it is a pipe
        self._worker.stdin.close()
        try:
            self._worker.wait(GONE_SECONDS)
        except subprocess.TimeoutExpired:
            self._worker.kill()
            self._worker.wait()
        self._hunt(children)


@contextlib.contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """Give the sandbox a disk of its own, small enough to be filled, if this process may make one."""
    if os.geteuid() != 0:
        yield folder
        return
    options = f"size={DISK_MEBIBYTES}m,mode=755"
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "soak", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def main() -> int:
    """Read the command line and soak."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--state", type=Path, help="a folder for the sandbox; a temporary one if left out")
    parser.add_argument("--verdicts", type=int, default=10_000)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--work", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.work:
        work(chosen.state)
    own = chosen.state or Path(tempfile.mkdtemp(prefix="quintain-soak-"))
    own.mkdir(parents=True, exist_ok=True)
    with small_disk(own) as state:
        report = Driver(state, chosen.verdicts).run()
    if chosen.state is None:
        shutil.rmtree(own, ignore_errors=True)
    plain = asdict(report)
    if chosen.json:
        print(json.dumps(plain, indent=2))
    else:
        for key, value in plain.items():
            print(f"{key}: {value}")
    return 1 if report.wrong or report.left_running else 0


if __name__ == "__main__":
    sys.exit(main())
