"""Closes every page to people without a session, so that a view that forgets to ask is closed as well."""

from typing import cast

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponseRedirect

from quintain.web.errors import answer, known_notice, wants_json


class SignedIn(LoginRequiredMiddleware):
    """Sends people to the page for the signed-out, and tells scripts 401."""

    def handle_no_permission(self, request: HttpRequest, view_func: object) -> HttpResponseRedirect:
        """Answer somebody without a session."""
        if wants_json(request):
            return cast("HttpResponseRedirect", answer(request, known_notice(401)))
        return super().handle_no_permission(request, view_func)  # type: ignore[arg-type]  # the stubs want a wrapped view
