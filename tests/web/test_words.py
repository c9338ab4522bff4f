"""Every text that templates show can be translated."""

import re
from pathlib import Path

import pytest

ROOMS = Path(__file__).resolve().parents[2] / "src" / "quintain"
TEMPLATES = sorted(ROOMS.glob("*/templates/**/*.html"))

# What is no text: comments, scripts, code and keys, and the parts of a template that a browser never sees.
SILENT = re.compile(
    r"{#.*?#}|{% comment.*?endcomment %}|{% block (?:page|body_class) %}.*?{% endblock %}"
    r"|<(script|style|code|kbd|pre)\b.*?</\1>",
    re.DOTALL,
)
PARTS = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
SPOKEN = re.compile(r'\s(?:aria-label|title|alt|placeholder)="([^"]*)"')
NAMES = {"Quintain", "EPUB", "PDF", "ZIP"}  # the brand, and formats


def untranslated(source: str) -> list[str]:
    """Return the texts of a template that stand outside of every translation."""
    bare = SILENT.sub(" ", source)
    bare = re.sub(r"{% *blocktranslate\b.*?{% *endblocktranslate *%}", "\0", bare, flags=re.DOTALL)
    bare = PARTS.sub("\0", bare)
    spoken = SPOKEN.findall(bare)
    texts = re.split(r"<[^>]*>|\0", bare)
    words = [text.strip() for text in (*texts, *(part for value in spoken for part in value.split("\0")))]
    return [word for word in words if re.search(r"[A-Za-z]{2}", word) and word.strip(" ·") not in NAMES]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOMS)))
def test_no_text_of_a_template_stands_outside_a_translation(template: Path) -> None:
    """Words that people read are in translate or blocktranslate."""
    assert untranslated(template.read_text()) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>Hello</p>", ["Hello"]),
        ('<p>{% translate "Hello" %}</p>', []),
        ("<p>{% blocktranslate %}You have {{ count }}{% endblocktranslate %}</p>", []),
        ("<p>{{ count }} lines</p>", ["lines"]),
        ('<a title="Lab {{ code }}">{{ code }}</a>', ["Lab"]),
        ("<p>{% if a %}one{% else %}{% translate 'two' %}{% endif %}</p>", ["one"]),
        ("<kbd>Ctrl</kbd><code>name</code>", []),
    ],
)
def test_a_text_outside_is_found(source: str, found: list[str]) -> None:
    """The test above sees what it must see."""
    assert untranslated(source) == found
