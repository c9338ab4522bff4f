"""Sets a part of the interface up for show, more than once on a page."""

import re
from itertools import count
from typing import cast

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString

register = template.Library()

COUNTER = "specimens_apart"
IDS = re.compile(r'(\s(?:id|for|aria-labelledby|aria-controls|data-for)="|\s(?:data-partial|data-confirm)="#)([^"]+)"')


class Apart(template.Node):
    """A part of a page whose ids and names are its own."""

    def __init__(self, nodes: NodeList) -> None:
        """Keep what is within."""
        self.nodes = nodes

    def render(self, context: Context) -> SafeString:
        """Render it, and number its ids so that no other part has the same."""
        number = next(cast("count[int]", context.render_context.setdefault(COUNTER, count(1))))  # type: ignore[arg-type]  # of any kind
        html = IDS.sub(rf'\g<1>\g<2>-{number}"', self.nodes.render(context))
        return SafeString(html)


@register.tag
def apart(parser: Parser, _token: Token) -> Apart:
    """Let what comes before ``endapart`` have ids of its own."""
    nodes = parser.parse(("endapart",))
    parser.delete_first_token()
    return Apart(nodes)
