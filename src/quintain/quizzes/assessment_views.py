"""Pages of the test of the whole course."""

from collections.abc import Hashable, Mapping, Sequence
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from quintain.accounts.models import User
from quintain.accounts.permissions import require
from quintain.catalog.permissions import READ_COURSE
from quintain.quizzes import assessment
from quintain.quizzes.errors import NoSuchOption
from quintain.quizzes.models import Occasion
from quintain.web.bodies import read_whole


@require_safe
@cache_control(no_store=True)
def overview(request: HttpRequest) -> HttpResponse:
    """Show which test is next, and after both what was learnt."""
    user = _enter(request)
    return render(request, "quizzes/assessment.html", {"page": assessment.assessment_of(user)})


@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(no_store=True)
def take_test(request: HttpRequest, occasion: str) -> HttpResponse:
    """Ask the questions, or keep the answers."""
    user = _enter(request)
    if occasion not in Occasion.values:
        raise Http404
    when = Occasion(occasion)
    if request.method == "POST":
        assessment.take(user, when, _chosen(request))
        return redirect("assessment")
    assessment.require_open(user, when)
    return render(
        request, "quizzes/assessment_test.html", {"questions": assessment.question_views(), "occasion": when.value}
    )


def invitation(request: HttpRequest, places: Sequence[Hashable]) -> Mapping[Hashable, SafeString]:
    """Draw, for the page of the course, the way to the test that is next."""
    user = request.user
    if not assessment.questions() or not isinstance(user, User):
        return {}
    occasion = assessment.occasion_for(user)
    if occasion is None:
        return {}
    shown = {"occasion": occasion.value, "number": len(assessment.questions())}
    return {place: render_to_string("quizzes/assessment_invitation.html", shown, request) for place in places}


def _enter(request: HttpRequest) -> User:
    user = require(request, READ_COURSE)
    if not assessment.questions():
        raise Http404
    return user


def _chosen(request: HttpRequest) -> dict[UUID, int | None]:
    """Read the options that were chosen; a field that is missing or empty is a question that was left open.

    Raises:
        NoSuchOption: A field is no number.

    """
    chosen: dict[UUID, int | None] = {}
    for question in assessment.questions():
        text = request.POST.get(f"question-{question.uuid}", "")
        number = read_whole(text, most_digits=3, otherwise=-1) if text else None
        if number is not None and number < 0:
            raise NoSuchOption
        chosen[question.uuid] = number
    return chosen
