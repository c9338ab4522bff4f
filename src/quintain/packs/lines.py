"""Finds the line on which each key of a TOML text stands, since the standard parser does not tell.

The text has already been parsed, so this scanner may trust that it is valid TOML; it runs only when a problem needs a
line.
"""

import re
import tomllib
from bisect import bisect_right
from typing import Final

type Keys = tuple[str | int, ...]

BLANK: Final = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
KEY_PART: Final = re.compile(r"""[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*'""")
DOT: Final = re.compile(r"[ \t]*\.[ \t]*")
STRING: Final = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}'
    r"|'''.*?'{3,5}"
    r"""|"(?:[^"\\]|\\.)*"|'[^']*'""",
    re.DOTALL,
)
PLAIN: Final = re.compile(r"[^,\]}\n#]+")


class LineIndex:
    """Lines of a TOML text by key path; elements of lists count from 0, lines from 1."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self._lines: dict[Keys, int] = {}
        self._rows: dict[Keys, int] = {}
        self._scan()

    def line(self, keys: Keys) -> int:
        """Return the line of the key path, or of its nearest parent that is written; 1 if none is."""
        for length in range(len(keys), 0, -1):
            if keys[:length] in self._lines:
                return self._lines[keys[:length]]
        return 1

    def __contains__(self, keys: Keys) -> bool:
        return keys in self._lines

    def _scan(self) -> None:
        table: Keys = ()
        position = self._after_blank(0)
        while position < len(self._text):
            if self._text[position] == "[":
                table, position = self._header(position)
            else:
                position = self._pair(table, position)
            position = self._after_blank(position)

    def _header(self, position: int) -> tuple[Keys, int]:
        """Read ``[table]`` or ``[[row]]`` and return the path that the keys below it belong to."""
        is_row = self._text.startswith("[[", position)
        parts, end = self._key(self._after_blank(position + 1 + is_row))
        table = self._resolve(parts[:-1], self._line_at(position))
        table = (*table, parts[-1])
        self._lines.setdefault(table, self._line_at(position))
        if is_row:
            self._rows[table] = self._rows.get(table, -1) + 1
        if table in self._rows:
            table = (*table, self._rows[table])
            self._lines.setdefault(table, self._line_at(position))
        return table, self._after_blank(end) + 1 + is_row

    def _resolve(self, parts: tuple[str, ...], line: int) -> Keys:
        """Give the path to a table its row numbers: ``[[a.b]]`` lies in the last row of ``[[a]]``."""
        keys: Keys = ()
        for part in parts:
            keys = (*keys, part)
            self._lines.setdefault(keys, line)
            if keys in self._rows:
                keys = (*keys, self._rows[keys])
        return keys

    def _pair(self, table: Keys, position: int) -> int:
        parts, end = self._key(position)
        for length in range(1, len(parts) + 1):
            self._lines.setdefault((*table, *parts[:length]), self._line_at(position))
        equals = self._after_blank(end)
        return self._value((*table, *parts), self._after_blank(equals + 1))

    def _key(self, position: int) -> tuple[tuple[str, ...], int]:
        parts: list[str] = []
        while match := KEY_PART.match(self._text, position):
            parts.append(_plain(match.group()))
            dot = DOT.match(self._text, match.end())
            if dot is None:
                return tuple(parts), match.end()
            position = dot.end()
        raise ValueError(f"no key at character {position}")  # the text was not valid TOML

    def _value(self, keys: Keys, position: int) -> int:
        opening = self._text[position]
        if opening == "[":
            return self._list(keys, position + 1)
        if opening == "{":
            return self._inline_table(keys, position + 1)
        match = STRING.match(self._text, position) or PLAIN.match(self._text, position)
        if match is None:
            raise ValueError(f"no value at character {position}")  # the text was not valid TOML
        return match.end()

    def _list(self, keys: Keys, position: int) -> int:
        number = 0
        position = self._after_blank(position)
        while self._text[position] != "]":
            self._lines[*keys, number] = self._line_at(position)
            position = self._after_comma(self._value((*keys, number), position))
            number += 1
        return position + 1

    def _inline_table(self, keys: Keys, position: int) -> int:
        position = self._after_blank(position)
        while self._text[position] != "}":
            position = self._after_comma(self._pair(keys, position))
        return position + 1

    def _after_comma(self, position: int) -> int:
        position = self._after_blank(position)
        if self._text[position] == ",":
            position = self._after_blank(position + 1)
        return position

    def _after_blank(self, position: int) -> int:
        match = BLANK.match(self._text, position)
        return match.end() if match else position

    def _line_at(self, position: int) -> int:
        return bisect_right(self._starts, position)


def _plain(part: str) -> str:
    if part[0] not in "\"'":
        return part
    return str(tomllib.loads(f"key = {part}")["key"])
