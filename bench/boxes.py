"""Measures how long a box takes from ``open`` to its program's first answer, beside a bare interpreter.

    python bench/boxes.py --state FOLDER [--lock LOCK --preload flask] [--times 30]

All ways are tried in turn, over and over, so that a busy machine is busy for each of them. Figures are medians in
milliseconds, and ratios of medians.
"""

import argparse
import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from quintain.sandbox import Runtime, RuntimeSpec, Sandbox, processes
from quintain.sandbox.interpreter import base_interpreter
from quintain.sandbox.trees import Trees
from quintain.sandbox.zygote import PoolPolicy

HARNESS = """
import importlib, os, socket
channel = socket.socket(fileno=int(os.environ["QUINTAIN_CHANNEL"]))
for name in channel.recv(1000).decode().split():
    importlib.import_module(name)
channel.sendall(b"!")
"""
KIBIBYTE = 1024


def box(sandbox: Sandbox, runtime: Runtime, modules: str) -> tuple[float, float]:
    """Open a box, let it import modules, and close it; return seconds to its answer and until it is gone."""
    began = time.perf_counter()
    with sandbox.open(runtime) as opened:
        opened.channel.sendall(f"{modules} ".encode())
        if opened.channel.recv(1) != b"!":
            raise SystemExit(opened.close().output.decode())
        answered = time.perf_counter() - began
    return answered, time.perf_counter() - began


def bare(runtime: Runtime, modules: str) -> tuple[float, float]:
    """Run the same imports in a bare interpreter, with the same packages and no sandbox."""
    interpreter = base_interpreter()
    packages = runtime.root / interpreter.seen_in_box(interpreter.site).relative_to("/")
    program = f"import sys; sys.path.append({str(packages)!r}); import {modules}" if modules else "pass"
    began = time.perf_counter()
    subprocess.run([interpreter.executable, "-I", "-c", program], check=True, env={})
    taken = time.perf_counter() - began
    return taken, taken


def memory_kibibytes(pid: int) -> int:
    """Read what a process adds to the memory in use: its pages, each divided by its sharers."""
    return processes.proportional(pid) // KIBIBYTE


def measure(
    ways: dict[str, Callable[[], tuple[float, float]]], times: int, pause: float
) -> dict[str, list[tuple[float, float]]]:
    """Go round all ways, so many times."""
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    for _ in range(times):
        for name, way in ways.items():
            time.sleep(pause)  # spares are forked meanwhile, as between two questions of a judge
            taken[name].append(way())
    return taken


def show(taken: dict[str, list[tuple[float, float]]], yardsticks: list[str]) -> None:
    """Print medians and ratios."""
    print(f"{'':34}{'answer':>8}{'p90':>8}{'gone':>8}" + "".join(f"{'/ ' + name:>24}" for name in yardsticks))
    middle = {name: statistics.median(first for first, _ in each) for name, each in taken.items()}
    for name, each in taken.items():
        answers = sorted(first for first, _ in each)
        late = answers[int(len(answers) * 0.9)]
        gone = statistics.median(second for _, second in each)
        ratios = "".join(f"{middle[name] / middle[yardstick]:24.3f}" for yardstick in yardsticks)
        print(f"{name:34}{middle[name] * 1e3:8.1f}{late * 1e3:8.1f}{gone * 1e3:8.1f}{ratios}")


def main() -> None:
    """Measure, and print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--state", type=Path, required=True)
    options.add_argument("--lock", type=Path)
    options.add_argument("--preload", default="")
    options.add_argument("--times", type=int, default=30)
    options.add_argument("--pause", type=float, default=0.05)
    asked = options.parse_args()
    modules = ",".join(asked.preload.split())
    with tempfile.TemporaryDirectory() as harness, contextlib.ExitStack() as open_:
        Path(harness, "main.py").write_text(HARNESS)
        spec = RuntimeSpec(asked.lock, (), Path(harness), tuple(asked.preload.split()))
        trees = open_.enter_context(contextlib.closing(Trees(in_memory=False)))
        cold, spare, demand, on_disk, spare_on_disk = (
            open_.enter_context(Sandbox(asked.state, warm=warm, pool_policy=policy, trees=held))
            for warm, policy, held in (
                (False, None, None),
                (True, PoolPolicy(spares=2), None),
                (True, PoolPolicy(spares=0), None),
                (False, None, trees),
                (True, PoolPolicy(spares=2), trees),
            )
        )
        runtime = cold.runtime(spec)
        on_disk.runtime(spec)
        if not all(each.make_ready(runtime) for each in (spare, demand, spare_on_disk)):
            raise SystemExit("This machine has no warm boxes.")
        names = asked.preload
        ways = {
            "bare pass": lambda: bare(runtime, ""),
            **({f"bare import {names}": lambda: bare(runtime, modules)} if names else {}),
            "cold box": lambda: box(cold, runtime, names),
            "cold box, files on the disk": lambda: box(on_disk, runtime, names),
            "warm box, spare": lambda: box(spare, runtime, names),
            "warm box, spare, files on the disk": lambda: box(spare_on_disk, runtime, names),
            "warm box, on demand": lambda: box(demand, runtime, names),
        }
        python = sys.version.split()[0]
        print(f"Python {python}, {os.process_cpu_count()} processors, load {os.getloadavg()[0]:.1f}, n={asked.times}")
        show(measure(ways, asked.times, asked.pause), [name for name in ways if name.startswith("bare")])
        pool = spare.zygote_pool()
        for zygote in pool.zygotes() if pool is not None else []:
            zygote.wait_until_stocked(5)
            _, inner, *spares = processes.tree(zygote.pid or 0)
            each = [memory_kibibytes(pid) for pid in spares]
            print(f"memory in KiB, shared pages divided: zygote {memory_kibibytes(inner)}, spares {each}")


if __name__ == "__main__":
    main()
