"""A page with a socket of a class open, for tests of what it is told."""

import json
from typing import Any, Self

from asgiref.testing import ApplicationCommunicator
from channels.routing import URLRouter

from quintain.server.routing import routes

QUIET_SECONDS = 1.0


class ClassPage:
    """A page with the socket at ``path`` open; who it is, and the session, as the server would find them."""

    def __init__(self, person: object, path: str, session: object = None) -> None:
        scope = {"type": "websocket", "path": path, "user": person, "headers": [], "query_string": b""}
        scope |= {"session": session} if session else {}
        self.line: Any = ApplicationCommunicator(URLRouter(routes), scope)  # type: ignore[no-untyped-call]  # asgiref

    async def __aenter__(self) -> Self:
        await self.line.send_input({"type": "websocket.connect"})
        assert (await self.line.receive_output(30))["type"] == "websocket.accept"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.line.send_input({"type": "websocket.disconnect", "code": 1001})
        await self.line.wait(10)

    async def hear(self) -> Any:
        """Wait for the next message, or the code of the end."""
        output = await self.line.receive_output(30)
        return output["code"] if output["type"] == "websocket.close" else json.loads(output["text"])

    async def hears_nothing(self) -> bool:
        """Tell whether nothing comes for a second."""
        return bool(await self.line.receive_nothing(QUIET_SECONDS))
