"""Measures how long it takes until a grown server works again after a part of it was killed.

    python -m bench.recovery

Two cells, two workers whose verdict takes three seconds, PostgreSQL and Valkey on loopback. In turn: a worker is killed
over a verdict, which the other begins again; a cell is killed that has a class, which the other takes; Valkey is killed
and started again, and a page's socket is told so; PostgreSQL is stopped at once and started again, and pages come back.
Seconds, one time each: thresholds of the server (a silent worker 10 s, a silent cell 6 s) are most of them, and not the
machine.
"""

import argparse
import asyncio
import json
import os
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import Final
from uuid import UUID

import httpx
import psycopg
from bench.crowd import Seated
from bench.grown import STRAW, Grown, end, grown, until
from bench.serving import Server
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

LAB: Final = "redos"
SLOW: Final = {**STRAW, "STRAW_SECONDS": "3"}
LESSON: Final = "/topics/sql-injection/"
BEGUN: Final = "SELECT restarts, state, started_at FROM attempts_submission ORDER BY sequence DESC LIMIT 1"
OWNER: Final = """
    SELECT cell.name FROM cells_ownership AS owned JOIN cells_cell AS cell ON cell.incarnation = owned.owner
    WHERE owned.partition = %s
"""


def status(server: Grown, cell: Server, student: Seated, path: str = LESSON) -> int:
    """Return the status of a page; 0 if there is no answer."""
    cookies = {server.made["session_cookie"]: student.session}
    try:
        return httpx.get(f"{cell.origin}{path}", cookies=cookies, trust_env=False, timeout=10).status_code
    except httpx.HTTPError:
        return 0


async def hand_in(server: Grown, student: Seated) -> None:
    """Have the original code judged."""
    browser = server.browser(student, server.cells[0])
    await browser.ask("GET", f"/labs/{LAB}/fix/")
    await browser.ask("POST", f"/labs/{LAB}/submissions", {"kind": "verdict"})
    await browser.close()


def kill_worker(server: Grown) -> None:
    """Kill the only worker over its first verdict, while a second one waits for work."""
    asyncio.run(hand_in(server, server.students[0]))
    until(lambda: server.rows(BEGUN)[0][1] == "running", "the worker begins", pause=0.01)
    first = server.rows(BEGUN)[0][2]
    end(server.judges.pop(0))
    killed = time.monotonic()
    server.add_judges(1, settings=SLOW)
    until(lambda: server.rows(BEGUN)[0][0] == 1 and server.rows(BEGUN)[0][2] != first, "it is begun again")
    begun = time.monotonic() - killed
    until(lambda: server.rows(BEGUN)[0][1] == "finished", "it is judged")
    print(f"a worker, killed: its job begins again after {begun:.1f} s, ends after {time.monotonic() - killed:.1f} s")


def line_of(server: Grown, cell: Server, student: Seated, path: str) -> connect:
    """Return a socket of somebody."""
    return cell.socket(path, f"{server.made['session_cookie']}={student.session}", 5)


def kill_cell(server: Grown) -> None:
    """Have a cell take a class, kill it, and ask the other until that has it."""
    student, (first, second) = server.students[0], server.cells[:2]
    partition = UUID(student.class_id)

    async def ask(cell: Server) -> None:
        async with line_of(server, cell, student, f"/live/labs/{LAB}/terminal") as line:
            await asyncio.wait_for(line.recv(), 1)

    def owner_after(cell: Server) -> str:
        with suppress(OSError, TimeoutError, WebSocketException):  # it is sent away: the database knows
            asyncio.run(ask(cell))
        found = server.rows(OWNER, partition)
        return str(found[0][0]) if found else ""

    until(lambda: owner_after(first) == "cell-0", "the first cell has the class")
    first.kill()
    killed = time.monotonic()
    until(lambda: status(server, second, student) == httpx.codes.OK, "the other cell answers")
    answered = time.monotonic() - killed
    until(lambda: owner_after(second) == "cell-1", "the other cell has the class")
    took = time.monotonic() - killed
    print(f"a cell, killed: pages from the other after {answered:.1f} s, its class is there after {took:.1f} s")


async def _line_is(line: ClientConnection, *, away: bool) -> None:
    async for text in line:
        message = json.loads(text)
        if message.get("type") == "line" and message["away"] is away:
            return


async def restart_valkey(server: Grown) -> None:
    """Kill it and start it again, with a socket open."""
    student, cell = server.students[0], server.cells[1]
    async with line_of(server, cell, student, f"/live/pace/{student.class_id}") as line:
        await asyncio.sleep(2)
        begun = time.monotonic()
        server.valkey.kill()
        await asyncio.wait_for(_line_is(line, away=True), 30)
        away = time.monotonic() - begun
        server.valkey.start()
        begun = time.monotonic()
        await asyncio.wait_for(_line_is(line, away=False), 30)
    print(f"Valkey, killed: pages are told after {away:.1f} s, and {time.monotonic() - begun:.1f} s after its return")


def restart_postgresql(server: Grown) -> None:
    """Stop it at once, start it again after a second, and wait for a page and a verdict."""
    folder, student, cell = server.postgresql, server.students[0], server.cells[1]
    pid = int((folder / "data" / "postmaster.pid").read_text().split()[0])
    words = Path(f"/proc/{pid}/cmdline").read_bytes().rstrip(b"\0").decode().split("\0")
    program = Path(f"/proc/{pid}/exe").readlink()
    os.kill(pid, signal.SIGQUIT)
    until(lambda: Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z", "it ends", pause=0.02)
    owner = (folder / "data").stat()  # PostgreSQL refuses root
    refused = status(server, cell, student)
    time.sleep(1)
    started = time.monotonic()
    process = subprocess.Popen(
        [program, *words[1:]],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        user=owner.st_uid if os.geteuid() == 0 else None,
        group=owner.st_gid if os.geteuid() == 0 else None,
    )
    server.stack.callback(process.wait)
    server.stack.callback(process.send_signal, signal.SIGINT)

    def is_up() -> bool:
        try:
            psycopg.connect(server.database).close()
        except psycopg.OperationalError:
            return False
        return True

    until(is_up, "PostgreSQL is back", pause=0.02)
    back = time.monotonic()
    until(lambda: status(server, cell, student) == httpx.codes.OK, "pages are back", pause=0.02)
    page = time.monotonic() - back
    print(f"PostgreSQL, stopped at once: pages answered {refused}; it took {back - started:.1f} s to start")
    print(f"  pages are back {page:.1f} s after that", flush=True)
    server.cells.reverse()
    asyncio.run(hand_in(server, server.students[1]))
    until(lambda: server.rows(BEGUN)[0][1] == "finished", "it is judged")
    print(f"  a verdict asked for then is there {time.monotonic() - back:.1f} s after that")


def main() -> None:
    """Measure, and print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.parse_args()
    with grown(2) as server:
        server.add_cells(2)
        server.add_judges(1, settings=SLOW)
        asyncio.run(hand_in(server, server.students[1]))  # what a judge does once
        until(lambda: server.rows(BEGUN)[0][1] == "finished", "the first verdict")
        kill_worker(server)
        asyncio.run(restart_valkey(server))
        kill_cell(server)
        restart_postgresql(server)


if __name__ == "__main__":
    main()
