"""Closes every page to people without a session, so that a view that forgets to ask is closed as well.

In a classroom it is also noted who was seen when.
"""

from typing import Any, cast

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from quintain.accounts.models import User
from quintain.accounts.presence import note_seen
from quintain.accounts.sign_in_log import is_over
from quintain.web.errors import answer, known_notice, wants_json
from quintain.web.middleware import GetResponse


class SignedIn(LoginRequiredMiddleware):
    """Sends people to the page for the signed-out, and tells scripts 401."""

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponseBase | None:
        """Sign out whose session has come to its end, then ask as Django does."""
        if is_over(request):
            logout(request)
        return super().process_view(request, *view)

    def get_login_url(self, view_func: object) -> str:
        """Return the page for the signed-out; in a classroom it is the form for name and password."""
        return reverse("sign-in") if settings.CLASSROOM else super().get_login_url(view_func)  # type: ignore[arg-type]  # as below

    def handle_no_permission(self, request: HttpRequest, view_func: object) -> HttpResponseRedirect:
        """Answer somebody without a session."""
        if wants_json(request):
            return cast("HttpResponseRedirect", answer(request, known_notice(401)))
        return super().handle_no_permission(request, view_func)  # type: ignore[arg-type]  # the stubs want a wrapped view


class Seen:
    """Notes when people who are signed in were last seen."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and take note before."""
        if isinstance(request.user, User):
            note_seen(request.user.pk, request.user.seen_at)
        return self.get_response(request)
