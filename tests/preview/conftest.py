"""Programs at work behind the real doorway, under the real server, in real boxes."""

import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
import uvicorn

from quintain.judge.interactive.app_preview import AppPreview
from quintain.judge.judge import Judge
from quintain.packs import load_lab
from quintain.packs.model.lab import Lab
from quintain.preview.programs import News, Program, Programs
from quintain.preview.proxy import ProgramRouter
from quintain.preview.tickets import COOKIE, Access
from quintain.sandbox import Sandbox

LABS = Path(__file__).parents[1] / "judge" / "labs"
PAGE = "http://127.0.0.1:8132"


@pytest.fixture(scope="session")
def judge(sandbox_folder: Path) -> Iterator[Judge]:
    """A judge whose runtimes are made once."""
    with Sandbox(sandbox_folder) as sandbox:
        yield Judge(sandbox)


@pytest.fixture(scope="session")
def guests() -> Lab:
    """A lab with a web app."""
    return load_lab(LABS / "guests")


async def ours(scope: Any, receive: Any, send: Any) -> None:  # Any: ASGI
    """Answer as the classroom's own pages would."""
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/plain")]})
        await send({"type": "http.response.body", "body": b"ours"})


@dataclass
class House:
    """A server with programs behind it."""

    judge: Judge
    lab: Lab
    port: int
    programs: Programs[AppPreview]
    told: list[News] = field(default_factory=list)
    clients: list[httpx.Client] = field(default_factory=list)

    def start(self, source: str, *, owner: UUID | None = None, label: str = "") -> Program[AppPreview]:
        """Have a program run."""
        files = {"guests.py": source}
        return self.programs.start(
            Program(
                owner=owner or uuid4(),
                access=Access(label or f"lab-{uuid4().hex}"),
                page=PAGE,
                contents=(self.lab.digest, files),
                open=lambda watch: self.judge.open_preview(self.lab, files, watch=watch),
                tell=self.told.append,
            )
        )

    def stranger(self, program: Program[AppPreview]) -> httpx.Client:
        """Come to a program without a cookie."""
        client = httpx.Client(
            base_url=f"http://127.0.0.1:{self.port}",
            headers={"host": f"{program.access.label}.localhost:{self.port}"},
            trust_env=False,
            timeout=30,
        )
        self.clients.append(client)
        return client

    def owner(self, program: Program[AppPreview]) -> httpx.Client:
        """Come to a program as its learner; cookies of the program are not kept."""
        client = self.stranger(program)
        entered = client.get("/.quintain/enter", params={"ticket": program.access.ticket()})
        assert entered.status_code == 303, entered.text
        key = entered.headers["set-cookie"].partition(";")[0]
        assert key.startswith(f"{COOKIE}=")
        client.cookies.clear()
        client.headers["cookie"] = key
        return client


@pytest.fixture(scope="session")
def server(judge: Judge, guests: Lab) -> Iterator[House]:
    """Run uvicorn in a thread."""
    programs: Programs[AppPreview] = Programs(most=6)
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(ProgramRouter(ours, programs), log_config=None, lifespan="off", ws="websockets-sansio")
    running = uvicorn.Server(config)
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    until = time.monotonic() + 20
    while not running.started and time.monotonic() < until:
        time.sleep(0.02)
    yield House(judge, guests, listener.getsockname()[1], programs)
    programs.close(10)
    running.should_exit = True
    thread.join(10)


@pytest.fixture
def house(server: House) -> Iterator[House]:
    """One server for all, with no program left of the test before."""
    server.told.clear()
    yield server
    while server.clients:
        server.clients.pop().close()
    server.programs.close(10)
