"""Forms of signing in and of one's own account, on top of allauth's."""

import json
from typing import Any, Final
from urllib.parse import urlsplit

from allauth.account.adapter import get_adapter
from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm, SetPasswordForm
from allauth.core import context
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.core.cache import cache
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext_lazy
from fido2.utils import websafe_decode
from fido2.webauthn import CollectedClientData

from quintain.accounts.errors import TooManyTries
from quintain.accounts.limits.rate_limits import code_buckets, one_try
from quintain.accounts.models import User
from quintain.accounts.sign_in.adapters import ERRORS, TOO_MANY

MOST_TYPED: Final = 256
USED_SECONDS: Final = 180
"""Longer than any code of an app is good, see MFA_TOTP_TOLERANCE; allauth would remember a used one for 30 seconds."""


def name_as_kept(typed: str) -> str:
    """Return the name to sign in with as it is kept, for one that was typed in other case."""
    name = str(User.normalize_username(typed.strip()))
    alike = list(User.objects.filter(username__iexact=name).values_list("username", flat=True)[:2])
    return alike[0] if len(alike) == 1 else name


def label(form: forms.Form, **labels: Any) -> None:
    """Label fields in Quintain's words, and leave placeholders and help out."""
    for name, text in labels.items():
        if name in form.fields:
            field = form.fields[name]
            field.label, field.help_text = text, ""
            field.widget.attrs.pop("placeholder", None)


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth has no types
    """Name and password or passcode."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label(
            self,
            login=gettext_lazy("Name for signing in"),
            password=gettext_lazy("Password or passcode"),
            remember=gettext_lazy("Stay signed in on this computer"),
        )
        self.fields["login"].widget.attrs |= {"autocapitalize": "none", "spellcheck": "false", "autofocus": True}
        self.fields["password"].max_length = MOST_TYPED
        self.fields["password"].validators.append(_not_endless)

    def clean_login(self) -> str:
        """Read the name."""
        return name_as_kept(self.cleaned_data["login"])

    @property
    def is_slowed(self) -> bool:
        """Whether there were too many wrong tries."""
        return bool(self.has_error(NON_FIELD_ERRORS, TOO_MANY))


def _not_endless(typed: str) -> None:
    if len(typed) > MOST_TYPED:
        raise ValidationError(str(ERRORS["username_password_mismatch"]))


class NewPasswordForm(SetPasswordForm):  # type: ignore[misc]  # as above
    """A first password, for somebody who was invited."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label(self, password1=gettext_lazy("New password"), password2=gettext_lazy("The same password again"))
        self.fields["password1"].user = self.user


class OtherPasswordForm(ChangePasswordForm):  # type: ignore[misc]  # as above
    """Another password in place of the present one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label(
            self,
            oldpassword=gettext_lazy("Present password or passcode"),
            password1=gettext_lazy("New password"),
            password2=gettext_lazy("The same password again"),
        )

    def clean_oldpassword(self) -> str:
        """Check the present password, and slow guessing down: a session may be somebody else's for a minute."""
        typed: str = self.cleaned_data["oldpassword"]
        if not get_adapter().reauthenticate(self.user, typed):
            raise get_adapter().validation_error("enter_current_password")
        return typed


class ConfirmForm(ReauthenticateForm):  # type: ignore[misc]  # as above
    """The password once more, before something that lasts."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label(self, password=gettext_lazy("Password or passcode"))


class _Code:
    """A code of an authenticator app, or a recovery code."""

    user: User
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label(self, code=gettext_lazy("Code"))  # type: ignore[arg-type]  # it is mixed into forms alone
        self.fields["code"].widget.attrs |= {"inputmode": "text", "spellcheck": "false", "autofocus": True}

    def clean_code(self) -> str:
        """Check it; allauth's own limit is one for all browsers, and is switched off."""
        try:
            with one_try(code_buckets(context.request, self.user)) as attempt:
                code: str = super().clean_code()  # type: ignore[misc]  # as above
                # As allauth reads it: with a hyphen between its digits, a used code is the same code.
                used = f"accounts.used-code.{self.user.pk}.{normalize_user_code(code)}"
                if not cache.add(used, 1, USED_SECONDS):
                    raise get_adapter().validation_error("incorrect_code")
                attempt.is_right = True
        except TooManyTries as refused:
            raise ValidationError(f"{refused.sentence} {refused.remedy}", code=TOO_MANY) from None
        return code


class SecondFactorForm(_Code, AuthenticateForm):  # type: ignore[misc]  # as above
    """The code of somebody who signs in."""


class ConfirmCodeForm(_Code, ReauthenticateByCodeForm):  # type: ignore[misc]  # as above
    """The code of somebody who is signed in."""


class AuthenticatorForm(_Code, ActivateTOTPForm):  # type: ignore[misc]  # as above
    """The first code of an authenticator app."""


class _Credential:
    """What a browser returns for a passkey: hostile until proven otherwise."""

    def clean(self) -> Any:
        """Check the origin, then all else.

        Any exception means that the bytes are not those of a passkey: fido2 parses them field by field.
        """
        return _guarded(super().clean, self.data.get("credential", ""))  # type: ignore[attr-defined, misc]


class _Assertion:
    """A credential as above, for signing in and confirming, where allauth checks the field alone."""

    def clean_credential(self) -> Any:
        """Check the origin, then all else."""
        return _guarded(super().clean_credential, self.data.get("credential", ""))  # type: ignore[attr-defined, misc]


def _guarded(check: Any, credential: str) -> Any:
    try:
        require_own_origin(credential)
        return check()
    except Exception as error:
        if isinstance(error, ValidationError) and error.code != "incorrect_code":
            raise
        raise get_adapter().validation_error("incorrect_passkey") from error


def require_own_origin(credential: str) -> None:
    """Refuse what was made for another origin.

    fido2 would take every https origin below the host's name, and learners' programs are shown there. Plain HTTP is
    allowed, since browsers offer passkeys at localhost alone then.
    """
    data = json.loads(credential)["response"]["clientDataJSON"]
    client = CollectedClientData(websafe_decode(data))
    origin = urlsplit(client.origin)
    if (origin.scheme, origin.netloc) != (context.request.scheme, context.request.get_host()) or client.cross_origin:
        raise get_adapter().validation_error("incorrect_passkey")


class PasskeyForm(_Credential, AddWebAuthnForm):  # type: ignore[misc]  # as above
    """A new passkey and its name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label(
            self, name=gettext_lazy("A name for it, such as “phone”"), passwordless=gettext_lazy("It can sign in alone")
        )
        self.fields["name"].max_length = 60
        self.fields["name"].widget.attrs["maxlength"] = 60


class PasskeyFactorForm(_Assertion, AuthenticateWebAuthnForm):  # type: ignore[misc]  # as above
    """A passkey as the second factor."""


class PasskeySignInForm(_Assertion, LoginWebAuthnForm):  # type: ignore[misc]  # as above
    """A passkey instead of name and password."""


class ConfirmPasskeyForm(_Assertion, ReauthenticateWebAuthnForm):  # type: ignore[misc]  # as above
    """A passkey of somebody who is signed in."""
