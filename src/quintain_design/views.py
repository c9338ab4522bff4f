"""The page of the look."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from quintain.accounts.permissions import require
from quintain.catalog import pack_store
from quintain.catalog.permissions import READ_COURSE
from quintain_design.specimens import gallery


@require_safe
def design(request: HttpRequest) -> HttpResponse:
    """Show every component in every state."""
    require(request, READ_COURSE)
    exhibits = sorted(pack_store.current_pack().exhibits)
    return render(request, "design/design.html", {"gallery": gallery(), "exhibits": exhibits})
