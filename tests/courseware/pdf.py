"""Reads a PDF back, as a viewer does that copies its text: by each font's table of characters, and ``ActualText``."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf


def text_of(document: bytes) -> str:
    """Return the text of all pages, in the order in which it is drawn."""
    with pikepdf.open(io.BytesIO(document)) as pdf:
        return "\n".join("".join(_page_text(page)) for page in pdf.pages)


def _page_text(page: pikepdf.Page) -> Iterator[str]:
    fonts = {str(name): _table(font) for name, font in page.obj.Resources.get("/Font", {}).items()}
    table: dict[int, str] = {}
    marked: list[bool] = []
    for instruction in pikepdf.parse_content_stream(page):
        operator, operands = str(instruction.operator), list(instruction.operands)
        if operator == "Tf":
            table = fonts[str(operands[0])]
        elif operator in {"BDC", "BMC"}:
            words = operands[1].get("/ActualText") if operator == "BDC" and hasattr(operands[1], "keys") else None
            marked.append(words is not None)
            if words is not None:
                yield str(words)
        elif operator == "EMC":
            marked.pop()
        elif operator in {"Tj", "TJ"} and not any(marked):
            pieces = operands[0] if operator == "TJ" else operands
            yield "".join(_decoded(bytes(each), table) for each in pieces if isinstance(each, pikepdf.String))
        elif operator == "ET":
            yield " "


def _decoded(codes: bytes, table: dict[int, str]) -> str:
    pairs = zip(codes[::2], codes[1::2], strict=True)
    return "".join(table.get(high << 8 | low, "") for high, low in pairs)


def _table(font: Any) -> dict[int, str]:  # Any: pikepdf's own type of a value
    cmap = font.ToUnicode.read_bytes().decode("ascii")
    table: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for code, value in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            table[int(code, 16)] = bytes.fromhex(value).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for first, last, value in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            start = bytes.fromhex(value).decode("utf-16-be")
            for offset in range(int(last, 16) - int(first, 16) + 1):
                table[int(first, 16) + offset] = start[:-1] + chr(ord(start[-1]) + offset)
    return table
