"""What people see of a page: its text in lines, with white space as CSS shows it.

Only what decides about lines and spaces is looked at: elements that begin a line of their own, ``br``, and the property
``white-space``, in a ``style`` attribute or in a style sheet of the page. Of a sheet's selectors the last simple one
counts. Rules: CSS Text, "white space processing", and the HTML standard's ``innerText``.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

BLOCKS: Final = frozenset(
    """
    address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer
    form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main menu nav ol p plaintext pre search section
    summary table tbody tfoot thead tr ul xmp caption
    """.split()  # noqa: SIM905  a list of three hundred quotes is no easier to read
)
CELLS: Final = frozenset({"td", "th"})
UNSEEN: Final = frozenset(
    """
    head title style script template noscript textarea select datalist iframe noembed noframes object audio video
    canvas
    """.split()  # noqa: SIM905  a list of three hundred quotes is no easier to read
)
KEPT: Final = frozenset({"pre", "listing", "xmp", "plaintext"})
COLLAPSED, LINES, EVERYTHING = "collapse", "lines", "everything"
MODES: Final[Mapping[str, str]] = {
    "normal": COLLAPSED, "nowrap": COLLAPSED, "collapse": COLLAPSED,
    "pre-line": LINES, "preserve-breaks": LINES,
    "pre": EVERYTHING, "pre-wrap": EVERYTHING, "break-spaces": EVERYTHING, "preserve": EVERYTHING,
}  # fmt: skip
WHITE_SPACE: Final = re.compile(r"(?<![\w-])white-space(?:-collapse)?\s*:\s*([a-z-]+)", re.IGNORECASE)
DISPLAY: Final = re.compile(r"(?<![\w-])display\s*:\s*([a-z-]+)", re.IGNORECASE)
BLOCK_DISPLAYS: Final = frozenset({"block", "flex", "grid", "list-item", "table", "flow-root"})
RULE: Final = re.compile(r"([^{}]{1,200})\{([^{}]{0,2000})\}")
SIMPLE: Final = re.compile(r"([\w-]+|\*)?((?:[.#][\w-]+)*)(?:::?[\w-]+)?")
SPACES: Final = re.compile(r"[ \t\n\r\f]+")
MOST_RULES: Final = 50


@dataclass(frozen=True, slots=True)
class Rule:
    """What a style sheet says of white space, and of which elements."""

    name: str
    marks: frozenset[str]
    mode: str

    def fits(self, name: str, attributes: Mapping[str, str]) -> bool:
        """Whether an element of this name and these attributes is meant."""
        if self.name not in {"", "*", name}:
            return False
        own = {f".{each}" for each in attributes.get("class", "").split()} | {f"#{attributes.get('id', '')}"}
        return self.marks <= own


@dataclass(slots=True)
class _Level:
    """How text within an element is shown."""

    mode: str = COLLAPSED
    is_seen: bool = True
    is_block: bool = False


@dataclass(slots=True)
class Layout:
    """Takes text and elements in the order of the page, and keeps what people see."""

    length: int = 0
    _pieces: list[str] = field(default_factory=list)
    _levels: list[_Level] = field(default_factory=lambda: [_Level()])
    _rules: list[Rule] = field(default_factory=list)
    _owes_line: bool = False
    _owes_space: bool = False
    _line_is_empty: bool = True

    @property
    def text(self) -> str:
        """All that people see."""
        return "".join(self._pieces)

    def learn(self, sheet: str) -> None:
        """Read what a style sheet says of white space."""
        room = MOST_RULES - len(self._rules)
        self._rules += [rule for _, rule in zip(range(room), _rules_of(sheet), strict=False)]

    def enter(self, name: str, attributes: Mapping[str, str]) -> int:
        """Begin an element, and tell where its text begins."""
        above = self._levels[-1]
        style = attributes.get("style", "")
        display = match[1].lower() if (match := DISPLAY.search(style)) else ""
        level = _Level(
            self._mode(name, attributes, style) or above.mode,
            above.is_seen and name not in UNSEEN and "hidden" not in attributes and display != "none",
            display in BLOCK_DISPLAYS if display else name in BLOCKS,
        )
        self._levels.append(level)
        if level.is_block:
            self._end_line()
        elif name in CELLS:
            self._owes_space = True
        elif name == "br" and level.is_seen:
            self._settle_line()
            self._put("\n")
        return self.length

    def leave(self) -> None:
        """End the element that was entered last."""
        if self._levels.pop().is_block:
            self._end_line()

    def write(self, data: str) -> None:
        """Show text."""
        level = self._levels[-1]
        if not level.is_seen or not data:
            return
        if level.mode == EVERYTHING:
            self._settle()
            self._put(data.replace("\r", "\n"))
            return
        for number, line in enumerate(data.split("\n") if level.mode == LINES else [data]):
            if number:
                self._settle_line()
                self._put("\n")
            self._collapsed(line)

    def _collapsed(self, text: str) -> None:
        for number, word in enumerate(SPACES.split(text)):
            self._owes_space = self._owes_space or number > 0
            if word:
                self._settle()
                self._put(word)

    def _mode(self, name: str, attributes: Mapping[str, str], style: str) -> str | None:
        if found := WHITE_SPACE.search(style):
            return MODES.get(found[1].lower())
        fitting = [rule.mode for rule in self._rules if rule.fits(name, attributes)]
        if fitting:
            return fitting[-1]
        return EVERYTHING if name in KEPT else None

    def _end_line(self) -> None:
        self._owes_line, self._owes_space = self._owes_line or not self._line_is_empty, False

    def _settle_line(self) -> None:
        """Begin the new line that a block before has left to be begun."""
        if self._owes_line:
            self._put("\n")
        self._owes_line = self._owes_space = False

    def _settle(self) -> None:
        owes_space = self._owes_space
        self._settle_line()
        if owes_space and not self._line_is_empty:
            self._put(" ")

    def _put(self, text: str) -> None:
        self._pieces.append(text)
        self.length += len(text)
        self._line_is_empty = text.endswith("\n")


def _rules_of(sheet: str) -> Iterator[Rule]:
    first, *others = sheet.split("/*")
    plain = first + "".join(each.partition("*/")[2] for each in others)
    for selectors, body in RULE.findall(plain):
        found = WHITE_SPACE.search(body)
        mode = MODES.get(found[1].lower()) if found else None
        for selector in selectors.split(",") if mode else ():
            last = re.split(r"[\s>+~]+", selector.strip())[-1]
            if mode and (simple := SIMPLE.fullmatch(last)):
                yield Rule((simple[1] or "").lower(), frozenset(re.findall(r"[.#][\w-]+", simple[2])), mode)
