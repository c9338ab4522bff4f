"""The places of a program at work in the workbench, and the endpoints for their script."""

from collections.abc import Iterable
from dataclasses import asdict

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from quintain.attempts.views import enter
from quintain.catalog.pack_store import find_lab
from quintain.packs.model import Lab
from quintain.preview import actions
from quintain.preview.hosts import address_for
from quintain.preview.middleware import FRAMED
from quintain.preview.proxy import ENTRY
from quintain.preview.wire import ProgramData, ProgramSockets, ProgramUrls, Started


def programs(request: HttpRequest, slugs: Iterable[str]) -> dict[str, SafeString]:
    """Draw the tabs beside the verdict for the page of a lab."""
    return {lab.slug: _tabs(request, lab) for slug in slugs if (lab := find_lab(slug))}


def _tabs(request: HttpRequest, lab: Lab) -> SafeString:
    """Draw the tabs of one lab, and let the page frame this learner's program of it."""
    address = address_for(request, lab.uuid)
    is_web = lab.run.profile.is_web
    if is_web and address.origin:
        setattr(request, FRAMED, address.origin)
    data = ProgramData(
        lab=lab.slug,
        origin=address.origin,
        front=lab.front,
        urls=ProgramUrls(reverse("program", args=[lab.slug]), reverse("program-stop", args=[lab.slug])),
        sockets=ProgramSockets(f"/live/labs/{lab.slug}/requests", f"/live/labs/{lab.slug}/terminal"),
    )
    given = {"is_web": is_web, "origin": address.origin, "front": lab.front, "program_data": asdict(data)}
    return render_to_string("preview/tabs.html", given, request)


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
