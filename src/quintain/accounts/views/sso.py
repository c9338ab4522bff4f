"""Pages of single sign-on (OpenID Connect): to the provider, back from it, and what comes of it.

``state``, nonce and PKCE verifier are kept in the browser's own session, and are good for one answer within ten
minutes. The provider's address is the operator's; nothing that a request says decides where the server asks.
"""

import logging
import time
from collections.abc import Mapping
from functools import wraps
from typing import Any, Final

from allauth.account.internal.flows.login import (
    get_authentication_records,
    perform_login,
    record_authentication,
)
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.account.models import Login
from allauth.socialaccount.internal import statekit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quintain.accounts.errors import ProviderSilent, SignOnRefused
from quintain.accounts.factors.second_factor import BY_PROVIDER
from quintain.accounts.factors.stages import ASKED_BY_PROVIDER
from quintain.accounts.limits.rate_limits import address_of, challenge_buckets, one_try
from quintain.accounts.models import User
from quintain.accounts.people import invitations
from quintain.accounts.sign_in.adapters import own_path
from quintain.accounts.sso import identities, relying_party
from quintain.accounts.sso.id_tokens import Claims, TokenRefused
from quintain.accounts.sso.identities import Identity
from quintain.accounts.sso.providers import Provider
from quintain.accounts.views.sign_in import INVITATION, View, accepting, in_classroom, join_address
from quintain.web.outgoing import Unanswered

log = logging.getLogger(__name__)

SIGN_IN: Final = "sign-in"
CONNECT: Final = "connect"
CONFIRM: Final = "confirm"
FRESH_SECONDS: Final = 300
"""So long ago at most must somebody have signed in at the provider who confirms by it."""
MOST_LETTERS: Final = 4096


def with_provider(view: View) -> View:
    """Let a view answer in a classroom that has a provider."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if settings.OIDC_PROVIDER is None:
            raise Http404
        return view(request, *args, **kwargs)

    return in_classroom(answer)


def confirmed(view: View) -> View:
    """Ask again who has neither password nor factor here, by the provider; allauth would ask them nothing."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if isinstance(request.user, User) and must_confirm(request, request.user):
            return HttpResponseRedirect(f"{reverse('provider-confirm')}?{urlencode({'next': request.path})}")
        return view(request, *args, **kwargs)

    return answer


def must_confirm(request: HttpRequest, person: User) -> bool:
    """Tell whether the provider has to be asked once more before something that lasts."""
    if get_reauthentication_flows(person) or identities.account_of(person) is None:
        return False
    asked = [each for each in get_authentication_records(request, person) if each.get("reauthenticated")]
    return not asked or time.time() - float(asked[-1]["at"]) > FRESH_SECONDS


def _provider() -> Provider:
    provider: Provider | None = settings.OIDC_PROVIDER
    if provider is None:
        raise Http404
    return provider


def _send_out(request: HttpRequest, process: str, wanted: str) -> HttpResponse:
    """Answer a page that goes on to the provider.

    It is a page and not a redirect, since ``form-action`` would refuse to follow a form to another origin, and need
    not be widened so.

    Raises:
        ProviderSilent: It does not answer.
        TooManyTries: This address begins without end.

    """
    provider, question = _provider(), relying_party.Question.make()
    with one_try(challenge_buckets(request)):
        person = request.user.pk if request.user.is_authenticated else None
        facts = {
            "process": process,
            "next": own_path(wanted),
            "person": str(person) if person else "",
            "nonce": question.nonce,
            "verifier": question.verifier,
        }
        try:
            relying_party.DESCRIPTIONS.of(provider)
        except Unanswered as error:
            log.warning("single sign-on: the provider does not answer: %s", error)
            raise ProviderSilent(provider.name) from None
        if person is None:
            request.session.set_expiry(identities.PENDING_SECONDS)
        state = statekit.stash_state(request, provider_id=provider.issuer, state=facts)
        address = relying_party.authorization_address(
            provider, question, state=state, callback=_callback(request), again=process == CONFIRM
        )
    return render(request, "accounts/to_provider.html", {"address": address})


def _callback(request: HttpRequest) -> str:
    path = reverse("provider-callback")
    return f"{settings.PUBLIC_URL}{path}" if settings.PUBLIC_URL else request.build_absolute_uri(path)


@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Send somebody to the provider to sign in."""
    if request.user.is_authenticated:
        return redirect("home")
    return _send_out(request, SIGN_IN, request.POST.get("next", "/"))


@require_http_methods(["GET", "HEAD", "POST"])
def connect(request: HttpRequest) -> HttpResponse:
    """Ask whether the provider shall sign this person in, and send them there."""
    if request.method == "POST":
        return _send_out(request, CONNECT, reverse("mfa_index"))
    return render(request, "accounts/connect.html")


@require_http_methods(["GET", "HEAD", "POST"])
def disconnect(request: HttpRequest) -> HttpResponse:
    """Ask whether the provider shall sign this person in no more, and do so."""
    person = request.user
    if not isinstance(person, User) or identities.account_of(person) is None:
        raise Http404
    if request.method != "POST":
        return render(request, "accounts/disconnect.html")
    identities.unbind(person, request=request)
    messages.success(request, gettext("%(name)s signs you in no more.") % {"name": _provider().name})
    return redirect("mfa_index")


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """Have somebody sign in at the provider once more, before something that lasts."""
    if not isinstance(request.user, User) or identities.account_of(request.user) is None:
        raise Http404
    if request.method == "POST":
        return _send_out(request, CONFIRM, request.POST.get("next", "/"))
    return render(request, "accounts/confirm_by_provider.html", {"next": request.GET.get("next", "/")})


@require_safe
def callback(request: HttpRequest) -> HttpResponse:
    """Take the provider's answer: find out whom it is for, and go on with what was begun.

    Raises:
        ProviderSilent: The provider does not answer any more.
        SignOnRefused: The answer is not for something that was begun in this browser, or its token proves nothing.

    """
    provider = _provider()
    state = statekit.unstash_state(request, provider_id=provider.issuer, state_id=request.GET.get("state", ""))
    asker = str(request.user.pk) if request.user.is_authenticated else ""
    if state is None or state["person"] != asker:
        raise SignOnRefused
    if request.GET.get("error") == "access_denied":
        messages.info(request, gettext("You were not signed in by %(name)s.") % {"name": provider.name})
        return redirect("mfa_index" if asker else "sign-in")
    claims = _claims(request, provider, state)
    if state["process"] == CONNECT:
        return _connect(request, Identity.of(claims))
    if state["process"] == CONFIRM:
        return _confirm(request, claims, state["next"])
    return _sign_in(request, provider, claims, state["next"])


def _claims(request: HttpRequest, provider: Provider, state: Mapping[str, Any]) -> Claims:
    code = request.GET.get("code", "")
    if not code or len(code) > MOST_LETTERS or len(request.GET.getlist("code")) > 1:
        raise SignOnRefused
    question = relying_party.Question(state["nonce"], state["verifier"])
    try:
        return relying_party.redeem(
            provider, question, code=code, callback=_callback(request), issuer=request.GET.get("iss")
        )
    except TokenRefused as error:
        log.warning("single sign-on refused from %s: %s", address_of(request), error)
        raise SignOnRefused from None
    except Unanswered as error:
        log.warning("single sign-on: the provider did not take a code: %s", error)
        raise ProviderSilent(provider.name) from None


def _sign_in(request: HttpRequest, provider: Provider, claims: Claims, wanted: str) -> HttpResponse:
    identity = Identity.of(claims)
    person = identities.find_person(identity)
    if person is None and (identities.may_have_account(identity, provider) or bool(claims.groups & provider.groups)):
        person = identities.add_person(identity, request=request)
    if person is not None:
        return sign_in(request, person, identity, wanted)
    identities.keep(request.session, identity)
    has_invitation = invitations.find(str(request.session.get(INVITATION, ""))) is not None
    return redirect("invitation" if has_invitation else "provider-unknown")


def sign_in(request: HttpRequest, person: User, identity: Identity, wanted: str = "/") -> HttpResponse:
    """Sign a person in to whom an identity is bound; another factor is asked for unless the provider has done so."""
    request.session.pop(identities.PENDING, None)
    request.session.set_expiry(None)
    record_authentication(request, person, "socialaccount", provider=identity.issuer, uid=identity.subject)
    login = Login(user=person, redirect_url=own_path(wanted))
    login.state[ASKED_BY_PROVIDER] = identity.has_factor
    answer: HttpResponse = perform_login(request, login)
    if identity.has_factor and request.user.is_authenticated and request.user.pk == person.pk:
        request.session[BY_PROVIDER] = str(person.pk)
    return answer


def _connect(request: HttpRequest, identity: Identity) -> HttpResponse:
    if not isinstance(request.user, User):
        raise SignOnRefused
    identities.bind(request.user, identity, request=request)
    messages.success(request, gettext("%(name)s signs you in from now on.") % {"name": _provider().name})
    return redirect("mfa_index")


def _confirm(request: HttpRequest, claims: Claims, wanted: str) -> HttpResponse:
    person = identities.find_person(Identity.of(claims))
    if person is None or person != request.user or abs(time.time() - claims.authenticated_at) > FRESH_SECONDS:
        log.warning("single sign-on refused from %s: not confirmed", address_of(request))
        raise SignOnRefused
    record_authentication(request, person, "socialaccount", provider=claims.issuer, reauthenticated=True)
    return HttpResponseRedirect(wanted)


@require_safe
def unknown(request: HttpRequest) -> HttpResponse:
    """Tell somebody whom the provider knows and nobody here does how to get in."""
    identity = identities.pending(request)
    if identity is None or request.user.is_authenticated:
        return redirect("home" if request.user.is_authenticated else "sign-in")
    return render(request, "accounts/unknown_identity.html", {"identity": identity, "join_address": join_address()})


@require_POST
def accept_invitation(request: HttpRequest) -> HttpResponse:
    """Use an invitation up with an identity of the provider, in the place of a password.

    Raises:
        InvitationUnknown: There is no invitation that is good, or no identity.

    """
    code, identity = str(request.session.get(INVITATION, "")), identities.pending(request)
    if identity is None:
        raise SignOnRefused
    with accepting(request, code) as person:
        identities.bind(person, identity, request=request)
    return sign_in(request, person, identity)


def _open(view: View) -> View:
    return with_provider(login_not_required(view))


start_at_provider = _open(start)
provider_callback = _open(callback)
unknown_identity = _open(unknown)
invitation_by_provider = _open(accept_invitation)
confirm_by_provider = with_provider(confirm)
