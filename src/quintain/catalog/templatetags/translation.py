"""What pages say of how far they are translated."""

from django import template
from django.utils.translation import gettext

from quintain.web import course_words

register = template.Library()


@register.inclusion_tag("catalog/translation.html")
def translation_note(folder: str, name: str) -> dict[str, str]:
    """Say that a page of the course is not translated, or not all of it; nothing in the language of the course.

    Args:
        folder: the kind of the part: lessons, labs or cases.
        name: the name of its folder.

    """
    found = course_words.translation()
    if found is None:
        return {"sentence": ""}
    extent = found.parts.get(f"{folder}/{name}")
    if extent is None or not extent.translated:
        return {"sentence": gettext("The course is in English here: this page has not been translated yet.")}
    if extent.is_whole:
        return {"sentence": ""}
    return {"sentence": gettext("Parts of this page are newer than its translation, and in English.")}
