"""The checklist, its files, and a lab as a folder."""

from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from quintain.accounts.permissions import require
from quintain.attempts import queries as attempts
from quintain.attempts.actions import files_of
from quintain.attempts.permissions import require_lab
from quintain.catalog.pack_store import find_lab, source_lab
from quintain.catalog.permissions import READ_COURSE
from quintain.catalog.queries import LabLink
from quintain.checklists import queries
from quintain.exports.lab_folders import files_of_folder, zip_of


def links(request: HttpRequest, places: Iterable[str]) -> dict[str, SafeString]:
    """Draw links to the checklist for the page after a proof and for that of what can be taken home."""
    return {place: render_to_string("checklists/link.html", {}, request) for place in places}


def hard_links(request: HttpRequest, places: Iterable[tuple[LabLink, ...]]) -> dict[tuple[LabLink, ...], SafeString]:
    """Draw a link to the checklist for a page with these labs, if any of them is on it."""
    counts = {labs: queries.count_of(labs) for labs in places}
    return {
        labs: render_to_string("checklists/hard.html", {"labs": count}, request)
        for labs, count in counts.items()
        if count
    }


def folder_links(request: HttpRequest, slugs: Iterable[str]) -> dict[str, SafeString]:
    """Draw a button for each lab that gives it as a folder."""
    return {slug: render_to_string("checklists/folder.html", {"slug": slug}, request) for slug in slugs}


@require_safe
def checklist(request: HttpRequest) -> HttpResponse:
    """Show what to look for in one's own code."""
    user = require(request, READ_COURSE)
    return render(request, "checklists/checklist.html", {"page": queries.checklist_page(user)})


@require_safe
@cache_control(no_store=True)  # it is the list as it is now
def checklist_file(request: HttpRequest, name: str) -> HttpResponse:
    """Give the checklist as text, or its rules as a configuration of a linter."""
    user = require(request, READ_COURSE)
    write = queries.FILES.get(name)
    if write is None:
        raise Http404
    return _file(write(queries.rows_of(user)).encode(), name, "text/plain; charset=utf-8")


@require_safe
@cache_control(no_store=True)  # it has the learner's files as they are now
def lab_folder(request: HttpRequest, slug: str) -> HttpResponse:
    """Give a lab, with the learner's files, as a zip for their own machine."""
    lab = find_lab(slug)
    user = require_lab(request, lab)
    if lab is None or not lab.is_fixed:
        raise Http404
    lab = source_lab(lab.uuid) or lab  # all other words of the folder are English
    files = files_of_folder(lab, files_of(attempts.find_workspace(user, lab), lab))
    return _file(zip_of(files, lab.slug), f"{lab.slug}.zip", "application/zip")


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
