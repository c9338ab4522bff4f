"""The addresses of sockets."""

from typing import Any
from uuid import UUID

from channels.db import database_sync_to_async
from django.conf import settings
from django.urls import path, re_path

from quintain.accounts.permissions import may
from quintain.arena.consumers import ArenaSocket
from quintain.attempts.consumers import LabSocket
from quintain.cells.partitions import partition_of
from quintain.cells.sockets import Find, InCell
from quintain.coedit.consumers import PairSocket
from quintain.coedit.permissions import PAIR
from quintain.coedit.queries import find_session
from quintain.dashboards.consumers import WallSocket
from quintain.pacing.consumers import PaceSocket
from quintain.preview.consumers import RequestSocket
from quintain.preview.hosts import Code
from quintain.preview.terminals import TerminalSocket
from quintain.web.origins import Receive, Scope, Send


async def nowhere(_scope: Scope, _receive: Receive, send: Send) -> None:
    """Refuse a socket at an address that there is not; without this, channels would fail."""
    await send({"type": "websocket.close"})


async def partition_of_learner(scope: Scope) -> UUID | None:
    """Return where a learner's program and terminal are."""
    person: Any = scope.get("user")  # a lazy object around a User or AnonymousUser
    return await database_sync_to_async(_partition_of)(person)


async def partition_of_pair(scope: Scope) -> UUID | None:
    """Return where a pair session is."""
    person: Any = scope.get("user")  # as above
    return await database_sync_to_async(_class_of)(person, scope["url_route"]["kwargs"]["session"])


def _partition_of(person: Any) -> UUID | None:
    return partition_of(person) if getattr(person, "is_authenticated", False) else None


def _class_of(person: Any, session_id: UUID) -> UUID | None:
    session = find_session(session_id)
    return session.in_class_id if session is not None and may(person, PAIR, session) else None


def in_cell(consumer: Any, find: Find) -> Any:  # channels has its own types for the same callables
    """Let a socket in at the cell that has its partition alone, where there are cells."""
    return InCell(consumer, find) if settings.IS_GROWN else consumer


socket: Any = LabSocket.as_asgi()  # Django's path() is typed for views alone
requests: Any = in_cell(RequestSocket.as_asgi(), partition_of_learner)  # as above
terminal: Any = in_cell(TerminalSocket.as_asgi(), partition_of_learner)  # as above
wall: Any = WallSocket.as_asgi()  # as above
pairing: Any = in_cell(PairSocket.as_asgi(), partition_of_pair)  # as above
pace: Any = PaceSocket.as_asgi()  # as above
anything: Any = nowhere  # as above
arena: Any = ArenaSocket.as_asgi()  # as above
routes: Any = [  # URLRouter is typed for patterns that only it makes
    path("live/labs/<slug:lab>", socket),
    path("live/classes/<uuid:class_id>", wall),
    path("live/pair/<uuid:session>", pairing),
    path("live/pace/<uuid:class_id>", pace),
    path("live/arena/<uuid:class_id>", arena),
    path("live/labs/<slug:lab>/requests", requests),
    path("live/labs/<slug:lab>/terminal", terminal),
    path("live/labs/<slug:lab>/original/requests", requests, {"code": Code.ORIGINAL}),
    path("live/labs/<slug:lab>/original/terminal", terminal, {"code": Code.ORIGINAL}),
    re_path("", anything),
]
