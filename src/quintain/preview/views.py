"""The endpoints for the workbench's script."""

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from quintain.attempts.views import enter
from quintain.preview import actions
from quintain.preview.hosts import address_for
from quintain.preview.proxy import ENTRY
from quintain.preview.wire import Started


@require_POST
def start(request: HttpRequest, lab: str) -> JsonResponse:
    """Have the saved files run, and give a way in that is good once."""
    user, found = enter(request, lab)
    address = address_for(request, found.uuid)
    program = actions.start(user, found, address)
    entry = f"{address.origin}{ENTRY}?ticket={program.access.ticket()}" if address.origin else ""
    return JsonResponse(asdict(Started(address.origin, entry, program.news.phase)))


@require_POST
def stop(request: HttpRequest, lab: str) -> HttpResponse:
    """End the program of this lab."""
    user, found = enter(request, lab)
    actions.stop(user, address_for(request, found.uuid))
    return JsonResponse({})
