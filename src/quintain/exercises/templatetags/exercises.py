"""Puts an exercise into a lesson's page, which belongs to a room below this one."""

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from quintain.exercises.queries import exercise_card, exercise_named

register = template.Library()


@register.simple_tag(takes_context=True)
def exercise(context: template.RequestContext, name: str) -> SafeString:
    """Render an exercise as the person behind the request sees it."""
    found = exercise_named(name)
    if found is None:
        return SafeString()
    card = exercise_card(context["request"].user, found)
    return render_to_string("exercises/exercise.html", {"card": card}, request=context["request"])
