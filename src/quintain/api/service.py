"""The API as django-ninja serves it, and what becomes of everything that goes wrong in it."""

import logging
import secrets
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import Error
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext
from ninja import NinjaAPI
from ninja.errors import ValidationError

from quintain.api.errors import MOST_FAULTS, FieldFault, FieldsUnfit
from quintain.api.problems import KINDS, problem, problem_of
from quintain.api.routes import router
from quintain.web.errors import database_notice, known_notice, note_refusal
from quintain.web.refusals import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

log = logging.getLogger(__name__)

VERSION: Final = "1"


@cache
def service() -> NinjaAPI:
    """Return the API; there is one of it."""
    api = NinjaAPI(
        title="Quintain",
        version=VERSION,
        urls_namespace="api-v1",
        docs_url=None,
        openapi_url=None,
    )
    api.add_router("", router)
    handlers: dict[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {  # Any: its own kind of exception
        Refused: problem_of,
        ValidationError: _unfit,
        Http404: _missing,
        PermissionDenied: _forbidden,
        RequestDataTooBig: _too_large,
        Exception: _fault,
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)
    return api


def patterns() -> list[URLPattern | URLResolver]:
    """Return the addresses of the API. They ask for a token, where those of pages ask for a session."""
    found: list[URLPattern | URLResolver] = service().urls[0]
    for each in found:
        if isinstance(each, URLPattern):
            each.callback.login_required = False  # type: ignore[attr-defined]  # Django's documented mark
    return found


def _unfit(request: HttpRequest, exception: ValidationError) -> HttpResponse:
    faults = tuple(
        FieldFault(str(each["loc"][0]), str(each["loc"][-1])[:80], str(each["msg"])[:200])
        for each in exception.errors[:MOST_FAULTS]
    )
    return problem_of(request, FieldsUnfit(faults))


def _missing(request: HttpRequest, exception: Http404) -> HttpResponse:  # noqa: ARG001  ninja's signature
    return problem(404, gettext(KINDS[404].meaning), gettext("Check the address, the scopes and the token's class."))


def _forbidden(request: HttpRequest, exception: PermissionDenied) -> HttpResponse:  # noqa: ARG001  as above
    note_refusal(request, 403)
    return problem(403, gettext(KINDS[403].meaning), gettext("Ask the person who runs the server."))


def _too_large(request: HttpRequest, exception: RequestDataTooBig) -> HttpResponse:  # noqa: ARG001  as above
    return problem(413, gettext(KINDS[413].meaning), gettext("Send no body."))


def _fault(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a fault of ours with an id that is in the log too; of the database, that it does not answer."""
    if isinstance(exception, Error) and (notice := database_notice(request, exception)) is not None:
        return problem(503, notice.sentence, notice.remedy)
    fault = secrets.token_hex(4)
    log.error("fault %s at %s %s", fault, request.method, request.path, exc_info=exception)
    return problem(500, known_notice(500).sentence, known_notice(500).remedy, fault=fault)
