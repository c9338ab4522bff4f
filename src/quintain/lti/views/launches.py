"""The way of somebody whom a platform sends: login, message, browser, account, class, page.

The first two addresses are opened by forms of other sites, with which browsers send no cookies of ours. They change
nothing in a session, and the message is proven by its signature; so they need no CSRF token.
"""

import math
import secrets
from typing import Any, Final
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.csp import csp_override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quintain.accounts.errors import TooManyTries
from quintain.accounts.limits.rate_limits import THROTTLE, address_of
from quintain.accounts.limits.throttle import Rate
from quintain.accounts.models import Role, User
from quintain.accounts.permissions import instructs
from quintain.accounts.sign_in.adapters import own_path
from quintain.accounts.views.own_account import require_confirmed
from quintain.lti import actions, deep_linking, grades, launching, queries, states, tool_keys
from quintain.lti.claims import Arrival
from quintain.lti.errors import LaunchOver, LaunchRefused, NoRoleThere, NotConnected
from quintain.lti.models import Context, Launch, Platform
from quintain.lti.targets import Choice, base_of, chosen, groups, read_target
from quintain.web.bodies import read_act

ARRIVAL: Final = "lti.arrival"
"""In a session: the launch whose person has to decide whose account it is."""
LAUNCHES: Final = Rate(120, 1)
"""Messages by address, for a class behind one; those that are proven are given back."""
ASKED: Final = ("iss", "client_id", "login_hint", "lti_message_hint", "target_link_uri", "lti_deployment_id", "frame")


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(no_store=True)
def login(request: HttpRequest) -> HttpResponse:
    """Begin a launch: send the browser back to the platform, for a message that is made for this very browser."""
    _require_classroom()
    given = request.POST if request.method == "POST" else request.GET
    asked = {name: given[name] for name in ASKED if name in given}
    if not asked:
        return redirect("home")  # somebody has typed the address
    if request.headers.get("Sec-Fetch-Dest") in {"iframe", "frame"}:
        return _in_window(request, asked)
    address, started, cookie = launching.begin(asked, base_of(request), _callback(request))
    answer = HttpResponseRedirect(address)
    states.set_cookie(answer, started, cookie)
    return answer


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(no_store=True)
def receive(request: HttpRequest) -> HttpResponse:
    """Check a platform's message, and send the browser on to an address at which it shows its cookie."""
    _require_classroom()
    if request.method != "POST":
        return redirect("home")
    buckets = ((f"launch from {address_of(request)}", LAUNCHES),)
    if wait := THROTTLE.take(buckets):
        raise TooManyTries(math.ceil(wait))
    if error := request.POST.get("error", ""):
        raise LaunchRefused("not signed in there" if error == "login_required" else "the platform has refused")
    launch = launching.receive(request.POST.get("id_token", ""), request.POST.get("state", ""), base_of(request))
    THROTTLE.give_back(buckets)
    answer = redirect("lti-open", launch.pk)
    answer.status_code = 303  # by GET, whatever the browser makes of 302
    return answer


@login_not_required
@require_safe
@cache_control(no_store=True)
def open_(request: HttpRequest, launch: UUID) -> HttpResponse:
    """Let a person in whose account is linked; others are asked whose it is."""
    _require_classroom()
    found, arrival, context = launching.open_launch(launch, request)
    _require_place(arrival, context)
    person = queries.person_of(arrival)
    if person is not None:
        actions.require_may_launch(person)
        if not request.user.is_authenticated or request.user == person:
            return _enter(request, found, arrival, context, person)
    request.session[ARRIVAL] = str(found.pk)
    return redirect("lti-arrival")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(no_store=True)
def arrival(request: HttpRequest) -> HttpResponse:
    """Ask somebody who is new here, or is signed in as somebody else, as whom they go on."""
    _require_classroom()
    launch, found, context = launching.opened(request.session.get(ARRIVAL))
    _require_place(found, context)
    person, here = queries.person_of(found), request.user if isinstance(request.user, User) else None
    if person is not None and here == person:
        return _enter(request, launch, found, context, person)
    if request.method != "POST":
        facts = {"platform": launch.platform, "context": context, "name": found.name, "person": person, "here": here}
        may_link = here is not None and not actions.has_server_role(here)
        return render(request, "lti/arrival.html", facts | {"may_link": may_link})
    act = read_act({"go-on": "go-on", "link": "link"}, request.POST.get("act", ""))
    if act == "link":
        if here is None or person is not None:
            raise LaunchOver
        actions.require_may_launch(here)
        require_confirmed(request)
        return _enter(request, launch, found, context, here)
    return _enter(request, launch, found, context, person)


@login_not_required
@require_safe
@cache_control(public=True, max_age=300)
def keys(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  Django's signature
    """Give platforms the public keys of this tool (RFC 7517)."""
    if not settings.CLASSROOM or not Platform.objects.exists():
        raise Http404
    return JsonResponse(tool_keys.key_set(), content_type="application/jwk-set+json")


@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(no_store=True)
def select(request: HttpRequest, launch: UUID) -> HttpResponse:
    """Let an instructor choose what the platform's course links, and show the form that hands it over."""
    found = queries.launch_of(request.user, launch) if isinstance(request.user, User) else None
    asked = _selection(found)
    if found is None or asked is None:
        raise Http404
    takes_many = asked.selection is not None and asked.selection.takes_many
    facts = {"platform": found.platform, "groups": groups(), "takes_many": takes_many}
    if request.method != "POST":
        return render(request, "lti/select.html", facts)
    wanted = chosen(request.POST.getlist("choice"))
    if not wanted or len(wanted) > (deep_linking.MOST_CHOSEN if takes_many else 1):
        return render(request, "lti/select.html", facts | {"is_wrong": True}, status=400)
    if found.frame:
        actions.choose(found, [each.key for each in wanted])
        return render(request, "lti/chosen.html", {"platform": found.platform, "choices": wanted})
    return _hand_over(request, found, asked, wanted)


@csrf_exempt
@login_not_required
@require_POST
@cache_control(no_store=True)
def bring_back(request: HttpRequest) -> HttpResponse:
    """Hand over, within the frame of the platform, what was chosen in the window that was opened from it.

    A frame of another site shows no cookie. It has a ticket, whose digest came along with the launch; what it gets are
    links that are signed for the platform alone.
    """
    _require_classroom()
    ticket = request.POST.get("ticket", "")
    found = queries.launch_of_frame(ticket)
    asked = _selection(found)
    if found is None or asked is None:
        page = render(request, "lti/in_window.html", {"ticket": ticket[:100], "is_waiting": True})
        ancestors = ["https:", "http:"] if settings.LTI_PRIVATE else ["https:"]
        return _with_policy(request, page, {"frame-ancestors": ancestors})
    return _hand_over(request, found, asked, chosen(found.chosen), is_framed=True)


def _hand_over(
    request: HttpRequest, launch: Launch, asked: Arrival, wanted: tuple[Choice, ...], *, is_framed: bool = False
) -> HttpResponse:
    """Show the form whose target is the platform; it alone may leave this site, and to this host only."""
    where = asked.selection.return_address if asked.selection else ""
    parts = urlsplit(where)
    facts = {
        "platform": launch.platform,
        "choices": wanted,
        "is_framed": is_framed,
        "address": where,
        "token": deep_linking.answer_of(launch.platform, asked, wanted, base_of(request)),
    }
    page = render(request, "lti/hand_over.html", facts)
    policy = {"form-action": [f"{parts.scheme}://{parts.netloc}"]}
    return _with_policy(request, page, policy | (_framed_by(launch.platform) if is_framed else {}))


def _in_window(request: HttpRequest, asked: dict[str, str]) -> HttpResponse:
    """Show, within a frame of the platform, a link that begins in a window: a frame gets no cookies of ours."""
    platform = launching.find_platform(asked.get("iss", ""), asked.get("client_id", ""))
    ticket = secrets.token_urlsafe(32)
    address = f"{reverse('lti-login')}?{urlencode(asked | {'frame': states.digest(ticket)})}"
    page = render(request, "lti/in_window.html", {"address": address, "ticket": ticket})
    return _with_policy(request, page, _framed_by(platform))


def _framed_by(platform: Platform) -> dict[str, list[str]]:
    """Let pages of a platform frame a page: they may be at another host than those that an operator has entered."""
    parts = urlsplit(platform.authorization_address)
    return {"frame-ancestors": [f"{parts.scheme}://{parts.netloc}", "https:"]}


def _with_policy(request: HttpRequest, page: HttpResponse, directives: dict[str, list[str]]) -> HttpResponse:
    policy: Any = {**settings.SECURE_CSP, **directives}  # the setting has no type of its own

    @csp_override(policy)
    def answer(_request: HttpRequest) -> HttpResponse:
        return page

    return answer(request)


def _selection(launch: Launch | None) -> Arrival | None:
    """Return what a launch says that asks for a selection, if its person instructs the class."""
    if launch is None or launch.person is None:
        return None
    asked = Arrival.of_json(launch.facts)
    context = launching.note_context(launch.platform, asked)
    may_choose = context.in_class_id is not None and instructs(launch.person, context.in_class_id)
    return asked if asked.selection is not None and may_choose else None


def _enter(request: HttpRequest, launch: Launch, found: Arrival, context: Context, person: User | None) -> HttpResponse:
    """Let somebody into the class, and sign them in unless they are; a session that was there before ends."""
    target = read_target(found.target, base_of(request))
    admitted, identity = actions.admit(launch, found, context, person=person, request=request)
    grades.note_launch(identity, context, found, target)
    wanted = reverse("lti-select", args=[launch.pk]) if found.selection else target.path
    if request.user == admitted:
        request.session.pop(ARRIVAL, None)
        return redirect(wanted)
    request.session.flush()
    record_authentication(request, admitted, "socialaccount", provider=found.issuer, uid=found.subject)
    answer: HttpResponse = perform_login(request, Login(user=admitted, redirect_url=own_path(wanted)))
    return answer


def _require_place(found: Arrival, context: Context) -> None:
    if context.in_class is None:
        raise NotConnected(str(context))
    if not found.role or (found.selection and found.role != Role.INSTRUCTOR):
        raise NoRoleThere


def _require_classroom() -> None:
    """Have no address where nobody has an account, or no platform is connected."""
    if not settings.CLASSROOM:
        raise Http404


def _callback(request: HttpRequest) -> str:
    return f"{base_of(request)}{reverse('lti-launch')}"
