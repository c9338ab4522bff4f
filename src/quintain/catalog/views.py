"""Pages of the course."""

from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from quintain.accounts.models import User
from quintain.accounts.permissions import may, place_as_student, require
from quintain.catalog import pack_store, queries
from quintain.catalog.actions import mark_read
from quintain.catalog.cases import case_page
from quintain.catalog.drawings import drawing_response, find_drawing
from quintain.catalog.glossary import glossary_page
from quintain.catalog.home import home as home_page
from quintain.catalog.lesson import module_card, topic_page
from quintain.catalog.notes import notes_page
from quintain.catalog.permissions import PRESENT, READ_COURSE, READ_NOTES, require_topic
from quintain.catalog.search import search as find_passages
from quintain.catalog.sequence import record_of
from quintain.catalog.slides import deck_page
from quintain.catalog.timetable import short_days
from quintain.catalog.timetable import timetable as days_of_the_course
from quintain.web.bodies import is_by_script
from quintain.web.errors import wants_json

MOST_ON_THE_PAGE: Final = 30
MOST_IN_THE_DIALOG: Final = 8


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the course and how far the learner is; a student who has no seat now is led to their class."""
    if isinstance(request.user, User) and not may(request.user, READ_COURSE) and not wants_json(request):
        if place := place_as_student(request.user):
            return redirect("class", class_id=place.in_class_id)
        if settings.CLASSROOM and not request.user.roles:
            return redirect("join")
    user = require(request, READ_COURSE)
    return render(request, "catalog/home.html", {"home": home_page(user)})


@require_safe
def topic(request: HttpRequest, topic: str) -> HttpResponse:
    """Show the lesson of a topic."""
    place = queries.find_topic(topic)
    user = require_topic(request, place[0] if place else None)
    if place is None:
        raise Http404
    return render(request, "catalog/topic.html", {"page": topic_page(user, *place)})


@require_safe
def notes(request: HttpRequest, topic: str) -> HttpResponse:
    """Show an instructor the notes of a topic."""
    user = require(request, READ_NOTES)
    place = queries.find_topic(topic)
    page = notes_page(user, *place) if place else None
    if page is None:
        raise Http404
    return render(request, "catalog/notes.html", {"page": page})


@require_safe
def slides(request: HttpRequest, topic: str) -> HttpResponse:
    """Show an instructor the lesson of a topic as slides."""
    return _deck(request, topic, "catalog/slides.html", PRESENT)


@require_safe
def presenter(request: HttpRequest, topic: str) -> HttpResponse:
    """Show an instructor what the class does not see: notes for the slide that is shown, the clock, the next slide."""
    return _deck(request, topic, "catalog/presenter.html", READ_NOTES)


def _deck(request: HttpRequest, topic: str, template: str, permission: str) -> HttpResponse:
    user = require(request, permission)
    place = queries.find_topic(topic)
    page = deck_page(user, *place) if place else None
    if page is None:
        raise Http404
    return render(request, template, {"page": page})


@require_POST
def read(request: HttpRequest, topic: str) -> HttpResponse:
    """Note that the learner has read a topic, and stay at the end of its page."""
    place = queries.find_topic(topic)
    user = require_topic(request, place[0] if place else None)
    lesson = pack_store.lesson_of(place[1]) if place else None
    if place is None or lesson is None:
        raise Http404
    mark_read(user, lesson)
    if is_by_script(request):
        return render(request, "catalog/read.html", {"module": module_card(record_of(user), *place), "answer": True})
    return redirect(f"{reverse('topic', args=[topic])}#read")


@require_safe
def case(request: HttpRequest, case: str) -> HttpResponse:
    """Show a case study."""
    require(request, READ_COURSE)
    page = case_page(case)
    if page is None:
        raise Http404
    return render(request, "catalog/case.html", {"page": page, "slug": case})


@require_safe
def drawing(request: HttpRequest, exhibit: str, stamp: str) -> HttpResponse:
    """Send the script that draws an exhibit."""
    require(request, READ_COURSE)
    script = find_drawing(exhibit, stamp)
    if script is None:
        raise Http404
    return drawing_response(request, script)


@require_safe
def timetable(request: HttpRequest) -> HttpResponse:
    """Show the days of the course on the clock."""
    user = require(request, READ_COURSE)
    short = short_days() if may(user, READ_NOTES) else ()
    return render(request, "catalog/timetable.html", {"days": days_of_the_course(user), "short_days": short})


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """Show what the words of the course mean."""
    user = require(request, READ_COURSE)
    return render(request, "catalog/glossary.html", {"page": glossary_page(user)})


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what the course says about some words."""
    user = require(request, READ_COURSE)
    results = find_passages(user, request.GET.get("q", ""), MOST_ON_THE_PAGE, as_typed="typed" in request.GET)
    return render(request, "catalog/search.html", {"results": results})


@require_safe
def search_results(request: HttpRequest) -> HttpResponse:
    """Send the best of the results to the dialog of a page, while somebody types."""
    user = require(request, READ_COURSE)
    results = find_passages(user, request.GET.get("q", ""), MOST_IN_THE_DIALOG)
    return render(request, "catalog/found.html", {"results": results})


@require_safe
def preview(request: HttpRequest) -> JsonResponse:
    """Tell an author's page whether a file of the pack changed, and what is wrong with it."""
    require(request, READ_COURSE)
    state = queries.preview()
    if state is None:
        raise Http404
    return JsonResponse({"stamp": state.stamp, "problems": state.problems})
