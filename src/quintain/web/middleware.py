"""What runs around every view of every room."""

import re
from collections.abc import Callable, Iterator

from django.conf import settings
from django.db import Error
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext, override

from quintain.web import languages
from quintain.web.errors import answer, database_fault, known_notice, refuse
from quintain.web.refusals import Malformed, Refused

REFUSED = re.compile(r"\s*[^\s;]+\s*;\s*q\s*=\s*0(?:\.0*)?\s*", re.IGNORECASE)
SECRET_PATHS = ("/sign-in/", "/invitation/", "/account/", "/join/")

type GetResponse = Callable[[HttpRequest], HttpResponseBase]


class SecureHeaders:
    """Adds the headers that Django has no setting for; the content policy has one, ``SECURE_CSP``."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and keep pages of a signed-in person out of shared caches and other sites' frames."""
        response = self.get_response(request)
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        response.headers["X-Frame-Options"] = "DENY"
        if not response.has_header("Cache-Control"):
            secret = request.path.startswith(SECRET_PATHS)
            response.headers["Cache-Control"] = "no-store" if secret else "private, no-cache"
        return response


class NegotiatedLanguage:
    """Answers in the language that the browser asks for; the room of accounts answers people in their own."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and tell caches what the language of a page depends on."""
        if request.path.startswith(settings.STATIC_URL):
            return self.get_response(request)
        accepted = request.META.get("HTTP_ACCEPT_LANGUAGE", "")
        with override(languages.negotiate(request.COOKIES, accepted)):
            response = self.get_response(request)
        if settings.USE_I18N and response.headers.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, ["Accept-Language", "Cookie"])
        return response


class NoNul:
    """Refuses a NUL in address, headers, cookies and forms, before anything looks at them.

    No browser sends one. PostgreSQL and the file system take none, and Python's drivers raise ValueError, in whichever
    view it gets to; SQLite keeps it. A cookie may bring it as an octal escape, which Django decodes. What may hold one,
    such as a request that learners write by hand, comes as JSON.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a request, or refuse one that holds a NUL."""
        if not any("\0" in text for text in _texts_of(request)):
            return self.get_response(request)
        request.COOKIES.clear()  # what answers may look at the session
        return refuse(
            request,
            Malformed(gettext("The request holds a NUL character."), gettext("Remove it, then try again.")),
        )


def _texts_of(request: HttpRequest) -> Iterator[str]:
    """Yield all that a request brings as text."""
    yield request.path
    yield from (value for name, value in request.META.items() if name.startswith("HTTP_") and isinstance(value, str))
    for name, value in request.COOKIES.items():
        yield from (name, value)
    for form in (request.GET, request.POST):
        for name, values in form.lists():
            yield name
            yield from map(str, values)


class AcceptedEncodings:
    """Leaves out of ``Accept-Encoding`` what a browser refuses by ``q=0`` (RFC 9110, 12.5.3).

    WhiteNoise, which comes next and sends static files as ``.br`` or ``.gz``, looks for the name of an encoding alone.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a request without the encodings that its browser refuses."""
        named = request.META.get("HTTP_ACCEPT_ENCODING", "").split(",")
        request.META["HTTP_ACCEPT_ENCODING"] = ",".join(each for each in named if not REFUSED.fullmatch(each))
        return self.get_response(request)


class PlainAnswers:
    """Turns refusals into pages or JSON, and gives Django's bare 405 and 413 a page as well."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and replace an empty refusal."""
        response = self.get_response(request)
        if response.status_code in {405, 413} and isinstance(response, HttpResponse) and not _is_ours(response):
            plain = answer(request, known_notice(response.status_code))
            if "Allow" in response:
                plain.headers["Allow"] = response.headers["Allow"]
            return plain
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a room's refusal, and a database that is away, held, full or damaged; leave all else to Django."""
        if isinstance(exception, Error):
            return database_fault(request, exception)
        return refuse(request, exception) if isinstance(exception, Refused) else None


def _is_ours(response: HttpResponse) -> bool:
    kind = response.headers.get("Content-Type", "")
    return kind.startswith("application/json") or b"<html" in response.content[:400]
