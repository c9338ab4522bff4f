"""What a PDF says of itself, and viewers show beside its pages: its Info dictionary and its XMP. Knows no Django.

New credentials have a digest of it. Those of certificates that were issued before 2 December 2026 have none; their PDFs
were all made by one template, so what is not of that template was changed. Sources: ISO 32000-1, 14.3; ISO 16684-1.
"""

import re
import xml.etree.ElementTree as ET  # of the parser, this program asks to refuse what can be read in two ways
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NoReturn, override
from xml.sax.saxutils import escape

TITLE: Final = "Certificate"
SENTENCE: Final = (
    "has fixed insecure programs of this course. A judge attacked each fix in a sandbox: no attack succeeded, "
    "and the program still did its work."
)
"""What the template had written in English, the language that needs no catalog."""
PACKET: Final = re.compile(r'(begin="\ufeff?" id="[A-Za-z0-9]{1,40}"|end="[rw]")\s*')
"""What is around XMP (ISO 16684-1, 7.3.2)."""
TOOL: Final = re.compile(r"Typst [0-9]{1,3}(\.[0-9]{1,3}){1,2}")
NUMBER: Final = r"[A-Za-z0-9+/]{22}=="
"""A digest of the document, by which the typesetter names its versions."""
INSTANCE: Final = re.compile(rf":InstanceID[^>]*>({NUMBER})<")
DOCUMENT: Final = re.compile(rf":DocumentID[^>]*>({NUMBER})<")
INFO: Final = frozenset({"/Title", "/Author", "/Subject", "/Creator", "/CreationDate", "/ModDate"})
TEMPLATE: Final = Path(__file__).parent / "metadata.xmp"


class Ambiguous(Exception):  # noqa: N818  what was given, not a mistake of the program
    """It is no XMP, or one that two programs may read in two ways."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """The entries of the Info dictionary by their names, and the XMP in its canonical form; empty without any."""

    info: Mapping[str, str]
    xmp: str


@dataclass(frozen=True, slots=True)
class Written:
    """What the template was given: the language of the page, the course, its issuer, and when it was issued."""

    language: str
    course: str
    issuer: str
    issued_at: datetime


class _Plain(ET.TreeBuilder):
    """Builds a tree of a document that has elements and text alone."""

    @override
    def comment(self, text: str | None, /) -> NoReturn:
        raise Ambiguous

    @override
    def pi(self, target: str, text: str | None = None, /) -> ET.Element:
        if target != "xpacket" or not PACKET.fullmatch(text or ""):
            raise Ambiguous
        return ET.Element(target)  # outside of the tree, since none is inserted

    def doctype(self, *_: str) -> NoReturn:
        """Refuse entities and default values of attributes."""
        raise Ambiguous


def canonical(xmp: bytes) -> str:
    """Return XMP in canonical form (C14N 2.0, without space around text): so that saving it otherwise changes nothing.

    Raises:
        Ambiguous: It is no XMP, or has a comment, another instruction, or declarations.

    """
    try:
        parser = ET.XMLParser(target=_Plain())  # noqa: S314  `_Plain` refuses them
        parser.feed(xmp.decode("utf-8"))
        root = parser.close()
        return ET.canonicalize(ET.tostring(root, encoding="unicode"), strip_text=True, rewrite_prefixes=True)
    except (ET.ParseError, ValueError):
        raise Ambiguous from None


def is_of_template(found: Metadata, written: Written) -> bool:
    """Tell whether a certificate without a digest of its metadata has what the template had written, and no more.

    In another language than English, the words of title and description are not known: then the course at the end of
    the title is, and both must be the same in Info and XMP.
    """
    info, at = found.info, written.issued_at.astimezone(UTC)
    title, sentence = info.get("/Title", ""), info.get("/Subject", "")
    heading, _, course = title.partition(": ")
    if set(info) != INFO or course != written.course or info["/Author"] != written.issuer:
        return False
    if written.language == "en" and (heading, sentence) != (TITLE, SENTENCE):
        return False
    if not TOOL.fullmatch(info["/Creator"]) or {info["/CreationDate"], info["/ModDate"]} != {f"D:{at:%Y%m%d%H%M%S}Z"}:
        return False
    numbers = INSTANCE.search(found.xmp), DOCUMENT.search(found.xmp)
    if numbers[0] is None or numbers[1] is None:
        return False
    values = {
        "TITLE": title,
        "SENTENCE": sentence,
        "ISSUER": written.issuer,
        "LANGUAGE": written.language,
        "TOOL": info["/Creator"],
        "MOMENT": f"{at:%Y-%m-%dT%H:%M:%S}+00:00",
        "INSTANCE": numbers[0][1],
        "DOCUMENT": numbers[1][1],
    }
    template = TEMPLATE.read_text(encoding="utf-8").rstrip("\n")
    return found.xmp == re.sub(r"\{([A-Z]+)\}", lambda each: escape(values[each[1]]), template)
