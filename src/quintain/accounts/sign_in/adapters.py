"""What Quintain does otherwise than allauth: names of its own, safe redirects, limits, messages, no e-mail."""

import logging
import time
from typing import Any, ClassVar

from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib import messages
from django.contrib.auth import authenticate
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext, gettext_lazy

from quintain.accounts.errors import AccountClosed, TooManyTries
from quintain.accounts.limits import devices
from quintain.accounts.limits.rate_limits import address_of, one_try, password_buckets
from quintain.accounts.models import User

log = logging.getLogger(__name__)

SECOND_FACTOR = {"allauth.mfa.stages.AuthenticateStage": "quintain.accounts.factors.stages.SecondFactorStage"}
TOO_MANY = "too_many_login_attempts"

MESSAGES: dict[str, str | Promise] = {
    "account/messages/password_changed.txt": gettext_lazy("Your password is changed. Your other sessions have ended."),
    "mfa/messages/totp_activated.txt": gettext_lazy("Your authenticator app is set up."),
    "mfa/messages/totp_deactivated.txt": gettext_lazy("Your authenticator app is removed."),
    "mfa/messages/webauthn_added.txt": gettext_lazy("Your passkey is added."),
    "mfa/messages/webauthn_removed.txt": gettext_lazy("Your passkey is removed."),
    "mfa/messages/recovery_codes_generated.txt": gettext_lazy("You have new recovery codes."),
}
"""What is said in place of allauth's texts; of the others, nothing."""

ERRORS: dict[str, str | Promise] = {
    "username_password_mismatch": gettext_lazy("The name or the password is wrong."),
    "incorrect_password": gettext_lazy("The password is wrong."),
    "enter_current_password": gettext_lazy("The present password is wrong."),
    "incorrect_code": gettext_lazy("The code is wrong, used or expired. Check the clock of your phone."),
    "incorrect_passkey": gettext_lazy("This passkey was not accepted. Try again, or use another way."),
}


def is_ours(url: str) -> bool:
    """Tell whether an address is a path of this site; no other is ever redirected to."""
    return url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)


def own_path(url: str, otherwise: str = "/") -> str:
    """Return an address if it is a path of this site, else another one."""
    return url if is_ours(url) else otherwise


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Decides about signing in."""

    error_messages: ClassVar[dict[str, str | Promise]] = {**DefaultAccountAdapter.error_messages, **ERRORS}

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  allauth's signature
        """Refuse: students join a class, and everybody else is invited."""
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """Allow paths alone; allauth would allow all names of this server, at which other programs may listen."""
        return bool(url) and is_ours(str(url))

    def authenticate(self, request: HttpRequest, **credentials: str) -> AbstractBaseUser | None:
        """Return the person whose name and password these are, or None.

        Django's backend computes one hash, also for a name that nobody has.

        Raises:
            ValidationError: Too many were wrong. Nothing is hashed then.

        """
        try:
            with one_try(password_buckets(request, credentials.get("username", ""))) as attempt:
                person = authenticate(request, **credentials)
                attempt.is_right = person is not None
        except TooManyTries as refused:
            log.warning("too many wrong passwords from %s", address_of(request))
            raise ValidationError(f"{refused.sentence} {refused.remedy}", code=TOO_MANY) from None
        return person

    def get_login_stages(self) -> list[str]:
        """Have our own stage ask for the second factor, which knows of providers that have asked already."""
        return [SECOND_FACTOR.get(each, each) for each in super().get_login_stages()]

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:  # noqa: ARG002  as above
        """Refuse somebody whose account is closed, who has shown a good passkey.

        Raises:
            AccountClosed: Always.

        """
        raise AccountClosed

    def post_login(self, request: HttpRequest, user: User, **facts: Any) -> HttpResponse:
        """Answer somebody who has just signed in, with every factor that they have set up."""
        response: HttpResponse = super().post_login(request, user, **facts)
        _count_as_confirmed(request, user)
        devices.remember(request, response, user)
        return response

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *_: Any, **facts: Any
    ) -> None:
        """Say what ``MESSAGES`` has for it, if anything."""
        text = facts.get("message") or MESSAGES.get(message_template or "")
        if text:
            messages.add_message(request, level, str(text))

    def send_notification_mail(self, *_: Any, **__: Any) -> None:
        """Send nothing: a classroom needs no e-mail."""

    def is_ajax(self, request: HttpRequest) -> bool:
        """Answer JSON to the script that asks for a passkey's challenge, and to nothing else."""
        return request.method == "GET" and request.headers.get("accept") == "application/json"


def _count_as_confirmed(request: HttpRequest, person: User) -> None:
    """Ask nobody once more who has given a password, a code or a passkey just now; allauth would.

    What the provider of single sign-on says does not count: it may have asked for nothing for days.
    """
    limit = time.time() - account_settings.REAUTHENTICATION_TIMEOUT
    given = [each for each in get_authentication_records(request, person) if each["method"] in {"password", "mfa"}]
    if given and given[-1]["at"] > limit:
        record_authentication(request, person, given[-1]["method"], reauthenticated=True)


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # as above
    """Names people and this place for authenticator apps and passkeys."""

    error_messages: ClassVar[dict[str, str | Promise]] = {**DefaultMFAAdapter.error_messages, **ERRORS}

    def get_totp_label(self, user: User) -> str:
        """Return what an app shows beside the codes."""
        return user.username

    def get_totp_issuer(self) -> str:
        """Return whose codes they are."""
        return "Quintain"

    def generate_authenticator_name(self, user: User, type: Any) -> str:  # noqa: A002, ARG002  allauth's signature
        """Return a name for a passkey that was given none."""
        return gettext("Passkey")

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, Any]:
        """Return what a passkey keeps of a person; the id tells nothing about them."""
        return {
            **super().get_public_key_credential_user_entity(user),
            "display_name": user.display_name,
            "name": user.username,
        }
