"""Shows the blocks of a lesson or case study."""

from collections.abc import Sequence
from typing import Final

from django import template

from quintain.catalog.lesson import BlockView
from quintain.web import slots

register = template.Library()

DRAWN_TOGETHER: Final = ("question", "exercise", "principles", "reading-list")


@register.inclusion_tag("catalog/blocks.html", takes_context=True)
def blocks(context: template.Context, blocks: Sequence[BlockView]) -> dict[str, object]:
    """Show blocks in order; what depends on the person is drawn for the whole page at once, some by other rooms."""
    keys = {kind: [block.key for block in blocks if block.kind == kind] for kind in DRAWN_TOGETHER}
    drawn = {kind: slots.filled(kind, context["request"], keys[kind]) for kind in DRAWN_TOGETHER}
    below = slots.filled("poll", context["request"], keys["question"])
    return {
        "blocks": [
            (block, drawn.get(block.kind, {}).get(block.key, ""), below.get(block.key, "") if block.question else "")
            for block in blocks
        ]
    }
