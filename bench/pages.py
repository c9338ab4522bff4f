"""Pages as a simulated person reads them: their words, their tables, and the forms that can be sent."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final, override

UNSEEN: Final = frozenset({"script", "style", "template"})
CELLS: Final = frozenset({"td", "th"})


class Wrong(Exception):  # noqa: N818  what is told at the end
    """Something is not as it must be; the sentence says what."""


@dataclass(slots=True)
class Form:
    """A form. ``fields`` are those that a browser sends if nothing is changed, ``buttons`` those that may send it."""

    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    choices: list[tuple[str, str]] = field(default_factory=list)
    """Radio buttons and check boxes, ticked or not."""

    def values(self, name: str) -> list[str]:
        """Return what a field has, or could have."""
        return [value for each, value in (*self.fields, *self.choices, *self.buttons) if each == name]


@dataclass(slots=True)
class Page:
    """An answer of the server."""

    path: str
    html: str
    words: str
    forms: tuple[Form, ...]
    rows: tuple[tuple[str, ...], ...]
    """The cells of all lines of all tables."""

    def form(self, action: str, **wanted: str) -> Form:
        """Return the first form whose address ends so, and in which each field or button has the value that is wanted.

        Raises:
            Wrong: The page has none.

        """
        for form in self.forms:
            if form.action.endswith(action) and all(value in form.values(name) for name, value in wanted.items()):
                return form
        raise Wrong(f"The page {self.path} has no form {action} {wanted or ''}".rstrip() + ".")

    def require(self, *texts: str) -> None:
        """See that the page says all of this.

        Raises:
            Wrong: It does not.

        """
        for text in texts:
            if text not in self.words:
                raise Wrong(f"The page {self.path} does not say “{text}”.")


def read_page(path: str, html: str) -> Page:
    """Read an answer."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return Page(path, html, _plain(reader.words), tuple(reader.forms), tuple(map(tuple, reader.rows)))


def _plain(parts: Iterable[str]) -> str:
    return " ".join("".join(parts).split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.forms: list[Form] = []
        self.rows: list[list[str]] = []
        self._form: Form | None = None
        self._unseen = 0
        self._cell: list[str] | None = None
        self._area: tuple[str, list[str]] | None = None
        self._select = ""

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        self._unseen += tag in UNSEEN
        if tag == "form":
            self._form = Form(facts.get("action", ""))
            self.forms.append(self._form)
        elif tag == "tr":
            self.rows.append([])
        elif tag in CELLS:
            self._cell = []
        elif self._form is not None:
            self._take_field(tag, facts, self._form)
        if tag not in {"b", "bdi", "strong", "em", "code", "a", "i"}:
            self.words.append(" ")

    def _take_field(self, tag: str, facts: dict[str, str], form: Form) -> None:
        name, value, kind = facts.get("name", ""), facts.get("value", ""), facts.get("type", "text")
        if tag == "button" and name:
            form.buttons.append((name, value))
        elif tag == "textarea" and name:
            self._area = (name, [])
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in facts:
            form.fields.append((self._select, value))
        elif tag == "input" and name and kind in {"radio", "checkbox"}:
            form.choices.append((name, value))
            if "checked" in facts:
                form.fields.append((name, value))
        elif tag == "input" and name:
            form.fields.append((name, value))

    @override
    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in UNSEEN
        if tag == "form":
            self._form = None
        elif tag == "textarea" and self._area and self._form:
            name, parts = self._area
            self._form.fields.append((name, "".join(parts)))
            self._area = None
        elif tag == "select":
            self._select = ""
        elif tag in CELLS and self._cell is not None and self.rows:
            self.rows[-1].append(_plain(self._cell))
            self._cell = None

    @override
    def handle_data(self, data: str) -> None:
        if self._area:
            self._area[1].append(data)
        elif self._unseen == 0:
            self.words.append(data)
            if self._cell is not None:
                self._cell.append(data)
