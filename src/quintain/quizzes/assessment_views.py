"""Pages of the test of the whole course."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quintain.accounts.models import User
from quintain.accounts.permissions import require
from quintain.catalog.permissions import READ_COURSE
from quintain.catalog.sequence import Left
from quintain.quizzes import assessment
from quintain.quizzes.errors import NoSuchOption
from quintain.quizzes.models import Occasion
from quintain.web.bodies import read_fields, read_whole


@require_safe
@cache_control(no_store=True)
def overview(request: HttpRequest) -> HttpResponse:
    """Show which test is next, and after both what was learnt."""
    user = _enter(request)
    return render(request, "quizzes/assessment.html", {"page": assessment.assessment_of(user)})


@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(no_store=True)
def take_test(request: HttpRequest, occasion: str) -> HttpResponse:
    """Ask the questions, or keep the answers and lead to the page on which they are handed in."""
    user, when = _enter_test(request, occasion)
    if request.method == "POST":
        assessment.keep_draft(user, when, _chosen(request))
        return redirect("assessment-review", when.value)
    return _show_draft(request, user, when, "quizzes/assessment_test.html")


@require_POST
def keep_answer(request: HttpRequest, occasion: str) -> JsonResponse:
    """Keep one answer until the test is handed in: the page sends each as it is chosen."""
    user, when = _enter_test(request, occasion)
    fields = read_fields(request)
    try:
        question = UUID(fields.text("question"))
    except ValueError:
        raise NoSuchOption from None
    assessment.keep_draft(user, when, {question: _read_option(fields.text("option"))})
    draft = assessment.draft_of(user, when)
    return JsonResponse({"answered": len(draft.questions) - len(draft.open)})


@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(no_store=True)
def review(request: HttpRequest, occasion: str) -> HttpResponse:
    """Show how many questions are answered and which are open, or take what is handed in.

    The form has the answers that the page has counted, so that nothing else is handed in than what was shown.
    """
    user, when = _enter_test(request, occasion)
    if request.method == "POST":
        assessment.take(user, when, _chosen(request))
        return redirect("assessment")
    return _show_draft(request, user, when, "quizzes/assessment_review.html")


def _show_draft(request: HttpRequest, user: User, occasion: Occasion, template: str) -> HttpResponse:
    assessment.require_open(user, occasion)
    return render(request, template, {"draft": assessment.draft_of(user, occasion), "occasion": occasion.value})


def invitation(request: HttpRequest, places: Sequence[Left]) -> Mapping[Left, SafeString]:
    """Draw, for the page of the course, the way to the test that is next; a place says what is left of the course."""
    user = request.user
    if not assessment.questions() or not isinstance(user, User):
        return {}
    occasion = assessment.occasion_for(user)
    if occasion is None:
        return {}
    shown = {"occasion": occasion.value, "number": len(assessment.questions())}

    def draw(left: Left) -> SafeString:
        is_open = occasion is Occasion.EXIT and assessment.is_exit_open(user, left)
        return render_to_string("quizzes/assessment_invitation.html", shown | {"is_open": is_open}, request)

    return {left: draw(left) for left in places}


def _enter(request: HttpRequest) -> User:
    user = require(request, READ_COURSE)
    if not assessment.questions():
        raise Http404
    return user


def _enter_test(request: HttpRequest, occasion: str) -> tuple[User, Occasion]:
    user = _enter(request)
    if occasion not in Occasion.values:
        raise Http404
    return user, Occasion(occasion)


def _chosen(request: HttpRequest) -> dict[UUID, int | None]:
    """Read the options that were chosen; a field that is missing or empty is a question that was left open.

    Raises:
        NoSuchOption: A field is neither a number nor “I do not know”.

    """
    fields = ((each.uuid, request.POST.get(f"question-{each.uuid}", "")) for each in assessment.questions())
    return {uuid: _read_option(text) for uuid, text in fields if text}


def _read_option(text: str) -> int | None:
    if text == assessment.UNKNOWN:
        return None
    number = read_whole(text, most_digits=3, otherwise=-1)
    if number < 0:
        raise NoSuchOption
    return number
