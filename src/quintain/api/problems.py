"""Refusals as problem details for programs: RFC 9457, application/problem+json."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from quintain.api.errors import FieldsUnfit, ScopeMissing, TooManyRequests, Unproven
from quintain.web.errors import NOTED, note_refusal
from quintain.web.refusals import Refused

MEDIA_TYPE: Final = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: a status, its anchor on the page ``/api/``, and what it means."""

    status: int
    anchor: str
    title: str
    meaning: str


KINDS: Final[Mapping[int, Kind]] = MappingProxyType(
    {
        each.status: each
        for each in (
            Kind(
                400,
                "bad-request",
                gettext_noop("Bad request"),
                gettext_noop("The request is not one that a server of HTTP understands."),
            ),
            Kind(
                401,
                "unauthorized",
                gettext_noop("No valid token"),
                gettext_noop("The request has no token, or one that is unknown, revoked or expired."),
            ),
            Kind(
                403,
                "forbidden",
                gettext_noop("Forbidden"),
                gettext_noop("The token does not have the scope, or its owner must do something first."),
            ),
            Kind(
                404,
                "not-found",
                gettext_noop("Not found"),
                gettext_noop(
                    "There is nothing at this address, or its owner may not see it, or the token not read it."
                ),
            ),
            Kind(
                405,
                "method-not-allowed",
                gettext_noop("Method not allowed"),
                gettext_noop("The address does not take this method; the header Allow names those that it takes."),
            ),
            Kind(
                413,
                "too-large",
                gettext_noop("Too large"),
                gettext_noop("The body of the request is larger than the server reads."),
            ),
            Kind(
                422,
                "unfit-parameters",
                gettext_noop("Parameters cannot be used"),
                gettext_noop("A parameter is unknown, of another type, or outside its range; “errors” names each."),
            ),
            Kind(
                429,
                "too-many-requests",
                gettext_noop("Too many requests"),
                gettext_noop("The header Retry-After says after how many seconds the next request is answered."),
            ),
            Kind(
                500,
                "server-fault",
                gettext_noop("Fault of the server"),
                gettext_noop("The server failed. “fault” is an id that its log has, too."),
            ),
            Kind(
                503,
                "unavailable",
                gettext_noop("Unavailable"),
                gettext_noop("The server has too much to do, or its database does not answer. Try again later."),
            ),
        )
    }
)


def problem_of(request: HttpRequest, refused: Refused) -> HttpResponse:
    """Answer with a room's refusal."""
    more: dict[str, Any] = {}
    if isinstance(refused, FieldsUnfit):
        more["errors"] = [{"where": e.where, "name": e.name, "message": e.message} for e in refused.faults]
    response = problem(refused.status, refused.sentence, refused.remedy, **more)
    if isinstance(refused, Unproven):
        response.headers["WWW-Authenticate"] = challenge(refused.error)
    if isinstance(refused, ScopeMissing):
        response.headers["WWW-Authenticate"] = f'{challenge("insufficient_scope")}, scope="{refused.scope}"'
    if isinstance(refused, TooManyRequests):
        response.headers["Retry-After"] = str(refused.seconds)
    if refused.status in NOTED:
        note_refusal(request, refused.status)
    return response


def problem(status: int, detail: str, remedy: str, **more: Any) -> HttpResponse:
    """Return problem details. A status that has no kind of its own is of the kind of its class, 400 or 500."""
    kind = KINDS.get(status) or KINDS[400 if status < 500 else 500]  # noqa: PLR2004  servers' faults begin there
    body = {
        "type": f"{reverse('api-reference')}#problem-{kind.anchor}",
        "title": gettext(kind.title),
        "status": status,
        "detail": detail,
        "remedy": remedy,
        **more,
    }
    return HttpResponse(json.dumps(body), status=status, content_type=MEDIA_TYPE)


def translated(response: HttpResponse) -> HttpResponse:
    """Return an error that something below has answered, as problem details; its headers stay."""
    try:
        said = json.loads(response.content)
    except ValueError:
        said = {}
    kind = KINDS.get(response.status_code) or KINDS[400]
    more = {"fault": said["fault"]} if said.get("fault") else {}
    detail, remedy = str(said.get("error") or gettext(kind.meaning)), str(said.get("remedy") or "")
    answer = problem(response.status_code, detail, remedy, **more)
    for name in ("Allow", "Retry-After"):
        if name in response:
            answer.headers[name] = response.headers[name]
    return answer


def challenge(error: str) -> str:
    """Return the header WWW-Authenticate (RFC 6750, section 3)."""
    return f'Bearer realm="Quintain", error="{error}"' if error else 'Bearer realm="Quintain"'
