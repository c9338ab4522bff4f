"""A browser with the suspect open in it: it sends forms as people do, and it does as other sites tell it.

What another site cannot do is held to: it chooses where a request goes and what a form holds, and neither the headers
that name its origin nor which cookies go along.
"""

import ipaddress
from collections.abc import Mapping
from typing import Final

import httpx

from quintain.judge.errors import Garbled
from quintain.judge.pages.elements import Element
from quintain.judge.pages.page import Page, read_page

MOST_REDIRECTS: Final = 5
FORM: Final = "application/x-www-form-urlencoded"
MULTIPART: Final = "multipart/form-data"


class Browser:
    """One person's browser: ``page`` is the page that it shows, ``answer`` the response that brought it."""

    def __init__(self, client: httpx.Client) -> None:
        self.client = client
        self.page = read_page("")
        self._url = client.base_url
        self._home = httpx.URL(str(client.base_url).rstrip("/"))

    def open(self, path: str = "/", came_from: str = "") -> Page:
        """Open a page, by hand or by a link on another site: ``came_from="https://mail.test"``."""
        self._show(self._lead("GET", path, {}, came_from), came_from)
        return self.page

    def form(self, name: str) -> Element:
        """Find a form of the page by its id.

        Raises:
            AssertionError: the page has no such form, or several.

        """
        forms = [form for form in self.page.named("form") if form.attributes.get("id") == name]
        if len(forms) != 1:
            count = len(forms) or "no"
            raise AssertionError(f"The page at {self._url.path} has {count} forms with the id {name!r}; one is needed.")
        return forms[0]

    def submit(self, form: Element, **typed: str) -> httpx.Response:
        """Send a form of the page, with its hidden fields and what is typed, and show what the answer leads to."""
        method = form.attributes.get("method", "get").upper()
        target = self._joined(self._url, form.attributes.get("action", "") or str(self._url))
        path = target.raw_path.decode("ascii")
        sent = self._lead(method, path, self.page.fields(form) | typed, self._origin)
        self._show(sent, self._origin)
        return sent

    def lured(
        self,
        path: str,
        fields: Mapping[str, str],
        by: str = "https://prizes.test",
        method: str = "POST",
        encoding: str = FORM,
        *,
        is_anonymous: bool = False,
        is_image: bool = False,
        referer: str = "/",
    ) -> httpx.Response:
        """Let a page of another site send a form, or fetch an address, with the cookies that a browser adds.

        Args:
            path: where it goes, with a query if need be.
            fields: what the form holds.
            by: the other site's origin; below ``https://lab.test`` it is of the same site, and gets all cookies.
            method: "GET" or "POST"; a form knows no other.
            encoding: of the form: this one, or ``multipart/form-data``.
            is_anonymous: from a frame in a sandbox, so that the origin is "null" and nobody is named.
            is_image: fetched as an image, so that cookies with SameSite stay back even with GET.
            referer: the page's path, which its site lets the browser tell.

        """
        return self._lead(
            method, path, fields, by, encoding, is_anonymous=is_anonymous, is_image=is_image, referer=referer
        )

    def _lead(
        self,
        method: str,
        path: str,
        fields: Mapping[str, str],
        origin: str,
        encoding: str = FORM,
        *,
        is_anonymous: bool = False,
        is_image: bool = False,
        referer: str = "/",
    ) -> httpx.Response:
        relation = self._relation_to(origin)
        headers = fetch_metadata(self._home, relation, is_image=is_image)
        if origin and not is_anonymous and not (origin.startswith("https:") and self._home.scheme == "http"):
            headers["referer"] = str(self._url) if relation == "same-origin" else origin + referer
        if method == "POST":
            headers["origin"] = "null" if is_anonymous else origin
            parts = {name: (None, value) for name, value in fields.items()} if encoding == MULTIPART else None
            data = dict(fields) if parts is None else None
            request = self.client.build_request(method, path, data=data, files=parts, headers=headers)
        elif fields:
            url = self._home.join(path)
            request = self.client.build_request(method, url.copy_merge_params(dict(fields)), headers=headers)
        else:
            request = self.client.build_request(method, path, headers=headers)
        if relation == "cross-site":
            self._hold_back(request, is_link=method == "GET" and not is_image)
        return self.client.send(request)

    @property
    def _origin(self) -> str:
        return str(self._home)

    @staticmethod
    def _joined(base: httpx.URL, address: str) -> httpx.URL:
        """Resolve an address that the suspect has written."""
        try:
            return base.join(address)
        except (httpx.InvalidURL, ValueError) as error:
            raise Garbled(f"The page leads to {address[:200]!r}, which is no address.") from error

    def _relation_to(self, origin: str) -> str:
        """Say how a browser calls what another origin is to this site; a site has a scheme, too."""
        if not origin:
            return "none"
        if origin == self._origin:
            return "same-origin"
        other = httpx.URL(origin)
        is_family = other.host == self._home.host or other.host.endswith(f".{self._home.host}")
        return "same-site" if is_family and other.scheme == self._home.scheme else "cross-site"

    def _hold_back(self, request: httpx.Request, *, is_link: bool) -> None:
        """Take away the cookies that a browser keeps back from another site's request."""
        sent = []
        for cookie in self.client.cookies.jar:
            rule = next((text for name, text in vars(cookie)["_rest"].items() if name.lower() == "samesite"), None)
            rule = (rule or "none").lower()  # not every browser takes Lax for granted
            if rule == "none" or (rule == "lax" and is_link):
                sent.append(f"{cookie.name}={cookie.value}")
        request.headers.pop("cookie", None)
        if sent:
            request.headers["cookie"] = "; ".join(sent)

    def _show(self, answer: httpx.Response, origin: str) -> None:
        """Follow where an answer leads, for the origin that has asked, and show the page at the end."""
        for _ in range(MOST_REDIRECTS):
            location = answer.headers.get("location")
            if not answer.is_redirect or location is None:
                break
            target = self._joined(answer.request.url, location)
            if target.host != self._home.host:
                break
            answer = self._lead("GET", target.raw_path.decode("ascii"), {}, origin)
        self._url = answer.request.url
        self.page = read_page(answer.text)


def fetch_metadata(url: httpx.URL, relation: str, *, is_image: bool = False) -> dict[str, str]:
    """Give the headers by which a browser tells what a request is for; it tells trustworthy addresses alone.

    Source: W3C, Fetch Metadata Request Headers, section 2: "if r's url is not potentially trustworthy, return".
    """
    if not is_trustworthy(url):
        return {}
    mode, destination = ("no-cors", "image") if is_image else ("navigate", "document")
    return {"sec-fetch-site": relation, "sec-fetch-mode": mode, "sec-fetch-dest": destination}


def is_trustworthy(url: httpx.URL) -> bool:
    """Whether nobody on the way could have changed what comes from an address: https, or this machine itself.

    Source: W3C, Secure Contexts, "potentially trustworthy URL".
    """
    if url.scheme == "https" or url.host == "localhost" or url.host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(url.host).is_loopback
    except ValueError:
        return False
