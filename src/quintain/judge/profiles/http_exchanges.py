"""One request and its answer: how the judge reads it, shows it to people, and records it."""

import json
from typing import Any, Final, override
from urllib.parse import unquote_plus

import httpx

from quintain.judge.errors import Garbled
from quintain.judge.harness.inside.values import Plain
from quintain.judge.pages.charsets import charset_of
from quintain.judge.suspect.evidence import MarkedText, odd, shorten

SHOWN_CHARACTERS: Final = 1500
SHOWN_PATH: Final = 80
NO_TEXT: Final = "\N{REPLACEMENT CHARACTER}"
FORM: Final = "application/x-www-form-urlencoded"
TELLING: Final = ("origin", "referer", "cookie")  # what tells a forged request from an honest one


class Answer(httpx.Response):
    """A response of the suspect. It reads like any response of httpx, and a body that is no JSON is `Garbled`."""

    @property
    def asked(self) -> str:
        """Name the request, for the end of a sentence about this answer."""
        return f"in the answer to {self.request.method} {shorten(self.request.url.path, SHOWN_PATH)}"

    @property
    @override
    def charset_encoding(self) -> str:
        """The codec of the body: as a browser reads it, not every codec that Python knows."""
        return charset_of(self.headers.get("content-type", ""), self.content)

    @override
    def json(self, **options: Any) -> Any:  # Any: as in httpx
        """Read the body as JSON.

        Raises:
            Garbled: the suspect sent something else.

        """
        try:
            return super().json(**options)
        except (ValueError, RecursionError) as error:
            raise Garbled(f"The answer is no JSON: {shorten(self.text, 200)!r}") from error


def recorded(request: httpx.Request, answer: httpx.Response) -> tuple[dict[str, Plain], Plain]:
    """Write an exchange as data that can be played back."""
    headers: list[Plain] = [
        [key, value] for key, value in answer.headers.multi_items() if key in {"content-type", "set-cookie", "location"}
    ]
    question: dict[str, Plain] = {
        "do": "visit",
        "method": request.method,
        "path": request.url.raw_path.decode("ascii", "replace"),
        "body": request.read().decode("latin-1"),
    }
    return question, {"status": answer.status_code, "headers": headers, "body": answer.content.decode("latin-1")}


def said_in(request: httpx.Request) -> list[str]:
    """Give the texts in a request, as they are and decoded; what is no text has nothing to decode."""
    texts = [request.url.raw_path.decode("ascii", "replace"), request.read().decode(errors="replace")]
    return [*texts, *(unquote_plus(text) for text in texts if NO_TEXT not in text), *request.headers.values()]


def show_request(request: httpx.Request) -> tuple[MarkedText, list[str]]:
    """Write a request for a reader, decoded, with the values in it that look like an attack marked."""
    path, _, query = request.url.raw_path.decode("ascii", "replace").partition("?")
    body = request.read()
    is_form = request.headers.get("content-type", "").startswith(FORM)
    form = body.decode("ascii", "replace") if is_form else ""
    text = "" if is_form else body.decode(errors="replace")
    hostile = odd([value for _, value in (*_pairs(query), *_pairs(form))] + _strings(body))
    parts: list[tuple[str, bool]] = [(f"{request.method} {_readable(path)}", False)]
    parts += _shown_pairs("?", query, hostile)
    if request.headers.get("sec-fetch-site") in {"cross-site", "same-site"}:
        for name in (name for name in TELLING if name in request.headers):
            parts += [(f"\n{name}: ", False), (shorten(request.headers[name], SHOWN_CHARACTERS), name != "cookie")]
    parts += _shown_pairs("\n\n", form, hostile)
    if text:
        parts += [("\n\n", False), (shorten(text, SHOWN_CHARACTERS), True)]
    return MarkedText.join(parts), hostile


def show_response(answer: httpx.Response) -> str:
    """Write a response for a reader."""
    lines = [f"{answer.status_code} {answer.reason_phrase}"]
    lines += [f"{key}: {value}" for key, value in answer.headers.items() if key in {"location", "set-cookie"}]
    return "\n".join(lines) + "\n\n" + shorten(answer.text, SHOWN_CHARACTERS)


def _pairs(encoded: str) -> list[tuple[str, str]]:
    pairs = [pair.partition("=") for pair in encoded.split("&") if pair]
    return [(unquote_plus(name) + equals, unquote_plus(value, errors="replace")) for name, equals, value in pairs]


def _shown_pairs(start: str, encoded: str, hostile: list[str]) -> list[tuple[str, bool]]:
    parts: list[tuple[str, bool]] = []
    for name, value in _pairs(encoded):
        parts += [("&" if parts else start, False), (name, False)]
        parts.append((shorten(value, SHOWN_CHARACTERS), value in hostile))
    return parts


def _strings(body: bytes) -> list[str]:
    """Find the texts in a JSON body that the judge's own side sent."""
    try:
        waiting = [json.loads(body)]
    except ValueError:
        return []
    texts: list[str] = []
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            texts.append(item)
        elif isinstance(item, list):
            waiting += item
        elif isinstance(item, dict):
            waiting += item.values()
    return texts


def _readable(path: str) -> str:
    return unquote_plus(path.replace("+", "%2B"), errors="replace")
