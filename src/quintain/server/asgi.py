"""The application that uvicorn runs: pages in a few threads, sockets and learners' programs in the event loop."""

import asyncio
import logging
import os
import threading
from collections.abc import Coroutine, Iterator
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quintain.server.settings")
django.setup(set_prefix=False)

from channels.auth import AuthMiddlewareStack  # noqa: E402  needs the apps
from channels.routing import URLRouter  # noqa: E402  as above
from django.conf import settings  # noqa: E402  as above

from quintain.accounts.sessions.ending import keep_watch  # noqa: E402  as above
from quintain.arena import tasks as arena_tasks  # noqa: E402  as above
from quintain.attempts import tasks  # noqa: E402  as above
from quintain.attempts.judging.judges import warm_up  # noqa: E402  as above
from quintain.attempts.judging.relay import relay  # noqa: E402  as above
from quintain.catalog.pack_store import shown_labs  # noqa: E402  as above
from quintain.catalog.search import build_indexes  # noqa: E402  as above
from quintain.cells.this_cell import THIS_CELL, keep_beating, keep_looking  # noqa: E402  as above
from quintain.coedit import open_sessions  # noqa: E402  as above
from quintain.preview.actions import PROGRAMS, TERMINALS  # noqa: E402  as above
from quintain.preview.proxy import ProgramRouter  # noqa: E402  as above
from quintain.rejudging import tasks as rejudging_tasks  # noqa: E402  as above
from quintain.server.connections import CONNECTIONS  # noqa: E402  as above
from quintain.server.draining import leave  # noqa: E402  as above
from quintain.server.forwarded import Forwarded  # noqa: E402  as above
from quintain.server.health import PATH as HEALTH  # noqa: E402  as above
from quintain.server.health import HealthPage  # noqa: E402  as above
from quintain.server.housekeeping import end_lease, leave_no_journal, tend  # noqa: E402  as above
from quintain.server.page_threads import Handler, Pages  # noqa: E402  as above
from quintain.server.routing import routes  # noqa: E402  as above
from quintain.web import live  # noqa: E402  as above
from quintain.web.health import Health  # noqa: E402  as above
from quintain.web.origins import Receive, SameOrigin, Scope, Send  # noqa: E402  as above

log = logging.getLogger(__name__)

_pages = Pages(Handler())
_health = HealthPage(Health(settings.DATA.root), lambda: THIS_CELL.is_draining)
_routed: Any = AuthMiddlewareStack(URLRouter(routes))  # channels has its own types for the same callables
_sockets = SameOrigin(_routed)


async def _inside(scope: Scope, receive: Receive, send: Send) -> None:
    """Send each kind of connection to who answers it."""
    match scope["type"]:
        case "http" if scope["path"] == HEALTH:
            await _health(scope, receive, send)
        case "http":
            await _pages(scope, receive, send)
        case "websocket":
            await _sockets(scope, receive, send)
        case "lifespan":
            await _live(receive, send)


application = Forwarded(ProgramRouter(_inside, PROGRAMS), settings.PROXIES, settings.PUBLIC_URL, settings.LAB_DOMAIN)


async def _live(receive: Receive, send: Send) -> None:
    """Open the server for live messages and queue what a stopped server left; close it at the end."""
    loop = asyncio.get_running_loop()
    await receive()
    live.attach(loop)
    watching = asyncio.ensure_future(CONNECTIONS.watch())
    if resumed := await loop.run_in_executor(None, tasks.resume):
        log.info("queued %s submissions again", resumed)
    if rounds := await loop.run_in_executor(None, arena_tasks.resume):
        log.info("queued %s rounds of arenas again", rounds)
    if runs := await loop.run_in_executor(None, rejudging_tasks.resume):
        log.info("queued %s runs that judge attempts again", runs)
    tending = [asyncio.create_task(each) for each in (keep_watch(), tend(), *_tending_of_shared_jobs())]
    await send({"type": "lifespan.startup.complete"})
    if settings.WARM_UP:
        if not settings.IS_GROWN:
            threading.Thread(target=warm_up, args=(shown_labs(),), name="warm-up", daemon=True).start()
        threading.Thread(target=build_indexes, name="search-index", daemon=True).start()
    await receive()
    for task in (watching, *tending):
        task.cancel()
    await open_sessions.close()
    if settings.IS_GROWN:
        await leave()
    await end_lease()
    live.detach(loop)
    for places in (PROGRAMS, TERMINALS):
        await loop.run_in_executor(None, places.close)
    await leave_no_journal()
    await send({"type": "lifespan.shutdown.complete"})


def _tending_of_shared_jobs() -> Iterator[Coroutine[Any, Any, None]]:
    """Give what is done beside the pages where processes share a database."""
    if not settings.IS_GROWN:
        return
    from quintain.server.jobs.sweeping import keep_sweeping  # noqa: PLC0415  imports Procrastinate

    yield keep_sweeping()
    yield keep_beating()
    yield keep_looking()
    yield relay()
