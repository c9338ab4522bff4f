"""Puts a question into a lesson's page, which belongs to a room below this one."""

from uuid import UUID

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from quintain.quizzes.queries import find_question, question_card

register = template.Library()


@register.simple_tag(takes_context=True)
def question(context: template.RequestContext, uuid: UUID) -> SafeString:
    """Render a question as the person behind the request sees it."""
    found = find_question(uuid)
    if found is None:
        return SafeString()
    card = question_card(context["request"].user, *found)
    return render_to_string("quizzes/question.html", {"card": card}, request=context["request"])
