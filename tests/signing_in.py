"""How tests sign in: the one place that knows what a sign-in link looks like."""

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx

from quintain.server.links import by_address, fresh_link, running_at
from quintain.web.folder import DataFolder


def link_of(data: Path) -> str:
    """Return a fresh link of the server that runs with a data folder, as ``quintain link`` does."""
    folder = DataFolder(data)
    origin = running_at(folder)
    assert origin, f"no server runs with {data}"
    return fresh_link(folder, origin)


def origin_of(link: str) -> str:
    """Return scheme, host and port of a link."""
    return link.partition("/sign-in/")[0]


def sign_in(client: httpx.Client, link: str) -> httpx.Response:
    """Do what a browser does with a link, and return the page that it leads to.

    A name below ``localhost`` is reached by address, since not every resolver knows it.
    """
    parts = urlsplit(link)
    client.headers["host"] = parts.netloc
    home = by_address(origin_of(link))
    form = client.get(f"{home}/sign-in/").text
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
    assert found, form[:500]
    wanted = parse_qs(parts.query).get("next", ["/"])[0]
    facts = {"csrfmiddlewaretoken": found[1], "code": parts.fragment, "next": wanted}
    return client.post(f"{home}/sign-in/", data=facts, follow_redirects=True)
