"""A language in which each text of the interface stands in brackets; what stands without, no translator reaches."""

import ast
import re
import struct
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
CODE = "eo"  # any language but English whose plurals are as in English
OPEN, CLOSE = "⟦", "⟧"
HEAD = "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n != 1);\n"
ASKING = {"gettext": 1, "gettext_noop": 1, "gettext_lazy": 1, "ngettext": 2}
LITERAL = r'"((?:[^"\\]|\\.)*)"'
IN_SCRIPT = re.compile(rf"\btranslate\(\s*{LITERAL}")
PLURAL_IN_SCRIPT = re.compile(rf"\btranslatePlural\(\s*{LITERAL},\s*{LITERAL}")

QUOTED = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"")
IN_TEMPLATE = re.compile(rf"\bn?gettext\((?:[^\"'()]|{QUOTED.pattern})*\)|_\([^)]*\)")

type Text = tuple[str, ...]


def texts_of_python(source: str) -> Iterator[Text]:
    """Find what Python asks gettext for, by literal; a text with one form, or with two."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ASKING:
            forms = node.args[: ASKING[node.func.id]]
            if all(isinstance(form, ast.Constant) for form in forms):
                yield tuple(str(form.value) for form in forms if isinstance(form, ast.Constant))


def texts_of_template(source: str) -> Iterator[Text]:
    """Find the texts of a template, by what Django itself hands to translators' tools."""
    for asked in IN_TEMPLATE.finditer(templatize(source)):
        yield tuple(ast.literal_eval(each) for each in QUOTED.findall(asked[0]))


def texts_of_script(source: str) -> Iterator[Text]:
    """Find what TypeScript asks for."""
    for asked in IN_SCRIPT.finditer(source):
        yield (ast.literal_eval(f'"{asked[1]}"'),)
    for asked in PLURAL_IN_SCRIPT.finditer(source):
        yield tuple(ast.literal_eval(f'"{form}"') for form in asked.groups())


def interface_texts() -> set[Text]:
    """Return the texts of all rooms' templates and Python."""
    rooms = ROOT / "src" / "quintain"
    found: set[Text] = set()
    for path in rooms.glob("*/templates/**/*.html"):
        found.update(texts_of_template(path.read_text()))
    for path in rooms.glob("*/**/*.py"):
        found.update(texts_of_python(path.read_text()))
    return {text for text in found if text and all(text)}


def script_texts() -> set[Text]:
    """Return the texts of all scripts."""
    found: set[Text] = set()
    for path in (ROOT / "frontend" / "src").glob("**/*.ts"):
        found.update(texts_of_script(path.read_text()))
    return found


def write_catalogs(folder: Path) -> None:
    """Write the two catalogs of the language below ``folder``, as compiled as Django reads them."""
    place = folder / "locale" / CODE / "LC_MESSAGES"
    place.mkdir(parents=True)
    (place / "django.mo").write_bytes(compiled(interface_texts()))
    (place / "djangojs.mo").write_bytes(compiled(script_texts()))


def compiled(texts: set[Text]) -> bytes:
    """Return a catalog in the binary form of GNU gettext."""
    rows = [("", HEAD)]
    rows += [("\0".join(forms), "\0".join(f"{OPEN}{form}{CLOSE}" for form in forms)) for forms in texts]
    keys, values = zip(*sorted((key.encode(), value.encode()) for key, value in rows), strict=True)
    start = 28 + 16 * len(keys)
    body, tables = b"", b""
    for column in (keys, values):
        for each in column:
            tables += struct.pack("<II", len(each), start + len(body))
            body += each + b"\0"
    return struct.pack("<7I", 0x950412DE, 0, len(keys), 28, 28 + 8 * len(keys), 0, 0) + tables + body
