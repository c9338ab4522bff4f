"""A browser with the suspect open in it: it sends forms as people do, and it does as other sites tell it.

What another site cannot do is held to: it chooses where a request goes and what a form holds, and neither the headers
that name its origin nor which cookies go along.
"""

from collections.abc import Mapping
from typing import Final

import httpx

from quintain.judge.pages import Element, Page, read_page

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
        """Open a page, by hand or by a link on another site: ``came_from="http://mail.test"``."""
        self._show(self._lead("GET", path, {}, came_from))
        return self.page

    def form(self, name: str) -> Element:
        """Find a form of the page by its id."""
        (form,) = [each for each in self.page.named("form") if each.attributes.get("id") == name]
        return form

    def submit(self, form: Element, **typed: str) -> httpx.Response:
        """Send a form of the page, with its hidden fields and what is typed, and show what the answer leads to."""
        method = form.attributes.get("method", "get").upper()
        path = self._url.join(form.attributes.get("action", "") or str(self._url)).raw_path.decode("ascii")
        sent = self._lead(method, path, self.page.fields(form) | typed, str(self._home))
        self._show(sent)
        return sent

    def lured(
        self,
        path: str,
        fields: Mapping[str, str],
        by: str = "http://prizes.test",
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
            by: the other site's origin; below ``lab.test`` it is of the same site, and gets all cookies.
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
        headers = {"sec-fetch-site": relation, "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
        if is_image:
            headers |= {"sec-fetch-mode": "no-cors", "sec-fetch-dest": "image"}
        if origin and not is_anonymous:
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

    def _relation_to(self, origin: str) -> str:
        if not origin:
            return "none"
        if origin == str(self._home):
            return "same-origin"
        host = httpx.URL(origin).host
        return "same-site" if host == self._home.host or host.endswith(f".{self._home.host}") else "cross-site"

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

    def _show(self, answer: httpx.Response) -> None:
        for _ in range(MOST_REDIRECTS):
            location = answer.headers.get("location")
            if not answer.is_redirect or location is None:
                break
            target = answer.request.url.join(location)
            if target.host != self._home.host:
                break
            answer = self._lead("GET", target.raw_path.decode("ascii"), {}, str(self._home))
        self._url = answer.request.url
        self.page = read_page(answer.text)
