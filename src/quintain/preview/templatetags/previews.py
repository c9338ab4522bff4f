"""Puts the places of a program at work into the workbench, which belongs to a room below this one."""

from dataclasses import asdict

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from quintain.catalog.pack_store import find_lab
from quintain.preview.hosts import address_for
from quintain.preview.middleware import FRAMED
from quintain.preview.wire import ProgramData, ProgramSockets, ProgramUrls

register = template.Library()


@register.simple_tag(takes_context=True)
def program_tabs(context: template.RequestContext, slug: str) -> SafeString:
    """Render the tabs beside the verdict, and let the page frame this learner's program of the lab."""
    request = context["request"]
    lab = find_lab(slug)
    if lab is None:
        return SafeString()
    address = address_for(request, lab.uuid)
    is_web = lab.run.profile.is_web
    if is_web and address.origin:
        setattr(request, FRAMED, address.origin)
    data = ProgramData(
        lab=slug,
        origin=address.origin,
        front=lab.front,
        urls=ProgramUrls(reverse("program", args=[slug]), reverse("program-stop", args=[slug])),
        sockets=ProgramSockets(f"/live/labs/{slug}/requests", f"/live/labs/{slug}/terminal"),
    )
    given = {"is_web": is_web, "origin": address.origin, "front": lab.front, "program_data": asdict(data)}
    return render_to_string("preview/tabs.html", given, request=request)
