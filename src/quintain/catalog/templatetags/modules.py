"""Shows the modules of the course in a list."""

from collections.abc import Collection
from functools import lru_cache
from typing import Final

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from quintain.catalog.queries import ModuleCard

register = template.Library()

MOST_KEPT: Final = 2000
"""Modules that stay drawn, of some kilobytes each: all who have not begun one see the same."""


@register.simple_tag
def module_plan(module: ModuleCard, next_url: str, closed: Collection[str]) -> SafeString:
    """Show a module, its lessons and its labs; the one of ``next_url`` is marked, if it is in this module."""
    urls = {topic.url for topic in module.topics} | {lab.url for lab in module.labs}
    return _draw(module, next_url if next_url in urls else "", module.id in closed, get_language())


@lru_cache(MOST_KEPT)
def _draw(module: ModuleCard, next_url: str, is_closed: bool, _language: str | None) -> SafeString:
    return render_to_string("catalog/module.html", {"module": module, "next_url": next_url, "is_closed": is_closed})
