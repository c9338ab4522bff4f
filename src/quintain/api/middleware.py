"""What is around the API: no cookies, problem details for every error, and answers that are not sent twice."""

from hashlib import sha256
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import quote_etag

from quintain.api.problems import MEDIA_TYPE, translated
from quintain.web.middleware import GetResponse

PREFIX: Final = "/api/v1/"
FIRST_ERROR: Final = 400


class ApiBoundary:
    """Comes before all middleware that reads sessions.

    A browser sends its cookies with what other sites have it ask for; as none is read here, and no answer allows
    another origin to read it, no page can use the API in the name of who looks at it (CWE-352).
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer."""
        if not request.path.startswith(PREFIX):
            return self.get_response(request)
        request.META.pop("HTTP_COOKIE", None)
        request.COOKIES = {}
        request.META["HTTP_ACCEPT"] = "application/json"  # what refuses below says so as JSON
        is_head = request.method == "HEAD"
        if is_head:
            request.method = "GET"
        response = self.get_response(request)
        response.cookies.clear()
        if not isinstance(response, HttpResponse):
            return response
        if response.status_code >= FIRST_ERROR and response.headers.get("Content-Type") != MEDIA_TYPE:
            response = translated(response)
        response = _conditional(request, response)
        patch_vary_headers(response, ("Authorization",))
        if is_head:
            request.method = "HEAD"
            length = len(response.content)
            response.content = b""
            response.headers["Content-Length"] = str(length)
        return response


def _conditional(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Give an answer its ETag; to somebody who has it already, say 304 (RFC 9110, 13.1.2)."""
    if response.status_code != 200 or request.method != "GET":  # noqa: PLR2004  OK
        return response
    tag = quote_etag(sha256(response.content).hexdigest()[:32])
    response.headers["ETag"] = tag
    unchanged = get_conditional_response(request, etag=tag, response=response)
    if unchanged is not response and "Link" in response and unchanged is not None:
        unchanged.headers["Link"] = response.headers["Link"]
    return unchanged if isinstance(unchanged, HttpResponse) else response
