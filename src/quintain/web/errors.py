"""Error pages for readers: what happened, where, and what next. Scripts get the same as JSON."""

import logging
import secrets
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import Error
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.translation import gettext, gettext_noop

from quintain.web.health import State, state_of
from quintain.web.nearest import Place, place_near
from quintain.web.refusals import Refused

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Notice:
    """What an error page says. ``fault`` is an id to quote, given for faults of ours."""

    status: int
    title: str
    sentence: str
    remedy: str
    nearest: Place | None = None
    fault: str = ""


NOTICES: Mapping[int, Notice] = {
    400: Notice(
        400,
        gettext_noop("Missed"),
        gettext_noop("The request is not one that this page understands."),
        gettext_noop("Go back and try again."),
    ),
    401: Notice(
        401,
        gettext_noop("Signed out"),
        gettext_noop("Your session has ended."),
        gettext_noop("Open a fresh link: press Enter in the terminal where Quintain runs, or run: quintain link"),
    ),
    403: Notice(
        403,
        gettext_noop("Not yours"),
        gettext_noop("This belongs to somebody else, or is not open to you."),
        gettext_noop("Go back to the course."),
    ),
    404: Notice(
        404,
        gettext_noop("Missed"),
        gettext_noop("There is nothing at this address."),
        gettext_noop("Check the address, or go back to the course."),
    ),
    405: Notice(
        405,
        gettext_noop("Missed"),
        gettext_noop("This address does not take that kind of request."),
        gettext_noop("Use the page's buttons."),
    ),
    413: Notice(
        413,
        gettext_noop("Too large"),
        gettext_noop("The request is larger than the server takes."),
        gettext_noop("Keep each file below 256 KiB."),
    ),
    429: Notice(
        429,
        gettext_noop("One at a time"),
        gettext_noop("You asked for the same thing a moment ago."),
        gettext_noop("Wait a moment, then try again."),
    ),
    500: Notice(
        500,
        gettext_noop("Our fault"),
        gettext_noop("The server failed, not you. What was saved is safe."),
        gettext_noop("Try again; if it stays, quote the id."),
    ),
    503: Notice(
        503,
        gettext_noop("Not now"),
        gettext_noop("The server's database does not answer: another program holds it."),
        gettext_noop("Wait a moment, then try again. If it stays, tell the person who runs this server."),
    ),
}

SIGNED_OUT = Notice(
    401,
    gettext_noop("Signed out"),
    gettext_noop("Your session has ended."),
    gettext_noop("Sign in again in another tab, then come back."),
)
"""What is said in a classroom, where people have accounts."""

BARE_FIELDS = ("title", "sentence", "remedy", "fault")
BARE = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>'
    "<h1>{title}</h1><p>{sentence}<p>{remedy}<p><code>{fault}</code></html>"
)


def known_notice(status: int) -> Notice:
    """Return what is said of a status, in the classroom's language."""
    notice = NOTICES.get(status, NOTICES[400])
    if status == SIGNED_OUT.status and settings.CLASSROOM:
        notice = SIGNED_OUT
    return Notice(notice.status, gettext(notice.title), gettext(notice.sentence), gettext(notice.remedy))


def wants_json(request: HttpRequest) -> bool:
    """Tell whether a script asked."""
    accepted = request.headers.get("accept", "")
    return request.content_type == "application/json" or "application/json" in accepted


NOTED: Final = frozenset({403, 429})
"""Refusals that the log names with person and address: who looks for a way in has many of them."""


def answer(request: HttpRequest, notice: Notice, facts: Mapping[str, object] | None = None) -> HttpResponse:
    """Say ``notice`` in the way that the asker reads."""
    if notice.status in NOTED:
        note_refusal(request, notice.status)
    if wants_json(request):
        body: dict[str, object] = {"error": notice.sentence, "remedy": notice.remedy, **(facts or {})}
        return JsonResponse(body | ({"fault": notice.fault} if notice.fault else {}), status=notice.status)
    return render(request, "web/error.html", {"notice": notice}, status=notice.status)


def note_refusal(request: HttpRequest, status: int) -> None:
    """Write into the log whom a page or a form was refused, and whom the server slowed down."""
    person = getattr(request, "user", None)
    who = person.pk if person is not None and person.is_authenticated else "nobody"
    log.warning("%s for %s at %s %s from %s", status, who, request.method, request.path, request.META["REMOTE_ADDR"])


def database_fault(request: HttpRequest, error: Error) -> HttpResponse | None:
    """Answer a request whose database is away, held, full or damaged; None if the fault is another one."""
    notice = database_notice(request, error)
    if notice is None:
        return None
    try:
        return answer(request, notice)
    except Error:  # the page would have needed it
        return bare(notice)


def database_notice(request: HttpRequest, error: Error) -> Notice | None:
    """Log what is wrong with the database, and return what to say of it; None if the fault is another one."""
    state = state_of(error)
    if state is State.UNREACHABLE:
        return None
    log.error("the database is %s at %s: %s", state, request.path, error)
    notice = known_notice(503)
    if state is State.DAMAGED:
        notice = replace(notice, sentence=gettext("The server's database is damaged."))
    elif state is State.FULL:
        notice = replace(notice, sentence=gettext("The server's disk is full."))
    elif state is State.AWAY:
        notice = replace(notice, sentence=gettext("The server's database does not answer. What was saved is safe."))
    return notice


def bare(notice: Notice) -> HttpResponse:
    """Return a page that needs nothing but itself."""
    body = format_html(BARE, **{key: getattr(notice, key) for key in BARE_FIELDS})
    return HttpResponse(body, status=notice.status)


def refuse(request: HttpRequest, refused: Refused) -> HttpResponse:
    """Answer with a room's refusal."""
    usual = known_notice(refused.status)
    title = gettext(refused.title) if refused.title else usual.title
    return answer(request, Notice(refused.status, title, refused.sentence, refused.remedy), refused.facts)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that Django itself found unfit."""
    return answer(request, known_notice(413 if isinstance(exception, RequestDataTooBig) else 400))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  Django's signature
    """Answer a refused permission."""
    return answer(request, known_notice(403))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  Django's signature
    """Answer an unknown address with the nearest one that exists."""
    place = place_near(request.path) if request.user.is_authenticated else None
    return answer(request, replace(known_notice(404), nearest=place))


def server_fault(request: HttpRequest) -> HttpResponse:
    """Answer a fault of ours with an id that is in the log too."""
    error = sys.exc_info()[1]
    if isinstance(error, Error) and (answered := database_fault(request, error)):
        return answered  # middleware met it, whose exceptions go by no other middleware
    fault = secrets.token_hex(4)
    log.error("fault %s at %s %s", fault, request.method, request.path)
    notice = replace(known_notice(500), fault=fault)
    try:
        return answer(request, notice)
    except Exception:  # what broke the page may break its error page too: the database, a template
        log.exception("fault %s: the error page failed as well", fault)
        return bare(notice)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  Django's signature
    """Answer a form whose token is missing or old."""
    return answer(
        request,
        Notice(
            403,
            gettext("The page was too old"),
            gettext("The form had no CSRF token of your session, so nothing was changed."),
            gettext("Reload the page and try again."),
        ),
        {"old_token": True},  # a script may fetch a new one, see accounts.views.session
    )
