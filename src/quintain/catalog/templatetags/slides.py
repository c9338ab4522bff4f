"""Shows a lesson as slides."""

from django import template

from quintain.catalog.slides import Deck, Slide
from quintain.web import slots

register = template.Library()


@register.inclusion_tag("catalog/deck.html", takes_context=True)
def deck(context: template.Context, page: Deck, *, asks: bool) -> dict[str, object]:
    """Show all slides; another room draws how a class is asked the questions, for all at once, if the slides ask."""
    parts = [part for slide in page.slides for part in slide.parts]
    questions = [part.block.question for part in parts if part.block and part.block.question]
    return {"page": page, "polls": slots.filled("slide-poll", context["request"], questions if asks else [])}


@register.inclusion_tag("catalog/slide.html", takes_context=True)
def slide_parts(context: template.Context, slide: Slide) -> dict[str, object]:
    """Show the parts of a slide."""
    page: Deck = context["page"]
    questions = [part.block.question if part.block else None for part in slide.parts]
    polls = [context["polls"].get(question, "") for question in questions]
    return {"lesson_url": page.lesson_url, "parts": list(zip(slide.parts, polls, strict=True))}
