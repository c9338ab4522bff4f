"""The addresses of sockets."""

from typing import Any

from django.urls import path, re_path

from quintain.arena.consumers import ArenaSocket
from quintain.attempts.consumers import LabSocket
from quintain.coedit.consumers import PairSocket
from quintain.dashboards.consumers import WallSocket
from quintain.pacing.consumers import PaceSocket
from quintain.preview.consumers import RequestSocket
from quintain.preview.hosts import Code
from quintain.preview.terminals import TerminalSocket
from quintain.web.origins import Receive, Scope, Send


async def nowhere(_scope: Scope, _receive: Receive, send: Send) -> None:
    """Refuse a socket at an address that there is not; without this, channels would fail."""
    await send({"type": "websocket.close"})


socket: Any = LabSocket.as_asgi()  # Django's path() is typed for views alone
requests: Any = RequestSocket.as_asgi()  # as above
terminal: Any = TerminalSocket.as_asgi()  # as above
wall: Any = WallSocket.as_asgi()  # as above
pairing: Any = PairSocket.as_asgi()  # as above
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
