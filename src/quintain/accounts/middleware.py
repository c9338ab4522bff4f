"""Closes every page to people without a session, so that a view that forgets to ask is closed as well.

In a classroom it is also noted who was seen when.
"""

from typing import Any, Final, cast

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import override

from quintain.accounts.errors import FactorNeeded
from quintain.accounts.factors.second_factor import is_missing
from quintain.accounts.languages import own_language
from quintain.accounts.models import User
from quintain.accounts.sessions.activity import is_act, is_over, note_act
from quintain.accounts.sessions.presence import note_seen
from quintain.web.errors import answer, known_notice, refuse, wants_json
from quintain.web.middleware import GetResponse

WITHOUT_FACTOR: Final = frozenset(
    {
        "factor-needed",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_view_recovery_codes",
        "account_reauthenticate",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "provider-confirm",
        "sign-out",
        "session",
    }
)
"""All that somebody can open who must set up a second factor first, besides what is open without signing in."""


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


class OwnLanguage:
    """Answers people in the language that they have chosen for themselves, whatever their browser asks for."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer; somebody who has chosen none has the language of their browser."""
        own = own_language(request.user)
        if own is None:
            return self.get_response(request)
        with override(own):
            return self.get_response(request)


class Seen:
    """Notes when people who are signed in were last seen, and moves the end of their session on when they act."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and take note before."""
        if isinstance(request.user, User):
            note_seen(request.user.pk, request.user.seen_at)
            if is_act(request):
                note_act(request.session, request.user)
        return self.get_response(request)


class SecondFactorRequired:
    """Sends people who must have a second factor to where they set one up, and keeps all else from them."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer; who is let through, ``process_view`` says."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, *_: Any) -> HttpResponseBase | None:
        """Let through what needs no sign-in, and what sets up a factor."""
        if not isinstance(request.user, User) or not getattr(view, "login_required", True):
            return None
        match = request.resolver_match
        if (match is not None and match.url_name in WITHOUT_FACTOR) or not is_missing(request.user, request.session):
            return None
        if wants_json(request) or request.method not in {"GET", "HEAD"}:
            return refuse(request, FactorNeeded())
        return HttpResponseRedirect(reverse("factor-needed"))
