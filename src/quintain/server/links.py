"""Sign-in links: made, printed, and opened in a browser without a code on any command line."""

import contextlib
import fcntl
import os
import threading
import webbrowser
from html import escape
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlsplit

from quintain.accounts.sign_in.codes import LIFE_SECONDS, SignInCodes
from quintain.web.folder import DataFolder

LOOPBACK: Final = "127.0.0.1"
REDIRECT: Final = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="referrer" content="no-referrer">'
    '<title>Quintain</title><meta http-equiv="refresh" content="0; url={link}">'
    '<p><a href="{link}">Open Quintain</a></html>\n'
)


def fresh_link(folder: DataFolder, origin: str, page: str = "/") -> str:
    """Return a link with a new code.

    The code is in the fragment, which browsers never send: no log, no Referer and no link preview holds it.
    """
    query = f"?next={quote(page)}" if page != "/" else ""
    return f"{origin}/sign-in/{query}#{SignInCodes(folder.sign_in_codes).issue()}"


def running_at(folder: DataFolder) -> str | None:
    """Return the origin of the server that holds the data folder; None if none does."""
    try:
        with folder.lock.open(encoding="utf-8") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except OSError:
                return file.read().strip() or None
    except OSError:
        pass
    return None


def last_address(folder: DataFolder) -> str:
    """Return the origin of the server that held the data folder last; nothing if there was none."""
    try:
        return folder.lock.read_text("utf-8").strip()
    except OSError:
        return ""


def by_address(origin: str) -> str:
    """Return an origin by address, for a browser that does not find names below ``localhost``."""
    parts = urlsplit(origin)
    is_name = (parts.hostname or "").endswith(".localhost")
    return f"{parts.scheme}://{LOOPBACK}:{parts.port}" if is_name else origin


def open_in_browser(folder: DataFolder, link: str) -> None:
    """Open ``link`` by a page for its owner's eyes only: everyone on the machine sees a browser's arguments."""
    page = folder.redirect
    write_redirect(page, link)
    threading.Thread(target=webbrowser.open, args=(page.as_uri(),), daemon=True).start()  # it may take its time
    tidying = threading.Timer(LIFE_SECONDS, remove_redirect, (folder,))
    tidying.daemon = True
    tidying.start()


def write_redirect(page: Path, link: str) -> None:
    """Write the page, with mode 0600."""
    page.unlink(missing_ok=True)
    descriptor = os.open(page, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(REDIRECT.format(link=escape(link)))


def remove_redirect(folder: DataFolder) -> None:
    """Remove the page, whose code is used up or expired."""
    with contextlib.suppress(OSError):
        folder.redirect.unlink(missing_ok=True)
