"""Pages on which an operator manages endpoints, and an instructor sees which get the events of a class."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quintain.accounts.models import User
from quintain.accounts.permissions import require
from quintain.accounts.views.own_account import require_confirmed
from quintain.accounts.views.sign_in import in_classroom
from quintain.cohorts.entering import enter_class, or_404, uuid_or_404
from quintain.cohorts.models import Class
from quintain.web.refusals import Refused
from quintain.webhooks import actions, queries
from quintain.webhooks.actions import EndpointFacts
from quintain.webhooks.errors import EndpointUnfit
from quintain.webhooks.models import Endpoint
from quintain.webhooks.permissions import MANAGE_ENDPOINTS, SEE_ENDPOINTS

TYPED_LETTERS: Final = 1100
"""More than any field takes, so that what is too long is refused and not cut."""


def server_link(request: HttpRequest, keys: Sequence[str]) -> dict[str, SafeString]:
    """Draw a link to the endpoints into the page where an operator finds the classes."""
    link = render_to_string("webhooks/link.html", {"url": reverse("webhooks")}, request)
    return dict.fromkeys(keys, link)


def class_link(request: HttpRequest, classes: Sequence[UUID]) -> dict[UUID, SafeString]:
    """Draw a link into the page of a class."""
    if not settings.CLASSROOM:
        return {}
    return {
        pk: render_to_string("webhooks/link.html", {"url": reverse("class-webhooks", args=[pk])}, request)
        for pk in classes
    }


@sensitive_variables("secret")
@in_classroom
@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(no_store=True)
def endpoints(request: HttpRequest) -> HttpResponse:
    """Show the endpoints, and the form for one more."""
    person = require(request, MANAGE_ENDPOINTS)
    if request.method != "POST":
        return _list(request)
    require_confirmed(request)
    typed = _typed(request)
    try:
        made, secret = actions.add_endpoint(typed, by=person, request=request)
    except EndpointUnfit as unfit:
        return _list(request, unfit.status, unfit=unfit, typed=typed)
    return _show_secret(request, made, secret)


@in_classroom
@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(no_store=True)
def endpoint(request: HttpRequest, endpoint: UUID) -> HttpResponse:
    """Show an endpoint with its deliveries, or change it."""
    person, found = _enter(request, endpoint)
    if request.method != "POST":
        return _show(request, found)
    require_confirmed(request)
    typed = _typed(request, found)
    try:
        actions.change_endpoint(found, typed, by=person, request=request)
    except EndpointUnfit as unfit:
        return _show(request, found, unfit.status, unfit=unfit, typed=typed)
    messages.success(request, gettext("The endpoint is changed."))
    return redirect("webhook", found.pk)


@sensitive_variables("secret")
@in_classroom
@require_POST
@cache_control(no_store=True)
def rotate(request: HttpRequest, endpoint: UUID) -> HttpResponse:
    """Make a new secret, and show it this once."""
    person, found = _enter(request, endpoint)
    require_confirmed(request)
    secret = actions.rotate_secret(found, by=person, request=request)
    return _show_secret(request, found, secret, is_rotated=True)


@in_classroom
@require_POST
def turn(request: HttpRequest, endpoint: UUID) -> HttpResponse:
    """Turn an endpoint on or off."""
    person, found = _enter(request, endpoint)
    actions.turn(found, is_on=request.POST.get("to") == "on", by=person, request=request)
    return redirect("webhook", found.pk)


@in_classroom
@require_POST
def test(request: HttpRequest, endpoint: UUID) -> HttpResponse:
    """Send an endpoint an event of its own."""
    person, found = _enter(request, endpoint)
    try:
        actions.send_test(found, by=person)
    except Refused as refused:
        return _show(request, found, refused.status, refused=refused)
    messages.success(request, gettext("A test event is sent within a few seconds."))
    return redirect("webhook", found.pk)


@in_classroom
@require_POST
def replay(request: HttpRequest, endpoint: UUID, delivery: UUID) -> HttpResponse:
    """Send an event once more."""
    person, found = _enter(request, endpoint)
    chosen = or_404(queries.find_delivery(found, delivery))
    try:
        actions.replay(chosen, by=person, request=request)
    except Refused as refused:
        return _show(request, found, refused.status, refused=refused)
    messages.success(request, gettext("The event is sent again within a few seconds."))
    return redirect("webhook", found.pk)


@in_classroom
@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(no_store=True)
def remove(request: HttpRequest, endpoint: UUID) -> HttpResponse:
    """Remove an endpoint, after a question."""
    person, found = _enter(request, endpoint)
    if request.method != "POST":
        return render(request, "webhooks/remove.html", {"endpoint": found})
    actions.remove_endpoint(found, by=person, request=request)
    messages.success(request, gettext("%(name)s is removed.") % {"name": found.name})
    return redirect("webhooks")


@in_classroom
@require_safe
@cache_control(no_store=True)
def class_endpoints(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """Show the instructors of a class which endpoints get its events."""
    _, a_class = enter_class(request, class_id, SEE_ENDPOINTS)
    facts = {"in_class": a_class, "endpoints": queries.endpoints_of(a_class)}
    return render(request, "webhooks/class.html", facts)


def _enter(request: HttpRequest, pk: UUID) -> tuple[User, Endpoint]:
    person = require(request, MANAGE_ENDPOINTS)
    return person, or_404(queries.find_endpoint(pk))


def _typed(request: HttpRequest, changed: Endpoint | None = None) -> EndpointFacts:
    form = request.POST
    wanted = form.get("class", "")
    if changed is not None and changed.in_class is not None and wanted == str(changed.in_class_id):
        in_class: Class | None = changed.in_class  # perhaps archived since
    else:
        going_on = Class.objects.filter(archived_at=None)
        in_class = or_404(going_on.filter(pk=uuid_or_404(wanted)).first()) if wanted else None
    name, address = (form.get(field, "")[:TYPED_LETTERS] for field in ("name", "address"))
    return EndpointFacts(name, address, form.getlist("type"), in_class)


def _facts(typed: Endpoint | EndpointFacts | None) -> dict[str, object]:
    chosen = typed.types if typed is not None else actions.CHOICES
    return {
        "typed": typed,
        "classes": queries.classes_to_choose(),
        "choices": [(each.value, _sentence(each), each in chosen) for each in actions.CHOICES],
    }


def _sentence(kind: str) -> str:
    return {
        "lab.proven": gettext("A student has proven a lab."),
        "class.ended": gettext("A class has ended."),
        "hand.raised": gettext("A student has raised a hand."),
    }[kind]


def _list(
    request: HttpRequest, status: int = 200, *, typed: EndpointFacts | None = None, unfit: EndpointUnfit | None = None
) -> HttpResponse:
    facts = {"endpoints": queries.endpoints(), "unfit": unfit, **_facts(typed)}
    return render(request, "webhooks/endpoints.html", facts, status=status)


def _show(
    request: HttpRequest,
    found: Endpoint,
    status: int = 200,
    *,
    typed: EndpointFacts | None = None,
    unfit: EndpointUnfit | None = None,
    refused: Refused | None = None,
) -> HttpResponse:
    facts = {
        "endpoint": found,
        "deliveries": queries.deliveries_to(found),
        "unfit": unfit,
        "refused": refused,
        **_facts(typed or found),
    }
    return render(request, "webhooks/endpoint.html", facts, status=status)


def _show_secret(request: HttpRequest, found: Endpoint, secret: str, *, is_rotated: bool = False) -> HttpResponse:
    facts = {"endpoint": found, "secret": secret, "is_rotated": is_rotated}
    return render(request, "webhooks/secret.html", facts)
