"""A page as a browser reads it: which elements, attributes and code arise from a text, and what people see of it.

The tree is made by ``justhtml``, which follows the HTML standard (it passes html5lib-tests). What would run is decided
in `quintain.judge.pages.code`, what people see in `quintain.judge.pages.text`; both are compared with Chromium.
"""

from dataclasses import dataclass, field, replace
from typing import Any, Final

from justhtml import JustHTML, Template

from quintain.judge.errors import Garbled
from quintain.judge.pages.code import code_in
from quintain.judge.pages.elements import Element
from quintain.judge.pages.text import Layout
from quintain.judge.suspect.evidence import shorten

__all__ = ["MOST_CHARACTERS", "Element", "Page", "read_page"]

MOST_CHARACTERS: Final = 2**18
MOST_FRAMES: Final = 4
SHOWN_CHARACTERS: Final = 120
UNSENT_KINDS: Final = frozenset({"submit", "button", "image", "reset", "file"})


@dataclass(frozen=True, slots=True)
class Page:
    """All elements of a page, in order, and the text that people see: one line for each line on the screen."""

    elements: tuple[Element, ...]
    text: str
    depth: int = field(default=0, compare=False)  # how many frames it lies in

    def named(self, name: str) -> list[Element]:
        """List the elements of a name: "article"."""
        return [element for element in self.elements if element.name == name]

    def inside(self, element: Element) -> list[Element]:
        """List what lies within an element."""
        return [self.elements[number] for number in element.place]

    def text_of(self, element: Element) -> str:
        """Return what people see within an element."""
        return self.text[element.span].strip()

    def fields(self, form: Element) -> dict[str, str]:
        """Return what a browser would send of a form that nobody has touched, its buttons left out."""
        inside = {id(element) for element in self.inside(form)}
        owner = form.attributes.get("id") or None
        sent = {}
        for element in self.elements:
            attributes = element.attributes
            is_own = attributes["form"] == owner if "form" in attributes else id(element) in inside
            name = attributes.get("name", "")
            value = self._value(element) if is_own and name and "disabled" not in attributes else None
            if value is not None:
                sent[name] = value
        return sent

    def _value(self, control: Element) -> str | None:
        """Return what one field is sent with, or None if it is not sent."""
        kind = control.attributes.get("type", "text").lower()
        match control.name:
            case "textarea":
                return control.raw
            case "select":
                return self._choice(control)
            case "input" if kind in {"checkbox", "radio"}:
                return control.attributes.get("value", "on") if "checked" in control.attributes else None
            case "input" if kind not in UNSENT_KINDS:
                return control.attributes.get("value", "")
            case _:
                return None

    def _choice(self, select: Element) -> str | None:
        options = [each for each in self.inside(select) if each.name == "option"]
        chosen = [each for each in options if "selected" in each.attributes] or options[:1]
        return chosen[-1].attributes.get("value", chosen[-1].raw.strip()) if chosen else None

    def runs(self, word: str) -> tuple[str, ...]:
        """Say which code of the page holds a word: scripts, handlers, and addresses that are programs."""
        codes = code_in(self.elements)
        holding = [code.told for code in codes if code.code is not None and word in code.code]
        holding += [inner for code in codes if code.page is not None for inner in self._framed(code.page, word)]
        return tuple(shorten(sentence, SHOWN_CHARACTERS) for sentence in holding)

    def _framed(self, page: str, word: str) -> tuple[str, ...]:
        return read_page(page, depth=self.depth + 1).runs(word) if self.depth < MOST_FRAMES else ()

    def arose(self, word: str) -> tuple[str, ...]:
        """Say what a browser would make of an attacker's text: code, elements and attributes that hold a word of it.

        Args:
            word: lower-case letters that occur in the attacker's text alone. Where it is text, or an attribute's value,
                it does no harm and is not told.

        """
        named = [f"the element <{element.name}>" for element in self.elements if word in element.name]
        named += [
            f"the attribute {name} of <{element.name}>"
            for element in self.elements
            for name in element.attributes
            if word in name
        ]
        return self.runs(word) + tuple(shorten(sentence, SHOWN_CHARACTERS) for sentence in named)


def read_page(text: str, *, depth: int = 0) -> Page:
    """Read a page as a browser does. Scripts are not run; what would run is told by ``runs`` and ``arose``.

    Args:
        text: the page, at most 262,144 characters.
        depth: how many frames the page lies in.

    Raises:
        Garbled: the page is longer, so that reading it would cost the judge more than it may.

    """
    if len(text) > MOST_CHARACTERS:
        raise Garbled(f"The page has {len(text):,} characters; the judge reads pages of at most {MOST_CHARACTERS:,}.")
    tree = JustHTML(text, sanitize=False, track_node_locations=True, iframe_srcdoc=depth > 0)
    reader = _Reader()
    reader.read(tree.root)
    return Page(tuple(reader.elements), reader.layout.text, depth)


@dataclass(slots=True)
class _Reader:
    """Walks the tree once, without recursion: pages may be as deep as they are long."""

    elements: list[Element] = field(default_factory=list)
    layout: Layout = field(default_factory=Layout)

    def read(self, root: Any) -> None:  # Any: the library's nodes have no common type that tells what they hold
        waiting: list[Any] = [root]
        while waiting:
            node = waiting.pop()
            if isinstance(node, _Opened):
                self._close(node)
            elif node.name == "#text":
                self.layout.write(node.data or "")
            else:
                if not node.name.startswith(("#", "!")):
                    waiting.append(self._open(node))
                waiting += reversed(_children(node))

    def _open(self, node: Any) -> "_Opened":  # Any: as above
        attributes = {name: value or "" for name, value in (node.attrs or {}).items()}
        raw = "".join(each.data or "" for each in node.children or () if each.name == "#text")
        if node.name == "style":
            self.layout.learn(raw)
        begin = self.layout.enter(node.name, attributes)
        is_closed = node._end_tag_start is not None  # noqa: SLF001  nothing public tells it; the pin keeps it as it is
        namespace = node.namespace or "html"
        self.elements.append(Element(node.name, attributes, raw, namespace=namespace, is_closed=is_closed))
        return _Opened(len(self.elements) - 1, begin)

    def _close(self, opened: "_Opened") -> None:
        """Write down what an element holds, now that all of it has been read."""
        self.layout.leave()
        place, span = range(opened.number + 1, len(self.elements)), slice(opened.begin, self.layout.length)
        self.elements[opened.number] = replace(self.elements[opened.number], place=place, span=span)


@dataclass(frozen=True, slots=True)
class _Opened:
    """An element whose descendants are being read."""

    number: int
    begin: int


def _children(node: Any) -> list[Any]:  # Any: as above
    """List the children of a node; what a template holds lies dormant, unless it is the shadow of its parent."""
    if not isinstance(node, Template):
        return list(node.children or ())
    is_shadow = (node.attrs or {}).get("shadowrootmode") in {"open", "closed"}
    return list(node.template_content.children or ()) if is_shadow and node.template_content else []
