"""Puts an exhibit into a lesson: a figure and its numbers that need no script, and the data for one that moves."""

import json
from dataclasses import dataclass

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from quintain.catalog import pack_store
from quintain.catalog.drawings import drawing_url
from quintain.packs.model.exhibit import Exhibit
from quintain.web.assets import asset_url
from quintain.web.markdown import render_inline, render_inline_of_page

register = template.Library()

# A text of the data must not end the script element that holds it.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@dataclass(frozen=True, slots=True)
class TableView:
    """A table of an exhibit, its cells as HTML."""

    title: SafeString
    columns: tuple[SafeString, ...]
    rows: tuple[tuple[SafeString, ...], ...]


@register.simple_tag(takes_context=True)
def drawing_imports(context: template.Context) -> SafeString:
    """Say what drawings import as ``quintain/exhibits``; browsers read it before the first script that is a module."""
    imports = {"imports": {"quintain/exhibits": asset_url("exhibits.js")}}
    return format_html(
        '<script type="importmap" nonce="{}">{}</script>\n',
        str(context["csp_nonce"]),
        mark_safe(json.dumps(imports).translate(ESCAPES)),  # noqa: S308  see ESCAPES
    )


@register.inclusion_tag("catalog/exhibit.html")
def exhibit(name: str) -> dict[str, object]:
    """Show the exhibit ``name`` of the pack; one that nobody has made yet says so."""
    shown = pack_store.current_pack().exhibits.get(name)
    return {"name": name} if shown is None else {"name": name, **_view(shown)}


def _view(exhibit: Exhibit) -> dict[str, object]:
    return {
        "exhibit": exhibit,
        "drawing": drawing_url(exhibit),
        "title": render_inline(exhibit.title),
        "about": render_inline(exhibit.about),
        "caption": render_inline(exhibit.caption),
        "figure": mark_safe(exhibit.figure),  # noqa: S308  shapes and words alone: packs.exhibits has seen to it
        "numbers": mark_safe(exhibit.numbers.translate(ESCAPES)),  # noqa: S308  see ESCAPES
        "tables": [
            TableView(
                render_inline_of_page(table.title),
                tuple(map(render_inline_of_page, table.columns)),
                tuple(tuple(map(render_inline_of_page, row)) for row in table.rows),
            )
            for table in exhibit.tables
        ],
    }
