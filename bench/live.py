"""Measures live messages that cross processes: from another process to the sockets of cells, by a Valkey.

    python -m bench.live [--sockets 1000 --messages 300 --cells 1]

Starts a private PostgreSQL, a private Valkey and cells with accounts on loopback, and opens so many sockets of
students of classes of fifteen, spread evenly: each class has pages at each cell. Then this process publishes: first to
one class after another with a pause between, as an instructor's act does; then to all classes at once; and at last it
kills the Valkey and starts it again.

Figures are milliseconds from publishing to the page's end of the socket. Client and server share the processors.
"""

import argparse
import asyncio
import json
import os
import resource
import secrets
import statistics
import tempfile
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack, ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from bench.serving import Server, free_port, prepare
from tests.postgresql import MISSING, find_programs, private_server
from tests.valkey import Valkey, private_valkey
from websockets.asyncio.client import ClientConnection

from quintain.web.shared_layer import SharedLayer

SEATS: Final = 15
OPENING: Final = 20
"""Sockets that are opened at a time."""
PAUSE_SECONDS: Final = 0.02
ROUNDS: Final = 10
PATIENCE_SECONDS: Final = 60.0
MOST_FILES: Final = 16384


@dataclass(slots=True)
class Pages:
    """Open sockets of classes, and what they have heard."""

    classes: dict[str, int] = field(default_factory=dict)
    """How many sockets each class has."""
    delays: list[float] = field(default_factory=list)
    heard: int = 0
    away: int = 0
    back: int = 0

    async def listen(self, line: ClientConnection) -> None:
        """Note what comes."""
        async for text in line:
            message = json.loads(text)
            if message.get("type") == "line":
                self.away, self.back = self.away + message["away"], self.back + (not message["away"])
            elif "sent" in message:
                self.delays.append((time.monotonic() - message["sent"]) * 1000)
                self.heard += 1


async def publish(layer: SharedLayer, class_id: str) -> None:
    """Send to the pages of a class."""
    text = json.dumps({"type": "pace", "sent": time.monotonic()})
    await layer.group_send(f"pace-{UUID(class_id).hex}", {"type": "live.message", "text": text})


async def measure(servers: Sequence[Server], made: Any, key: str, valkey: Valkey, messages: int) -> None:
    """Open the sockets, and publish. Any: the values of JSON."""
    pages, layer = Pages(), SharedLayer(address=valkey.address, key=key)
    gate = asyncio.Semaphore(OPENING)
    async with AsyncExitStack() as stack:
        listening: list[asyncio.Task[None]] = []

        async def open_one(number: int, session: str, class_id: str) -> None:
            server = servers[number % len(servers)]
            async with gate:
                line = await stack.enter_async_context(
                    server.socket(f"/live/pace/{class_id}", f"{made['session_cookie']}={session}", 60)
                )
            pages.classes[class_id] = pages.classes.get(class_id, 0) + 1
            listening.append(asyncio.create_task(pages.listen(line)))

        wanted = [(session, each["class_id"]) for each in made["classes"] for session in each["sessions"]]
        begun = time.monotonic()
        await asyncio.gather(*(open_one(number, *each) for number, each in enumerate(wanted)))
        count = len(wanted)
        mebibytes = sum(each.state().mebibytes for each in servers)
        print(f"{count} sockets are open after {time.monotonic() - begun:.1f} s; {mebibytes:.0f} MiB")
        await layer.group_send("nobody", {"type": "live.message", "text": ""})  # connects
        await asyncio.sleep(2)

        names = list(pages.classes)
        await _timed("to one class at a time", pages, servers, layer, [[n] for n in _turns(names, messages)])
        await _timed(f"to all {len(names)} classes at once", pages, servers, layer, [names] * ROUNDS)

        begun = time.monotonic()
        valkey.kill()
        await _until(lambda: pages.away >= count)
        print(f"killed: the last page is told after {time.monotonic() - begun:.1f} s")
        valkey.start()
        begun = time.monotonic()
        await _until(lambda: pages.back >= count)
        print(f"started again: the last page is told after {time.monotonic() - begun:.1f} s")
        await layer.flush()
        for task in listening:
            task.cancel()


def _cpu_seconds(servers: Sequence[Server]) -> float:
    return sum(each.state().cpu_seconds for each in servers)


async def _timed(
    what: str, pages: Pages, servers: Sequence[Server], layer: SharedLayer, turns: Sequence[Sequence[str]]
) -> None:
    pages.delays.clear()
    pages.heard, begun, cpu = 0, time.monotonic(), _cpu_seconds(servers)
    expected = sum(pages.classes[name] for turn in turns for name in turn)
    for turn in turns:
        await asyncio.gather(*(publish(layer, name) for name in turn))
        await asyncio.sleep(PAUSE_SECONDS * len(turn))
    await _until(lambda: pages.heard >= expected)
    delays, lasted = sorted(pages.delays), time.monotonic() - begun
    p95 = delays[len(delays) * 95 // 100]
    cpu = (_cpu_seconds(servers) - cpu) / lasted
    print(
        f"{what}: {pages.heard} of {expected} came, p50 {statistics.median(delays):.1f} ms, p95 {p95:.1f} ms, "
        f"most {delays[-1]:.1f} ms; {pages.heard / lasted:.0f} a second, {cpu:.2f} processors"
    )


def _turns(names: Sequence[str], count: int) -> list[str]:
    return [names[number % len(names)] for number in range(count)]


async def _until(is_so: Any) -> None:  # a function without arguments
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not is_so():
            await asyncio.sleep(0.005)


def main() -> None:
    """Start what is needed, measure, and end it all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sockets", type=int, default=1000)
    parser.add_argument("--messages", type=int, default=300)
    parser.add_argument("--cells", type=int, default=1)
    asked = parser.parse_args()
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, MOST_FILES)), hard))
    print(f"{os.process_cpu_count()} processors, load {os.getloadavg()[0]:.1f}", flush=True)
    programs = find_programs()
    if programs is None:
        raise SystemExit(MISSING)
    with ExitStack() as stack:
        database = stack.enter_context(private_server(programs))
        valkey = stack.enter_context(private_valkey())
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="quintain-live-"))
        key = secrets.token_urlsafe(48)
        os.environ |= {
            "QUINTAIN_DATABASE_URL": database,
            "QUINTAIN_SECRET_KEY": key,
            "QUINTAIN_VALKEY_URL": valkey.address,
        }
        servers = [
            Server(
                Path(folder) / f"cell-{number}",
                free_port(),
                is_classroom=True,
                settings={"QUINTAIN_CELL": f"cell-{number}", "QUINTAIN_WARM_UP": "0"},
            )
            for number in range(asked.cells)
        ]
        made = prepare(servers[0].data, servers[0].port, "make_classes", asked.sockets, SEATS, is_classroom=True)
        for server in servers:
            server.begin()
            stack.callback(server.stop)
        for server in servers:
            server.wait()
        asyncio.run(measure(servers, made, key, valkey, asked.messages))


if __name__ == "__main__":
    main()
