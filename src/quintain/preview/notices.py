"""What is shown in a program's place when there is nothing of its own to show. It is served on the program's origin."""

import secrets
from html import escape
from typing import Final

from quintain.preview.headers import Headers
from quintain.web.languages import spoken

PAGE: Final = (
    '<!doctype html><html lang="{language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    '<meta name="color-scheme" content="light dark"><title>{title}</title><style nonce="{nonce}">'
    "body{{margin:0;padding:1.5rem;font:1rem/1.5 system-ui,sans-serif;background:light-dark(#fff,#1d222b);"
    "color:light-dark(#1f2733,#e9edf2)}}h1{{font-size:1.2rem;margin:0 0 .5rem}}p{{margin:0;max-width:60ch;"
    "overflow-wrap:anywhere}}</style><h1>{title}</h1><p>{words}</p></html>"
)


def notice(title: str, words: str, page: str) -> tuple[Headers, bytes]:
    """Write a page.

    Args:
        title: what is the matter.
        words: why, in sentences; they may hold what a program said, and are shown as text.
        page: the origin that may show it in a frame; empty for none.

    """
    nonce = secrets.token_urlsafe(16)
    policy = f"default-src 'none'; style-src 'nonce-{nonce}'; frame-ancestors {page or "'none'"}; sandbox"
    body = PAGE.format(language=escape(spoken()), title=escape(title), words=escape(words), nonce=nonce).encode(
        errors="replace"
    )
    return [
        (b"content-type", b"text/html; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"content-security-policy", policy.encode("latin-1")),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"no-referrer"),
        (b"cache-control", b"no-store"),
    ], body
