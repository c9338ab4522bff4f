"""Pages of signing in with an account, in a classroom; in solo mode there is nothing at their addresses."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, Final

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.account.views import LoginView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from quintain.accounts.audit import Action, record
from quintain.accounts.errors import InvitationUnknown
from quintain.accounts.limits.rate_limits import challenge_buckets, one_try
from quintain.accounts.models import User
from quintain.accounts.people import invitations
from quintain.accounts.sessions.ending import end_sessions_of
from quintain.accounts.sign_in.adapters import own_path
from quintain.accounts.sign_in.forms import (
    NewPasswordForm,
    PasskeyFactorForm,
    PasskeySignInForm,
    SecondFactorForm,
    SignInForm,
)
from quintain.accounts.sso import identities

INVITATION: Final = "accounts.invitation"
CHALLENGE_SECONDS: Final = 600

type View = Callable[..., HttpResponseBase]


def in_classroom(view: View) -> View:
    """Let a view answer in a classroom alone."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.CLASSROOM:
            raise Http404
        return view(request, *args, **kwargs)

    return answer


def sign_in(request: HttpRequest, person: User, wanted: str = "/") -> HttpResponse:
    """Sign in a person whom another room has made or found, and answer with the way to ``wanted`` or the next factor.

    The session gets a fresh key, and the browser is known as this person's from then on.
    """
    login = Login(user=person, redirect_url=own_path(wanted))
    answer: HttpResponse = perform_login(request, login)
    return answer


def join_address() -> str:
    """Return where a class is joined; empty if no room has such a page."""
    try:
        return reverse("join")
    except NoReverseMatch:
        return ""


class SignIn(LoginView):  # type: ignore[misc]  # allauth has no types
    """Name and password."""

    form_class = SignInForm
    template_name = "accounts/password_sign_in.html"

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        """Add what the page links to."""
        return {**super().get_context_data(**facts), "join_address": join_address()}

    def form_invalid(self, form: SignInForm) -> HttpResponse:
        """Show the form again, with what was wrong."""
        response: HttpResponse = super().form_invalid(form)
        response.status_code = 429 if form.is_slowed else 200
        return response


class SecondFactor(AuthenticateView):  # type: ignore[misc]  # as above
    """A code or a passkey, after the password."""

    form_class = SecondFactorForm
    webauthn_form_class = PasskeyFactorForm
    template_name = "accounts/second_factor.html"

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        """Add which factors the person has."""
        kinds = Authenticator.objects.filter(user=self.stage.login.user).values_list("type", flat=True)
        return {**super().get_context_data(**facts), "kinds": set(kinds)}


class PasskeySignIn(LoginWebAuthnView):  # type: ignore[misc]  # as above
    """A passkey alone."""

    form_class = PasskeySignInForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer, unless this address asks without end; a challenge that nobody answers is soon forgotten."""
        with one_try(challenge_buckets(request)):
            if not request.user.is_authenticated:
                request.session.set_expiry(CHALLENGE_SECONDS)
            response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def form_valid(self, form: PasskeySignInForm) -> HttpResponse:
        """Sign in, for as long as sessions last."""
        response: HttpResponse = super().form_valid(form)
        self.request.session.set_expiry(None)
        return response


@require_POST
def start_again(request: HttpRequest) -> HttpResponse:
    """Give up a sign-in that waits for its second factor."""
    if not request.user.is_authenticated:
        request.session.flush()
    return redirect("sign-in")


@sensitive_post_parameters("code", "password1", "password2")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest) -> HttpResponse:
    """Show the form for an invitation's code, then the one for a password; with that, use the code up and sign in.

    The link has the code in its fragment, see ``sessions.sign_in``. Nothing is used up before there is a password.
    """
    if "code" in request.POST:
        code = request.POST["code"].strip()
        if invitations.find(code) is None:
            raise InvitationUnknown
        request.session[INVITATION] = code
        return redirect("invitation")
    code = str(request.session.get(INVITATION, ""))
    person = invitations.find(code) if code else None
    if person is None:
        request.session.pop(INVITATION, None)
        if request.method == "POST":
            raise InvitationUnknown
        return render(request, "accounts/invitation.html")
    form = NewPasswordForm(person, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        facts = {"form": form, "person": person, "identity": identities.pending(request)}
        return render(request, "accounts/first_password.html", facts)
    return _accept(request, code, form)


def _accept(request: HttpRequest, code: str, form: NewPasswordForm) -> HttpResponse:
    """Use the invitation up with the password that was chosen."""
    with accepting(request, code) as person:
        form.user = person
        form.save()
    record_authentication(request, person, "password")  # the one that was chosen just now
    return sign_in(request, person)


@contextmanager
def accepting(request: HttpRequest, code: str) -> Iterator[User]:
    """Use an invitation up, together with what the caller does with it, and end all sessions of the person.

    Raises:
        InvitationUnknown: There is none that is good.

    """
    with transaction.atomic():
        person = invitations.redeem(code)
        if person is None:
            raise InvitationUnknown
        yield person
        end_sessions_of(person.pk)
        record(Action.ACCEPT_INVITATION, actor=person, request=request, about=person.pk)
    request.session.pop(INVITATION, None)
    if request.user.is_authenticated:
        request.session.flush()


def _open(view: View) -> View:
    return in_classroom(login_not_required(view))


password_sign_in = SignIn.as_view()
second_factor = _open(SecondFactor.as_view())
passkey_sign_in = _open(PasskeySignIn.as_view())
start_sign_in_again = _open(start_again)
accept_invitation = _open(invitation)
