"""What the instructors of a class see of learning platforms: its courses there, scores, and the list of members."""

import logging
from collections.abc import Sequence
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST

from quintain.accounts.views.sign_in import in_classroom
from quintain.cohorts.entering import enter_class, or_404
from quintain.cohorts.models import Class
from quintain.lti import actions, grades, queries, services
from quintain.lti.errors import PlatformSilent
from quintain.lti.permissions import USE_IN_CLASS
from quintain.web.bodies import read_whole
from quintain.web.outgoing import Unanswered
from quintain.web.refusals import Refused

log = logging.getLogger(__name__)


def class_link(request: HttpRequest, classes: Sequence[UUID]) -> dict[UUID, SafeString]:
    """Draw a link into the page of a class."""
    if not settings.CLASSROOM:
        return {}
    return {
        pk: render_to_string("lti/link.html", {"url": reverse("class-platform", args=[pk])}, request) for pk in classes
    }


@in_classroom
@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(no_store=True)
def class_courses(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """Show the courses of a class on platforms, or have scores sent again."""
    person, a_class = enter_class(request, class_id, USE_IN_CLASS)
    if request.method == "POST":
        number = grades.send_again(a_class, by=person)
        text = ngettext("%(number)s score is sent again.", "%(number)s scores are sent again.", number)
        messages.success(request, text % {"number": number})
        return redirect("class-platform", a_class.pk)
    return _show(request, a_class)


@in_classroom
@require_POST
def import_roster(request: HttpRequest) -> HttpResponse:
    """Make students of the learners whom the platform lists in a course that is connected with a class."""
    number = read_whole(request.POST.get("course", ""), most_digits=18, otherwise=0)
    context = or_404(queries.find_connected(number))
    if context.in_class_id is None or not context.memberships_address:
        raise Http404
    person, a_class = enter_class(request, context.in_class_id, USE_IN_CLASS)
    platform = context.deployment.platform
    try:
        members = services.fetch_members(platform, context.memberships_address)
        added = actions.import_members(a_class, platform.issuer, members, by=person, request=request)
    except Unanswered as silent:
        log.warning("the learning platform %s gives no members: %s", platform.pk, silent)
        refused: Refused = PlatformSilent(platform.name)
        return _show(request, a_class, refused.status, refused=refused)
    except Refused as refused_here:
        return _show(request, a_class, refused_here.status, refused=refused_here)
    text = ngettext("%(number)s student was added.", "%(number)s students were added.", len(added))
    messages.success(request, text % {"number": len(added)} if added else gettext("Nobody in the list is new here."))
    return redirect("class-platform", a_class.pk)


def _show(request: HttpRequest, a_class: Class, status: int = 200, **more: object) -> HttpResponse:
    return render(request, "lti/class.html", {"page": queries.class_courses(a_class), **more}, status=status)
