"""The thinnest client of HTTP that keeps its connection: for hundreds of simulated people beside the server."""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any, Final

PATIENCE_SECONDS: Final = 60.0
HEAD_END: Final = b"\r\n\r\n"
LENGTH: Final = b"content-length:"


class Refused(Exception):  # noqa: N818  what the server did
    """The server refused a request; the reason is a status, or what became of the connection."""


@dataclass(slots=True)
class ThinBrowser:
    """One connection of one person. ``headers`` go with each request; ``lost`` counts connections that were closed.

    ``address`` is that of the person's machine, one of loopback.
    """

    port: int
    headers: str
    lost: int = 0
    address: str = "127.0.0.1"
    _streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = field(default=None)

    async def ask(self, method: str, path: str, body: object = None) -> bytes:
        """Send a request, and return the body of the answer.

        Raises:
            Refused: The answer is 400 or above, or none came.

        """
        data = b"" if body is None else json.dumps(body).encode()
        kind = "Content-Type: application/json\r\n" if body is not None else ""
        head = f"{method} {path} HTTP/1.1\r\n{self.headers}{kind}Content-Length: {len(data)}\r\n\r\n"
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                status, answer = await self._exchange(head.encode() + data)
        except TimeoutError:
            await self.close()
            raise Refused("no answer in time") from None
        except (OSError, asyncio.IncompleteReadError):
            await self.close()
            raise Refused("connection closed") from None
        if status >= 400:  # noqa: PLR2004  where errors begin
            raise Refused(str(status))
        return answer

    async def ask_json(self, method: str, path: str, body: object = None) -> Any:
        """Do the same, and return the JSON of the answer."""
        return json.loads(await self.ask(method, path, body))

    async def _exchange(self, request: bytes) -> tuple[int, bytes]:
        """Send it over the connection that is open, else over a new one: a server may close one that asks nothing."""
        if self._streams is not None:
            try:
                return await self._send(*self._streams, request)
            except (OSError, asyncio.IncompleteReadError):
                self.lost += 1
                await self.close()
        self._streams = await asyncio.open_connection("127.0.0.1", self.port, local_addr=(self.address, 0))
        return await self._send(*self._streams, request)

    async def _send(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes
    ) -> tuple[int, bytes]:
        writer.write(request)
        head = await reader.readuntil(HEAD_END)
        start = head.lower().find(LENGTH)
        length = int(head[start + len(LENGTH) : head.index(b"\r\n", start)]) if start >= 0 else 0
        return int(head[9:12]), await reader.readexactly(length)

    async def close(self) -> None:
        """Close the connection."""
        if self._streams is not None:
            self._streams[1].transport.abort()
            self._streams = None
