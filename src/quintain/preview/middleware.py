"""Lets a page show the one program whose place is on it."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.csp import csp_override

from quintain.web.middleware import GetResponse

FRAMED = "framed_program"


class FramePrograms:
    """Adds the program's origin, and no other, to what the page's policy lets it frame."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a request, and let its page frame the program that is named on it."""
        response = self.get_response(request)
        origin = getattr(request, FRAMED, None)
        if origin is None:
            return response
        policy: dict[str, Any] = {**settings.SECURE_CSP, "frame-src": [origin]}  # Any: as the settings are typed
        framing: HttpResponseBase = csp_override(policy)(lambda _request: response)(request)
        return framing
