"""The places of a program at work in the workbench, and the endpoints for their script."""

from collections.abc import Iterable
from dataclasses import asdict

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from quintain.attempts.pages.views import enter
from quintain.catalog.pack_store import find_lab
from quintain.packs.model.lab import Lab
from quintain.preview import actions
from quintain.preview.examples import example_of
from quintain.preview.hosts import Code, address_for
from quintain.preview.messages import ProgramData, ProgramSockets, ProgramUrls, Started
from quintain.preview.middleware import FRAMED
from quintain.preview.proxy import way_in


def programs(request: HttpRequest, slugs: Iterable[str]) -> dict[str, SafeString]:
    """Draw the tabs beside the verdict for the page of a lab: the learner's saved files run there."""
    return {lab.slug: _tabs(request, lab, Code.SAVED) for slug in slugs if (lab := find_lab(slug))}


def original_programs(request: HttpRequest, slugs: Iterable[str]) -> dict[str, SafeString]:
    """Draw the tabs beside a run of an exploit: the original code runs there."""
    return {lab.slug: _tabs(request, lab, Code.ORIGINAL) for slug in slugs if (lab := find_lab(slug))}


def _tabs(request: HttpRequest, lab: Lab, code: Code) -> SafeString:
    """Draw the tabs of one lab, and let the page frame this learner's program of it."""
    address = address_for(request, lab.uuid, code)
    is_web = lab.run.profile.is_web
    if is_web and address.origin:
        setattr(request, FRAMED, address.origin)
    is_original = code is Code.ORIGINAL
    name, below = ("original-program", "/original") if is_original else ("program", "")
    data = ProgramData(
        lab=lab.slug,
        code=code.value,
        origin=address.origin,
        front=lab.front,
        example=example_of(lab) if is_web else "",
        urls=ProgramUrls(reverse(name, args=[lab.slug]), reverse(f"{name}-stop", args=[lab.slug])),
        sockets=ProgramSockets(f"/live/labs/{lab.slug}{below}/requests", f"/live/labs/{lab.slug}{below}/terminal"),
    )
    given = {
        "is_web": is_web,
        "is_original": is_original,
        "origin": address.origin,
        "front": lab.front,
        "program_data": asdict(data),
    }
    return render_to_string("preview/tabs.html", given, request)


@require_POST
def start(request: HttpRequest, slug: str, code: Code = Code.SAVED) -> JsonResponse:
    """Have the saved files or the original ones run, and give a way in that is good once."""
    user, lab = enter(request, slug)
    address = address_for(request, lab.uuid, code)
    program = actions.start(user, lab, address, code)
    entry = way_in(address.origin, program.access.ticket()) if address.origin else ""
    return JsonResponse(asdict(Started(address.origin, entry, program.news.phase)))


@require_POST
def stop(request: HttpRequest, slug: str, code: Code = Code.SAVED) -> HttpResponse:
    """End the program of this lab."""
    user, lab = enter(request, slug)
    actions.stop(user, address_for(request, lab.uuid, code))
    return JsonResponse({})
