"""One request that a learner wrote by hand, byte for byte, and the bytes that came back."""

import asyncio
import json
import re
import time
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext

from quintain.preview.proxy import CHUNK_BYTES, Unanswered, borrow

if TYPE_CHECKING:  # the judge is loaded by its first job, so that pages do not wait for it
    from quintain.judge.interactive.app_preview import AppPreview

MOST_SENT_BYTES: Final = 32 * 1024
MOST_HEARD_BYTES: Final = 256 * 1024
SECONDS: Final = 10.0
QUIET_SECONDS: Final = 0.5  # a program that keeps the line open has said all, most likely
END_OF_HEAD: Final = re.compile(r"\r?\n\r?\n")
FRAMED: Final = re.compile(r"^(content-length|transfer-encoding)[ \t]*:", re.IGNORECASE | re.MULTILINE)
TYPED: Final = re.compile(r"^content-type[ \t]*:", re.IGNORECASE | re.MULTILINE)
LOOKS_LIKE_A_FORM: Final = re.compile(r"[\w.\-\[\]%+]+=[^\r\n]*\s*")
FORM: Final = "application/x-www-form-urlencoded"
JSON: Final = "application/json"


class Body(StrEnum):
    """What the body of a request is said to be, in a header that is added unless the learner wrote one."""

    AS_IT_LOOKS = "as-it-looks"
    FORM = "form"
    JSON = "json"
    NOT_SAID = "not-said"


@dataclass(frozen=True, slots=True)
class Request:
    """What goes over the line, and the content type that was added to what was typed; empty if none was."""

    raw: bytes
    content_type: str


@dataclass(frozen=True, slots=True)
class Heard:
    """What came back, how long that took, and whether more would have come."""

    answer: bytes
    milliseconds: int
    is_cut: bool


def on_the_line(text: str, body_is: Body = Body.AS_IT_LOOKS) -> Request:
    """Turn what was typed into what is sent: lines of the head end as HTTP wants them; the body stays as it is.

    Without the header that says what the body is, programs read no form and no JSON: it is added if it is missing.

    Raises:
        Unanswered: it is too long, or no text that has bytes.

    """
    head, *rest = END_OF_HEAD.split(text, maxsplit=1)
    try:
        body = "".join(rest).encode()
        lines = [line.encode() for line in head.rstrip("\r\n").split("\n")]
    except UnicodeEncodeError:
        raise Unanswered(
            400, gettext("Not sent"), gettext("The request contains half of a character (a lone surrogate).")
        ) from None
    content_type = "" if not body or TYPED.search(head) else _content_type("".join(rest), body_is)
    if content_type:
        lines.append(f"Content-Type: {content_type}".encode())
    if body and not FRAMED.search(head):
        lines.append(b"Content-Length: %d" % len(body))
    raw = b"\r\n".join(line.removesuffix(b"\r") for line in lines) + b"\r\n\r\n" + body
    if len(raw) > MOST_SENT_BYTES:
        raise Unanswered(
            413,
            gettext("Not sent"),
            gettext("A request may be at most %(kibibytes)s KiB long.") % {"kibibytes": MOST_SENT_BYTES // 1024},
        )
    return Request(raw, content_type)


def _content_type(body: str, body_is: Body) -> str:
    match body_is:
        case Body.FORM:
            return FORM
        case Body.JSON:
            return JSON
        case Body.NOT_SAID:
            return ""
    if LOOKS_LIKE_A_FORM.fullmatch(body):
        return FORM
    return JSON if _is_json(body) else ""


def _is_json(body: str) -> bool:
    if not body.lstrip().startswith(("{", "[")):
        return False
    try:
        json.loads(body)
    except (ValueError, RecursionError):
        return False
    return True


async def ask(preview: "AppPreview", raw: bytes) -> Heard:
    """Send bytes and hear what comes, until the program hangs up or falls silent.

    Raises:
        Unanswered: nothing came.

    """
    began = time.monotonic()
    connection = await borrow(preview)
    heard, is_cut = bytearray(), False
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(SECONDS) as patience:
            await loop.sock_connect(connection, preview.address)
            await loop.sock_sendall(connection, raw)
            until = loop.time() + SECONDS
            while part := await loop.sock_recv(connection, CHUNK_BYTES):
                heard += part
                is_cut = len(heard) > MOST_HEARD_BYTES
                if is_cut:
                    break
                patience.reschedule(min(until, loop.time() + QUIET_SECONDS))
    except TimeoutError:
        if not heard:
            raise Unanswered(
                504, gettext("No answer"), gettext("The program has not answered in ten seconds.")
            ) from None
    except OSError:
        pass  # what came before the end counts
    finally:
        preview.give_back(connection)
    if not heard:
        raise Unanswered(502, gettext("No answer"), gettext("The program closed the connection and did not answer."))
    return Heard(bytes(heard[:MOST_HEARD_BYTES]), round((time.monotonic() - began) * 1000), is_cut)
