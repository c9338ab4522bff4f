"""Pages on which an operator connects platforms, their deployments, and their courses."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST

from quintain.accounts.models import User
from quintain.accounts.permissions import require
from quintain.accounts.views.own_account import require_confirmed
from quintain.accounts.views.sign_in import in_classroom
from quintain.cohorts.entering import or_404, uuid_or_404
from quintain.cohorts.models import Class
from quintain.lti import actions, queries
from quintain.lti.actions import PlatformFacts
from quintain.lti.errors import PlatformUnfit
from quintain.lti.models import Platform
from quintain.lti.permissions import CONNECT_PLATFORMS
from quintain.web.bodies import read_whole

TYPED_LETTERS: Final = 1100
"""More than any field takes, so that what is too long is refused and not cut."""


def server_link(request: HttpRequest, keys: Sequence[str]) -> dict[str, SafeString]:
    """Draw a link to the platforms into the page where an operator finds the classes."""
    link = render_to_string("lti/link.html", {"url": reverse("lti-platforms")}, request)
    return dict.fromkeys(keys, link)


@in_classroom
@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(no_store=True)
def platforms(request: HttpRequest) -> HttpResponse:
    """Show the platforms, what to enter there, and the form for one more."""
    person = require(request, CONNECT_PLATFORMS)
    if request.method != "POST":
        return _list(request)
    require_confirmed(request)
    typed, deployment = _typed(request), request.POST.get("deployment", "")[:TYPED_LETTERS]
    try:
        made = actions.connect_platform(typed, deployment, by=person, request=request)
    except PlatformUnfit as unfit:
        return _list(request, unfit.status, unfit=unfit, typed=typed, deployment=deployment)
    messages.success(request, gettext("%(name)s is connected.") % {"name": made.name})
    return redirect("lti-platform", made.pk)


@in_classroom
@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(no_store=True)
def platform(request: HttpRequest, platform: UUID) -> HttpResponse:
    """Show a platform with its deployments and courses, or change its addresses."""
    person, found = _enter(request, platform)
    if request.method != "POST":
        return _show(request, found)
    require_confirmed(request)
    typed = _typed(request)
    try:
        actions.change_platform(found, typed, by=person, request=request)
    except PlatformUnfit as unfit:
        return _show(request, found, unfit.status, unfit=unfit, typed=typed)
    messages.success(request, gettext("The platform is changed."))
    return redirect("lti-platform", found.pk)


@in_classroom
@require_POST
def deployments(request: HttpRequest, platform: UUID) -> HttpResponse:
    """Add a deployment, or remove one."""
    person, found = _enter(request, platform)
    try:
        if removed := request.POST.get("remove", ""):
            actions.remove_deployment(found, removed, by=person, request=request)
        else:
            actions.add_deployment(found, request.POST.get("deployment", ""), by=person, request=request)
    except PlatformUnfit as unfit:
        return _show(request, found, unfit.status, unfit=unfit)
    return redirect("lti-platform", found.pk)


@in_classroom
@require_POST
def courses(request: HttpRequest, platform: UUID) -> HttpResponse:
    """Connect a course of the platform with a class, or with none."""
    person, found = _enter(request, platform)
    require_confirmed(request)
    number = read_whole(request.POST.get("course", ""), most_digits=18, otherwise=0)
    context = or_404(queries.find_context(found, number))
    wanted = request.POST.get("class", "")
    a_class = or_404(Class.objects.filter(pk=uuid_or_404(wanted), archived_at=None).first()) if wanted else None
    actions.connect_course(context, a_class, by=person, request=request)
    return redirect("lti-platform", found.pk)


@in_classroom
@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(no_store=True)
def remove(request: HttpRequest, platform: UUID) -> HttpResponse:
    """Disconnect a platform, after a question."""
    person, found = _enter(request, platform)
    if request.method != "POST":
        return render(request, "lti/remove.html", {"platform": found})
    actions.disconnect_platform(found, by=person, request=request)
    messages.success(request, gettext("%(name)s is disconnected.") % {"name": found.name})
    return redirect("lti-platforms")


@in_classroom
@require_POST
def rotate(request: HttpRequest) -> HttpResponse:
    """Sign with a new key from now on."""
    person = require(request, CONNECT_PLATFORMS)
    actions.rotate_key(by=person, request=request)
    messages.success(request, gettext("A new key signs from now on. The one before is published for a week more."))
    return redirect("lti-platforms")


def _enter(request: HttpRequest, pk: UUID) -> tuple[User, Platform]:
    person = require(request, CONNECT_PLATFORMS)
    return person, or_404(queries.find_platform(pk))


def _typed(request: HttpRequest) -> PlatformFacts:
    return PlatformFacts(*(request.POST.get(name, "")[:TYPED_LETTERS] for name in PlatformFacts.__slots__))


def _list(request: HttpRequest, status: int = 200, **typed: object) -> HttpResponse:
    facts = {"platforms": queries.platforms(), "tool": queries.ToolFacts.at(request)}
    return render(request, "lti/platforms.html", facts | typed, status=status)


def _show(request: HttpRequest, found: Platform, status: int = 200, **typed: object) -> HttpResponse:
    facts = {
        "platform": found,
        "typed": found,
        "tool": queries.ToolFacts.at(request),
        "contexts": queries.contexts_of(found),
        "classes": queries.classes_to_connect(),
    }
    return render(request, "lti/platform.html", facts | typed, status=status)
