"""Measures pages, saves and verdicts of a class that works at once, and of one learner beside hostile clients.

    python -m bench.load [--learners 12 24 --seconds 60 --lab sql-login]
    python -m bench.load --attack

Starts a classroom of its own on loopback with an empty data folder. First one learner works alone; then so many at
once, each in a loop: open the workbench, save five times with a pause of a second, have the fix judged, read for four
seconds. With ``--attack``, one learner opens pages and saves beside 200 unfinished requests, 200 clients that ask for a
large file and never read, and 2,000 connections that send nothing; all are opened again as the server ends them.
Figures are milliseconds; the ratio to the one learner alone is what counts. Everything ends after the given time.
"""

import argparse
import asyncio
import os
import resource
import socket
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Final

import httpx
from bench.serving import ROOT, Server, Sessions, free_port, prepare
from tests.hostile.forging import live_labs

from quintain.cli.student_steps import Times, hand_in, open_workbench, save_file, wait_for_report
from quintain.packs.model.lab import Lab

STATIC: Final = ROOT / "src/quintain/web/static/dist"
SAVES: Final = 5
ASK_SECONDS: Final = 0.1
PAUSE_SECONDS: Final = 1.0
READING_SECONDS: Final = 4.0
SLOW, UNREAD, IDLE = 200, 200, 2000


def open_classroom(data: Path, learners: int) -> Sessions:
    """Start a server in which so many people have signed in."""
    server = Server(data, free_port(), is_classroom=False)
    made = prepare(data, server.port, "make_sessions", learners)
    server.start()
    return Sessions(server, made["session_cookie"], made["csrf_cookie"], tuple(made["sessions"]))


async def work(browser: httpx.AsyncClient, lab: Lab, times: Times, until: float) -> None:
    """Be a learner who writes, has it judged, and reads."""
    path = lab.run.editable[0]
    sound = lab.sound_fixes[0].files[path]
    turn = 0
    while time.monotonic() < until:
        revision = await open_workbench(browser, lab.slug, times)
        for _ in range(SAVES):
            turn += 1
            revision = await save_file(browser, lab.slug, path, f"{sound}\n# {turn}\n", revision=revision, times=times)
            await asyncio.sleep(PAUSE_SECONDS)
        await judge(browser, lab, times)
        await asyncio.sleep(READING_SECONDS)


async def judge(browser: httpx.AsyncClient, lab: Lab, times: Times) -> None:
    """Have the fix judged, and ask until it is."""
    began = time.monotonic()
    report = await wait_for_report(browser, await hand_in(browser, lab.slug), ASK_SECONDS)
    if report["result"] != "proven":
        raise SystemExit(f"A sound fix got the verdict {report['result']}: {report['sentence']}")
    times.add("verdict", time.monotonic() - began)


async def together(classroom: Sessions, lab: Lab, learners: int, seconds: float) -> Times:
    """Let so many learners work for a while."""
    times = Times()
    until = time.monotonic() + seconds

    async def one(number: int) -> None:
        await asyncio.sleep(number * (SAVES * PAUSE_SECONDS + READING_SECONDS) / learners)  # a class is not in step
        async with classroom.browser(number) as browser:
            await work(browser, lab, times, until)

    await asyncio.gather(*(one(number) for number in range(learners)))
    return times


async def alone(classroom: Sessions, lab: Lab, rounds: int) -> Times:
    """Let one learner open pages and save, without a pause."""
    times = Times()
    async with classroom.browser(0) as browser:
        for number in range(rounds):
            revision = await open_workbench(browser, lab.slug, times)
            text = f"# {time.monotonic_ns()} {number}\n"
            await save_file(browser, lab.slug, lab.run.editable[0], text, revision=revision, times=times)
    return times


async def hold(port: int, data: bytes, enough: asyncio.Event) -> None:
    """Open a connection, send ``data`` and nothing more; begin again when it is closed."""
    while not enough.is_set():
        with suppress(OSError):
            client = socket.socket()
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            client.setblocking(False)
            loop = asyncio.get_running_loop()
            try:
                await loop.sock_connect(client, ("127.0.0.1", port))
                await loop.sock_sendall(client, data)
                while not enough.is_set() and not is_closed(client, reads=not data.startswith(b"GET")):
                    await asyncio.sleep(1)
            finally:
                client.close()
        await asyncio.sleep(1)


def is_closed(client: socket.socket, *, reads: bool) -> bool:
    """Tell whether the server has ended a connection; a client that does not read only looks."""
    try:
        return client.recv(1, 0 if reads else socket.MSG_PEEK) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True


@asynccontextmanager
async def attackers(port: int) -> AsyncIterator[Callable[[], int]]:
    """Keep hostile connections open; gives a function that counts them."""
    host = f"127.0.0.1:{port}"
    slow = f"POST /sign-in/ HTTP/1.1\r\nHost: {host}\r\nContent-Length: 1000\r\n\r\n{{".encode()
    file = max(STATIC.rglob("*.js"), key=lambda path: path.stat().st_size).relative_to(STATIC)
    unread = f"GET /static/dist/{file} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode() * 8
    enough = asyncio.Event()
    kinds = [(SLOW, slow), (UNREAD, unread), (IDLE, b"")]
    holding = [asyncio.ensure_future(hold(port, data, enough)) for count, data in kinds for _ in range(count)]
    await asyncio.sleep(5)  # until all stand
    yield lambda: sum(not each.done() for each in holding)
    enough.set()
    await asyncio.gather(*holding)


def tell(name: str, times: Times, base: Times, classroom: Sessions) -> None:
    """Print a row for each thing done."""
    state = classroom.server.state()
    for kind, taken in times.taken.items():
        p50, p95 = (1000 * times.percentile(kind, share) for share in (0.5, 0.95))
        ratio = p95 / (1000 * base.percentile(kind, 0.95))
        middle = statistics.mean(taken) * 1000
        print(f"{name:14} {kind:8} n={len(taken):4} p50 {p50:8.1f}  p95 {p95:8.1f}  mean {middle:8.1f}  {ratio:5.2f} x")
    print(f"{name:14} server: {state.threads} threads, {state.mebibytes:.0f} MiB, {state.files} files", flush=True)


async def measure(classroom: Sessions, lab: Lab, asked: argparse.Namespace) -> None:
    """Take all figures of a run."""
    if asked.attack:
        await alone(classroom, lab, 20)
        quiet = await alone(classroom, lab, asked.rounds)
        tell("quiet", quiet, quiet, classroom)
        async with attackers(classroom.server.port) as count:
            beside = await alone(classroom, lab, asked.rounds)
            tell(f"beside {count()}", beside, quiet, classroom)
        return
    await together(classroom, lab, 1, 1)
    one = await together(classroom, lab, 1, asked.seconds)
    tell("1 learner", one, one, classroom)
    for learners in asked.learners:
        tell(f"{learners} learners", await together(classroom, lab, learners, asked.seconds), one, classroom)
    await asyncio.sleep(10)  # until idle threads and connections are given back
    tell("afterwards", Times(), one, classroom)


def main() -> None:
    """Measure, and print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--learners", type=int, nargs="+", default=[12, 24])
    options.add_argument("--seconds", type=float, default=60)
    options.add_argument("--lab", default="sql-login")
    options.add_argument("--attack", action="store_true")
    options.add_argument("--rounds", type=int, default=200)
    asked = options.parse_args()
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, 8192)), hard))
    print(f"{os.process_cpu_count()} processors, load {os.getloadavg()[0]:.1f}, lab {asked.lab}")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        classroom = open_classroom(Path(folder) / "data", max(asked.learners))
        try:
            asyncio.run(measure(classroom, live_labs()[asked.lab], asked))
        finally:
            classroom.server.stop()


if __name__ == "__main__":
    main()
