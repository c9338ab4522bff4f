"""Pages of one's own account: password, factors, sessions. Each shows and changes what is the asker's alone."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.account.views import PasswordChangeView, PasswordSetView, ReauthenticateView
from allauth.mfa.base.views import IndexView
from allauth.mfa.base.views import ReauthenticateView as ReauthenticateByCodeView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, ReauthenticateWebAuthnView, RemoveWebAuthnView
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from quintain.accounts.audit import Action, record
from quintain.accounts.errors import ConfirmAtProvider, NoWayToConfirm
from quintain.accounts.factors.second_factor import is_missing
from quintain.accounts.locking import lock_person
from quintain.accounts.models import User
from quintain.accounts.sessions.browsers import describe_browser
from quintain.accounts.sessions.ending import end_sessions_of
from quintain.accounts.sign_in.forms import (
    AuthenticatorForm,
    ConfirmCodeForm,
    ConfirmForm,
    ConfirmPasskeyForm,
    NewPasswordForm,
    OtherPasswordForm,
    PasskeyForm,
)
from quintain.accounts.sso import identities
from quintain.accounts.views import sso
from quintain.accounts.views.sign_in import View, in_classroom
from quintain.accounts.views.sso import confirmed, must_confirm, with_provider

ACCOUNT = reverse_lazy("mfa_index")


class _Recorded:
    """Does what a form asks for and records it, both or neither."""

    request: HttpRequest
    act: Action
    factor: str = ""
    """Which factor it is about, if about one."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Do what the form asks for, and record it."""
        person = signed_in(self.request)
        with transaction.atomic():
            response: HttpResponse = super().form_valid(form)  # type: ignore[misc]  # it is mixed into views alone
            record(self.act, actor=person, request=self.request, about=person.pk, factor=self.factor)
        return response


def signed_in(request: HttpRequest) -> User:
    """Return who asks.

    Raises:
        PermissionDenied: Nobody is signed in.

    """
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def require_confirmed(request: HttpRequest) -> None:
    """Have the person give password, code or passkey once more if they have not within the last five minutes.

    allauth's middleware keeps a form that was sent, asks, and goes on with it.

    Raises:
        ConfirmAtProvider: The account has none of them here; the provider of single sign-on is to ask.
        NoWayToConfirm: The account has none of them at all.
        ReauthenticationRequired: The person is to be asked.

    """
    person = signed_in(request)
    if not get_adapter().get_reauthentication_methods(person):  # allauth would let them go on
        if identities.account_of(person) is None:
            raise NoWayToConfirm
        if must_confirm(request, person):
            raise ConfirmAtProvider
        return
    raise_if_reauthentication_required(request, app="")


class Account(IndexView):  # type: ignore[misc]  # allauth has no types
    """Everything of one's account on one page."""

    template_name = "accounts/account.html"

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        """Add the sessions, this one first."""
        person, own = signed_in(self.request), self.request.session.session_key
        kept = UserSession.objects.filter(user=person).order_by("-created_at")
        keys = Session.objects.filter(
            session_key__in=[each.session_key for each in kept], expire_date__gt=timezone.now()
        )
        living = set(keys.values_list("session_key", flat=True))
        sessions = [
            {"row": each, "browser": describe_browser(each.user_agent), "is_own": each.session_key == own}
            for each in kept
            if each.session_key in living
        ]
        sessions.sort(key=lambda each: not each["is_own"])
        connected = identities.account_of(person)
        return {
            **super().get_context_data(**facts),
            "sessions": sessions,
            "roles": person.roles,
            "connected": connected,
            "connected_as": connected.extra_data.get("label", "") if connected else "",
        }


class ChangePassword(_Recorded, PasswordChangeView):  # type: ignore[misc]  # as above
    """Another password. All other sessions of the person end."""

    form_class = OtherPasswordForm
    template_name = "accounts/password.html"
    success_url = ACCOUNT
    act = Action.CHANGE_PASSWORD

    def form_valid(self, form: Any) -> HttpResponse:
        """Change the password, and end the other sessions."""
        response = super().form_valid(form)
        end_sessions_of(signed_in(self.request).pk, but=self.request.session.session_key)
        return response


class SetPassword(_Recorded, PasswordSetView):  # type: ignore[misc]  # as above
    """A first password, for somebody who has a session and none."""

    form_class = NewPasswordForm
    template_name = "accounts/password.html"
    success_url = ACCOUNT
    act = Action.CHANGE_PASSWORD


class Confirm(ReauthenticateView):  # type: ignore[misc]  # as above
    """The password once more."""

    form_class = ConfirmForm
    template_name = "accounts/confirm.html"


class ConfirmByCode(ReauthenticateByCodeView):  # type: ignore[misc]  # as above
    """A code once more."""

    form_class = ConfirmCodeForm
    template_name = "accounts/confirm.html"


class ConfirmByPasskey(ReauthenticateWebAuthnView):  # type: ignore[misc]  # as above
    """A passkey once more."""

    form_class = ConfirmPasskeyForm
    template_name = "accounts/confirm_passkey.html"


class AddAuthenticator(_Recorded, ActivateTOTPView):  # type: ignore[misc]  # as above
    """An app that makes codes."""

    form_class = AuthenticatorForm
    template_name = "accounts/authenticator.html"
    act = Action.ADD_FACTOR
    factor = Authenticator.Type.TOTP.value


class RemoveAuthenticator(_Recorded, DeactivateTOTPView):  # type: ignore[misc]  # as above
    """Take the app away."""

    template_name = "accounts/remove_factor.html"
    act = Action.REMOVE_FACTOR
    factor = Authenticator.Type.TOTP.value


class AddPasskey(_Recorded, AddWebAuthnView):  # type: ignore[misc]  # as above
    """A passkey."""

    form_class = PasskeyForm
    template_name = "accounts/passkey.html"
    act = Action.ADD_FACTOR
    factor = Authenticator.Type.WEBAUTHN.value


class RemovePasskey(_Recorded, RemoveWebAuthnView):  # type: ignore[misc]  # as above
    """Take a passkey away, unless it is the only way in."""

    template_name = "accounts/remove_factor.html"
    success_url = ACCOUNT
    act = Action.REMOVE_FACTOR
    factor = Authenticator.Type.WEBAUTHN.value

    def form_valid(self, form: Any) -> HttpResponse:
        """Remove it, one after another: of two at once, the second looks at what the first has left."""
        person = signed_in(self.request)
        with transaction.atomic():
            lock_person(person.pk)
            identities.require_way_in_without(person, self.kwargs["pk"])
            return super().form_valid(form)


class RecoveryCodes(ViewRecoveryCodesView):  # type: ignore[misc]  # as above
    """The recovery codes that are not used."""

    template_name = "accounts/recovery_codes.html"


class NewRecoveryCodes(_Recorded, GenerateRecoveryCodesView):  # type: ignore[misc]  # as above
    """Others in their place."""

    template_name = "accounts/new_recovery_codes.html"
    act = Action.NEW_RECOVERY_CODES


@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """End all sessions of the person but this one."""
    end_sessions_of(signed_in(request).pk, but=request.session.session_key)
    messages.success(request, gettext("Your other sessions have ended."))
    return redirect("mfa_index")


@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """End one session of the person; somebody else's is not found."""
    get_object_or_404(UserSession, pk=pk, user=signed_in(request)).end()
    messages.success(request, gettext("The session has ended."))
    return redirect("mfa_index")


@require_safe
def set_up_factor(request: HttpRequest) -> HttpResponse:
    """Lead somebody who must have a second factor to where they set one up."""
    if not is_missing(signed_in(request), request.session):
        return redirect("mfa_index")
    return render(request, "accounts/factor_needed.html")


def _asked_again(view: View) -> View:
    return confirmed(reauthentication_required(app="quintain.accounts")(view))


account = in_classroom(Account.as_view())
change_password = in_classroom(ChangePassword.as_view())
set_password = in_classroom(confirmed(SetPassword.as_view()))
confirm = in_classroom(Confirm.as_view())
confirm_by_code = in_classroom(ConfirmByCode.as_view())
confirm_by_passkey = in_classroom(ConfirmByPasskey.as_view())
add_authenticator = in_classroom(confirmed(AddAuthenticator.as_view()))
remove_authenticator = in_classroom(confirmed(RemoveAuthenticator.as_view()))
add_passkey = in_classroom(confirmed(AddPasskey.as_view()))
remove_passkey = in_classroom(confirmed(RemovePasskey.as_view()))
recovery_codes = in_classroom(confirmed(RecoveryCodes.as_view()))
new_recovery_codes = in_classroom(confirmed(NewRecoveryCodes.as_view()))
end_others = in_classroom(end_other_sessions)
end_one = in_classroom(end_session)
factor_needed = in_classroom(set_up_factor)
connect_provider = with_provider(_asked_again(sso.connect))
disconnect_provider = with_provider(_asked_again(sso.disconnect))
