"""What slides show of the class that sees them: that it follows, and how it answers a question of the lesson."""

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from quintain.accounts.models import User
from quintain.catalog.pack_store import lesson_of
from quintain.catalog.queries import find_topic
from quintain.cohorts.entering import enter_class, or_404
from quintain.cohorts.models import Class
from quintain.pacing import queries
from quintain.pacing.permissions import SET_PACE


def lead_buttons(request: HttpRequest, topics: Sequence[str]) -> dict[str, SafeString]:
    """Draw into slides how a class is led by them, and for their script where to ask for the class's answers."""
    person = request.user
    if not isinstance(person, User) or not (classes := queries.taught_classes(person)):
        return {}
    facts = {
        "classes": classes,
        "is_leading": queries.led_class(person) is not None,
        "asked": _class_of_slides(person),
        "back": request.get_full_path(),
    }
    return {each: render_to_string("pacing/leadbuttons.html", {**facts, "topic": each}, request) for each in topics}


def slide_polls(request: HttpRequest, questions: Sequence[UUID]) -> dict[UUID, SafeString]:
    """Draw into slides with questions how the class is asked, and how it has answered.

    It is the class that is led, else the only one of the instructor; of several, one is chosen on the question's slide.
    """
    person = request.user
    classes = queries.taught_classes(person) if isinstance(person, User) else ()
    if not classes or not isinstance(person, User):
        return {}
    if a_class := _class_of_slides(person):
        return {pk: slide_poll(request, a_class, pk) for pk in questions}
    return {
        pk: render_to_string("pacing/askbutton.html", {"classes": classes, "question": pk}, request) for pk in questions
    }


def slide_poll(request: HttpRequest, a_class: Class, question: UUID) -> SafeString:
    """Draw how a class is asked a question, or how it has answered."""
    running = queries.running_poll(a_class)
    is_this = running is not None and running.question == question
    facts = {
        "class": a_class,
        "question": question,
        "poll": queries.poll_view(a_class, None) if is_this else None,
        "other": running is not None and not is_this,
        "back": request.get_full_path() if request.method == "GET" else "",
    }
    return render_to_string("pacing/slidepoll.html", facts, request)


@require_safe
@cache_control(no_store=True)
def polls_of_slides(request: HttpRequest, class_id: UUID, topic: str) -> HttpResponse:
    """Give the script of slides the answers of the class to the questions of a lesson again."""
    _, a_class = enter_class(request, class_id, SET_PACE)
    _, unit = or_404(find_topic(topic))
    lesson = or_404(lesson_of(unit))
    parts = [slide_poll(request, a_class, question.uuid) for question in lesson.questions]
    return HttpResponse(render_to_string("pacing/slidepolls.html", {"parts": parts}, request))


def _class_of_slides(person: User) -> Class | None:
    classes = queries.taught_classes(person)
    return queries.led_class(person) or (classes[0] if len(classes) == 1 else None)
