"""Measures the judge beside plain pytest and beside cold boxes, all in turn, and prints a table.

    python bench/judge.py --state FOLDER [--times 30] [--runs 10000] [--quick] [--json FILE]

Every round goes through all ways, so that a busy machine is busy for each of them. Figures are medians. CPU is that of
this process and of all below it, the dead included: exact where the kernel counts it for a control group, which this
makes if it may; else without what was killed together with its parents.
"""

import argparse
import contextlib
import json
import os
import platform
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from peers import PlainPytest, bare

from quintain.judge.judge import Judge
from quintain.judge.verdict import Event, Finished
from quintain.packs import load_lab
from quintain.packs.model.lab import Expectation, Lab
from quintain.sandbox import Runtime, RuntimeSpec, Sandbox, processes
from quintain.sandbox.zygote import PoolPolicy

HERE = Path(__file__).parent
LABS = HERE.parent / "content" / "python-security" / "labs"
VERDICTS = {"A07": "redos", "A09": "sql-login", "A15": "archive-options"}
MODULES = "flask numpy cryptography"
CHILDREN = 20
KIBIBYTE, MILLISECOND = 1024, 1e-3
WORKERS = 2
CLASS = 12
AIM = "≤ 0.3"
SHARE_OF_RUNS = 10
CONTROL_GROUPS = (
    ("/sys/fs/cgroup/cpuacct", "cpuacct.usage"),
    ("/sys/fs/cgroup/unified", "cpu.stat"),
    ("/sys/fs/cgroup", "cpu.stat"),
)
HARNESS = """
import importlib, os, signal, socket
channel = socket.socket(fileno=int(os.environ["QUINTAIN_CHANNEL"]))
word, *names = channel.recv(1000).decode().split()
for name in names:
    importlib.import_module(name)
if word == "family":
    for _ in range(CHILDREN):
        if os.fork() == 0:
            signal.pause()
channel.sendall(b"!")
if word != "once":
    signal.pause()
"""


@dataclass
class Way:
    """One way to get something done, and what each time took."""

    name: str
    act: Callable[[], float]
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        """Seconds."""
        return statistics.median(self.wall)

    @property
    def work(self) -> float:
        """CPU-seconds, as a mean: the kernel counts the dead in steps of 10 milliseconds."""
        return statistics.fmean(self.cpu)


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    what: str
    ours: float
    unit: str
    against: str = ""
    theirs: float | None = None
    aim: str = ""

    @property
    def cells(self) -> list[str]:
        """The line's cells as Markdown."""
        ratio = f"{self.ours / self.theirs:.3f}" if self.theirs else ""
        theirs = f"{self.against}: {self._shown(self.theirs)}" if self.theirs else self.against
        return [self.what, self._shown(self.ours), theirs, ratio, self.aim]

    def _shown(self, value: float) -> str:
        return f"{value:.1f} {self.unit}" if self.unit else f"{value:.0f}"


def box(sandbox: Sandbox, runtime: Runtime, word: str, names: str = "") -> tuple[float, float]:
    """Open a box and end it when it has answered; return seconds to the answer, and from kill to gone."""
    began = time.perf_counter()
    with sandbox.open(runtime) as opened:
        opened.channel.sendall(f"{word} {names}".encode())
        if opened.channel.recv(1) != b"!":
            raise SystemExit(opened.close().output.decode())
        answered = time.perf_counter()
        opened.close()
        return answered - began, time.perf_counter() - answered


def verdict(judge: Judge, lab: Lab, files: dict[str, str]) -> float:
    """Judge a sound fix; return the seconds that it took."""
    began = time.perf_counter()
    given = judge.grade(lab, files)
    if given.result != "proven":
        raise SystemExit(f"{lab.code} is not proven: {given.sentence}")
    return time.perf_counter() - began


def first_evidence(judge: Judge, lab: Lab, files: dict[str, str]) -> float:
    """Judge a sound fix; return the seconds until the first check was done and told."""
    told: list[float] = []
    began = time.perf_counter()

    def hear(event: Event) -> None:
        if isinstance(event, Finished) and not told:
            told.append(time.perf_counter() - began)

    judge.grade(lab, files, listener=hear)
    return told[0]


def at_once(act: Callable[[], float], many: int) -> float:
    """Let so many students submit in the same moment; return the seconds that the middle one of them waited."""
    with ThreadPoolExecutor(many) as threads:
        return statistics.median(done.result() for done in [threads.submit(act) for _ in range(many)])


def rate(act: Callable[[], float], each: int) -> float:
    """Do something over and over in as many threads as there are processors; return verdicts per second."""
    began = time.perf_counter()
    with ThreadPoolExecutor(WORKERS) as threads:
        for done in [threads.submit(act) for _ in range(WORKERS * each)]:
            done.result()
    return WORKERS * each / (time.perf_counter() - began)


class Meter:
    """Counts the processor time of this process and of all below it."""

    def __init__(self, open_: contextlib.ExitStack) -> None:
        self._usage: Path | None = None
        for root, file in CONTROL_GROUPS:
            group = Path(root, f"bench-{os.getpid()}")
            with contextlib.suppress(OSError):
                group.mkdir()
                (group / "cgroup.procs").write_text(str(os.getpid()))
                open_.callback(self._leave, group)
                self._usage = group / file
                return

    def _leave(self, group: Path) -> None:
        self._usage = None
        (group.parent / "cgroup.procs").write_text(str(os.getpid()))
        for _ in range(20):
            with contextlib.suppress(OSError):
                group.rmdir()
                return
            time.sleep(0.1)  # what was killed is still leaving

    def seconds(self) -> float:
        """Read the sum so far."""
        if self._usage is None:
            return processes.cpu_seconds(processes.tree(os.getpid()))
        words = self._usage.read_text().split()
        return int(words[0]) / 1e9 if len(words) == 1 else int(words[1]) / 1e6


def measure(ways: Iterable[Way], meter: Meter, asked: argparse.Namespace, pause: float) -> int:
    """Go round all ways, so many times or as long as there is time; return how many times it was."""
    end = time.monotonic() + 60 * asked.minutes
    for done in range(asked.times):
        if time.monotonic() > end:
            return done
        for way in ways:
            time.sleep(pause)  # spares are forked meanwhile, as between two submissions
            before = meter.seconds()
            way.wall.append(way.act())
            time.sleep(pause)  # what a verdict leaves to be done is its work too
            way.cpu.append(meter.seconds() - before)
            print(f"{way.name}: {way.wall[-1]:.3f} s", file=sys.stderr)
    return int(asked.times)


class Bench:
    """Everything that is measured, on one set of sandboxes."""

    def __init__(self, asked: argparse.Namespace, open_: contextlib.ExitStack) -> None:
        self._asked = asked
        self._meter = Meter(open_)
        self.rounds: dict[str, int] = {}
        self._folder = Path(open_.enter_context(tempfile.TemporaryDirectory()))
        (self._folder / "harness").mkdir()
        (self._folder / "harness" / "main.py").write_text(HARNESS.replace("CHILDREN", str(CHILDREN)))
        ways = ((True, None), (True, PoolPolicy(spares=0)), (False, None))
        self.warm, self.demand, self.cold = (
            open_.enter_context(Sandbox(asked.state, warm=warm, pool_policy=policy)) for warm, policy in ways
        )
        specs = [
            RuntimeSpec(lock, (), self._folder / "harness", preload)
            for lock, preload in ((None, ()), (HERE / "imports.txt", tuple(MODULES.split())))
        ]
        self.empty, self.full = (self.warm.runtime(spec) for spec in specs)
        for sandbox in (self.warm, self.demand):
            if not all(sandbox.make_ready(runtime) for runtime in (self.empty, self.full)):
                raise SystemExit("This machine has no warm boxes.")

    def boxes(self) -> list[Row]:
        """Measure single boxes."""
        imports = MODULES.replace(" ", ",")
        gone: dict[str, list[float]] = {"alone": [], "family": []}

        def opened(sandbox: Sandbox, runtime: Runtime, word: str = "once", names: str = "") -> float:
            answered, ended = box(sandbox, runtime, word, names)
            if word in gone:
                gone[word].append(ended)
            return answered

        ways = [
            Way(f"bare import {imports}", partial(bare, self.full, imports)),
            Way("bare pass", partial(bare, self.empty)),
            Way("spare", partial(opened, self.warm, self.full, names=MODULES)),
            Way("on demand with imports", partial(opened, self.demand, self.full, names=MODULES)),
            Way("on demand", partial(opened, self.demand, self.empty)),
            Way("cold", partial(opened, self.cold, self.empty)),
            Way("alone", partial(opened, self.warm, self.empty, "alone")),
            Way("family", partial(opened, self.warm, self.empty, "family")),
        ]
        self.rounds["boxes"] = measure(ways, self._meter, self._asked, 0.05)
        imported, passed, spare, late, demand, cold, *_ = (way.median / MILLISECOND for way in ways)
        killed = {word: statistics.median(each) / MILLISECOND for word, each in gone.items()}
        return [
            Row(
                f"box from a spare to its result, with {imports} imported",
                spare,
                "ms",
                "bare import",
                imported,
                "≤ 0.05",
            ),
            Row("the same on demand, without spares", late, "ms", "bare import", imported),
            Row("box on demand to its result, without spares", demand, "ms", "bare `pass`", passed, "≤ 0.6"),
            Row("cold box to its result", cold, "ms", "bare `pass`", passed),
            Row("from kill to gone, one process", killed["alone"], "ms"),
            Row(f"from kill to gone, {CHILDREN} children", killed["family"], "ms"),
        ]

    def verdicts(self) -> list[Row]:
        """Measure verdicts: wall time, work, and how many a second."""
        ours, cold = Judge(self.warm), Judge(self.cold)
        rows: list[Row] = []
        ways: dict[tuple[str, str], Way] = {}
        for code, slug in VERDICTS.items():
            lab = load_lab(LABS / slug)
            files = dict(next(fix.files for fix in lab.fixes if fix.expect is Expectation.PROVEN))
            runtime = ours.runtime(lab)
            self.warm.make_ready(runtime)
            plain = PlainPytest(lab, files, runtime, self._folder / slug)
            ways[code, "ours"] = Way(f"{code} ours", partial(verdict, ours, lab, files))
            ways[code, "plain"] = Way(f"{code} plain pytest", plain.run)
            ways[code, "first"] = Way(f"{code} first evidence", partial(first_evidence, ours, lab, files))
            if code == "A09":
                ways[code, "class"] = Way(f"{code} {CLASS} at once", partial(at_once, ways[code, "ours"].act, CLASS))
            if code == "A09" or self._asked.all_cold:
                ways[code, "cold"] = Way(f"{code} cold boxes", partial(verdict, cold, lab, files))
        self.rounds["verdicts"] = measure(ways.values(), self._meter, self._asked, 0.1)
        rates = self._rates({key: way for key, way in ways.items() if key[1] not in {"first", "class"}})
        named = {"plain": "plain pytest", "cold": "a cold bubblewrap for each job"}
        aims = {"plain": {"A15": "≤ 0.15"}, "cold": {"A09": "≤ 0.1"}}
        for (code, kind), way in ways.items():
            if kind == "first":
                rows.append(Row(f"first evidence of {code}", way.median / MILLISECOND, "ms", aim="≤ 150 ms"))
            elif kind == "class":
                mine, waited = ways[code, "ours"].median / MILLISECOND, way.median / MILLISECOND
                rows.append(Row(f"the median of {CLASS} verdicts of {code} at once", waited, "ms", "one", mine, "≤ 4"))
            elif kind != "ours":
                mine = ways[code, "ours"]
                walls = mine.median / MILLISECOND, way.median / MILLISECOND
                works = mine.work / MILLISECOND, way.work / MILLISECOND
                rows.append(Row(f"verdict of {code}", walls[0], "ms", named[kind], walls[1], aims[kind].get(code, AIM)))
                rows.append(Row(f"CPU for a verdict of {code}", works[0], "ms", named[kind], works[1]))
                each = rates[code, "ours"], rates[code, kind]
                rows.append(Row(f"verdicts of {code} a second, {WORKERS} at once", each[0], "/s", named[kind], each[1]))
        return rows

    def _rates(self, ways: dict[tuple[str, str], Way]) -> dict[tuple[str, str], float]:
        found: dict[tuple[str, str], list[float]] = {key: [] for key in ways}
        for _ in range(self._asked.batches):
            for key, way in ways.items():
                found[key].append(rate(way.act, 1))
        return {key: statistics.median(each) for key, each in found.items()}

    def memory(self) -> list[Row]:
        """Weigh what lies ready: shared pages are divided by their sharers."""
        pool = self.warm.zygote_pool()
        rows = []
        for zygote in pool.zygotes() if pool is not None else []:
            if zygote.runtime == self.full and zygote.wait_until_stocked(5):
                _, inner, *spares = processes.tree(zygote.pid or 0)
                each = [processes.proportional(pid) / KIBIBYTE**2 for pid in spares]
                private = [
                    processes.fields_of(f"/proc/{pid}/smaps_rollup", ("Private_Dirty",))["Private_Dirty"] / KIBIBYTE
                    for pid in spares
                ]
                rows.append(Row("memory that an idle spare shares with nobody", statistics.median(private), "MiB"))
                weight = processes.proportional(inner) / KIBIBYTE**2
                rows.append(
                    Row(f"memory of an idle spare with {MODULES.replace(' ', ', ')}", statistics.median(each), "MiB")
                )
                rows.append(Row("memory of the process that it is forked from", weight, "MiB"))
        return rows

    def drift(self) -> list[Row]:
        """Run one box after another, and compare the end with the beginning."""
        runs = self._asked.runs
        share = max(1, runs // SHARE_OF_RUNS)
        before = holdings()
        taken = [box(self.warm, self.empty, "once")[0] for _ in range(runs)]
        time.sleep(1)
        after = holdings()
        first, last = (statistics.median(part) / MILLISECOND for part in (taken[:share], taken[-share:]))
        rows = [Row(f"{runs:,} boxes in a row: the last tenth", last, "ms", "the first tenth", first, "no drift")]
        names = {"descriptors": "", "threads": "", "memory": "MiB", "processes": ""}
        rows += [
            Row(f"{name} after them", after[name], unit, "before", before[name], "no leak")
            for name, unit in names.items()
        ]
        return rows


def holdings() -> dict[str, float]:
    """Count what this process holds."""
    return {
        "descriptors": float(len(list(Path("/proc/self/fd").iterdir()))),
        "threads": float(threading.active_count()),
        "memory": processes.resident(os.getpid())[0] / KIBIBYTE**2,
        "processes": float(len(processes.tree(os.getpid()))),
    }


def show(rows: list[Row], asked: argparse.Namespace, rounds: dict[str, int]) -> None:
    """Print the table."""
    facts = f"Python {platform.python_version()}, {os.process_cpu_count()} processors, Linux {platform.release()}"
    counted = ", ".join(f"n = {number} for {name}" for name, number in rounds.items())
    print(f"{facts}; {counted or 'nothing in rounds'}; load {os.getloadavg()[0]:.1f} at the end\n")
    print("| what | ours | against | ratio | aim |\n|---|---|---|---|---|")
    for row in rows:
        print("| " + " | ".join(row.cells) + " |")
    if asked.json:
        told = [
            {"what": row.what, "ours": row.ours, "unit": row.unit, "against": row.against, "theirs": row.theirs}
            for row in rows
        ]
        asked.json.write_text(json.dumps(told, indent=1))


def main() -> None:
    """Measure, and print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--state", type=Path, required=True, help="a folder for runtimes, kept from run to run")
    options.add_argument("--times", type=int, default=30)
    options.add_argument("--minutes", type=float, default=60.0, help="at most, for boxes and for verdicts")
    options.add_argument("--batches", type=int, default=5, help="how often throughput is measured")
    options.add_argument("--runs", type=int, default=10_000, help="how many boxes in a row, for drift")
    options.add_argument("--quick", action="store_true", help="5 times, 200 boxes in a row")
    options.add_argument("--all-cold", action="store_true", help="cold boxes for every lab, not for A09 alone")
    options.add_argument("--only", nargs="*", default=["boxes", "memory", "verdicts", "drift"])
    options.add_argument("--json", type=Path)
    asked = options.parse_args()
    if asked.quick:
        asked.times, asked.batches, asked.runs = 5, 1, 200
    with contextlib.ExitStack() as open_:
        bench = Bench(asked, open_)
        rows = [row for name in asked.only for row in getattr(bench, name)()]
        show(rows, asked, bench.rounds)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
