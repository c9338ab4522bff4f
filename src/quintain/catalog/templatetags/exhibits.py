"""Puts an exhibit into a lesson: its frame from this room, its numbers from the pack."""

import json
from functools import lru_cache
from pathlib import Path

from django import template
from django.template.loader import select_template
from django.utils.safestring import SafeString

from quintain.catalog import shelf

register = template.Library()


@register.simple_tag(takes_context=True)
def exhibit(context: template.RequestContext, name: str) -> SafeString:
    """Return the exhibit ``name`` of the pack; one that this version cannot draw says so."""
    file = shelf.current_pack().root / "exhibits" / name / "data.json"
    data = _numbers(file, file.stat().st_mtime_ns) if file.is_file() else None
    names = [f"catalog/exhibits/{name}.html"] if data is not None else []
    frame = select_template([*names, "catalog/exhibits/missing.html"])
    return SafeString(frame.render({"name": name, "data": data}, context["request"]))


@lru_cache(maxsize=32)
def _numbers(file: Path, _changed_at: int) -> object:
    return json.loads(file.read_text(encoding="utf-8"))
