"""The one navigation between an instructor's pages of a class, which all of them show in the same order."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from quintain.accounts.models import User
from quintain.accounts.permissions import instructs, may
from quintain.cohorts.models import Class
from quintain.pacing.permissions import SET_PACE


@dataclass(frozen=True, slots=True)
class Link:
    """A page of the class; ``is_here`` if it is the one that is shown, or one below it."""

    url: str
    icon: str
    words: str
    is_here: bool


def class_nav(request: HttpRequest, classes: Sequence[UUID]) -> dict[UUID, SafeString]:
    """Draw the navigation into the pages of a class."""
    return {pk: _drawn(request, pk) for pk in classes}


def class_files(request: HttpRequest, classes: Sequence[UUID]) -> dict[UUID, SafeString]:
    """Draw links to what this room has of files and tables into the page of a class."""
    has_certificates = settings.CERTIFICATE is not None
    return {
        pk: render_to_string(
            "dashboards/classfiles.html", {"class_id": pk, "has_certificates": has_certificates}, request
        )
        for pk in classes
    }


def _drawn(request: HttpRequest, class_id: UUID) -> SafeString:
    person, a_class = request.user, Class.objects.filter(pk=class_id).first()
    if not isinstance(person, User) or a_class is None:
        return SafeString()
    pages = [
        ("wall", "layout-grid", gettext("Wall")),
        *([("pace", "clock", gettext("Pace"))] if may(person, SET_PACE, a_class) else []),
        *([("class-arena", "swords", gettext("Arena"))] if instructs(person, class_id) else []),
        ("class-help", "hand", gettext("Help")),
        ("report", "file", gettext("Report")),
        ("projector", "presentation", gettext("Projector")),
        ("class", "users", gettext("Class")),
    ]
    urls = [(reverse(name, args=[class_id]), icon, words) for name, icon, words in pages]
    # The address of the class itself begins those of all others, so the longest that fits is the one.
    here = max((url for url, _, _ in urls if request.path.startswith(url)), key=len, default="")
    links = [Link(url, icon, words, is_here=url == here) for url, icon, words in urls]
    return render_to_string("dashboards/classnav.html", {"links": links}, request)
