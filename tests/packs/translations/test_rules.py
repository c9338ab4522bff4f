"""Which translations are refused, and why."""

import pytest

from quintain.packs.translations.rules import faults_in
from quintain.packs.translations.units import Kind


@pytest.mark.parametrize(
    ("text", "translation", "kind"),
    [
        ("Call `f(x)` first.", "Rufe zuerst `f(x)` auf.", Kind.PARAGRAPH),
        ("`a` before `b`", "`b` nach `a`", Kind.PARAGRAPH),
        ("See [the guide](https://example.org/a).", "Siehe [die Anleitung](https://example.org/a).", Kind.PARAGRAPH),
        (
            "It needs [131,070](expected/steps.txt) steps.",
            "Es braucht [131,070](expected/steps.txt) Schritte.",
            Kind.PARAGRAPH,
        ),
        ("**Bold** words", "Worte, *schräg*", Kind.PARAGRAPH),
        ("one line", "eins\nzwei", Kind.PARAGRAPH),
        ("| a | b |", "| ä | ö |", Kind.ROW),
        ("Break", "Angreifen", Kind.HEADING),
        ("Use ${key} here", "Hier gilt ${key}", Kind.VALUE),
        ("2 < 3 & 4", "2 < 3 und 4", Kind.VALUE),
    ],
)
def test_good_translations_pass(text: str, translation: str, kind: Kind) -> None:
    """Word order, emphasis and the words of links are free."""
    assert list(faults_in(text, translation, kind)) == []


@pytest.mark.parametrize(
    ("text", "translation", "kind", "fault"),
    [
        ("Call `f(x)`.", "Rufe `f(y)` auf.", Kind.PARAGRAPH, "code"),
        ("Call `f(x)`.", "Rufe f(x) auf.", Kind.VALUE, "code"),
        ("Twice `a`, `a`", "Einmal `a`", Kind.PARAGRAPH, "code"),
        ("See [here](https://example.org/).", "Siehe [hier](https://evil.example/).", Kind.PARAGRAPH, "links"),
        ("See it.", "Siehe [hier](javascript:alert(1)).", Kind.VALUE, "links"),
        ("See it.", "Siehe <https://evil.example/>.", Kind.PARAGRAPH, "links"),
        ("It needs [131,070](steps.txt).", "Es braucht [131.070](steps.txt).", Kind.PARAGRAPH, "links"),
        ("A picture", "![Bild](https://evil.example/pixel.png)", Kind.PARAGRAPH, "images"),
        ("Words", "<script>alert(1)</script>", Kind.PARAGRAPH, "no longer one paragraph"),
        ("Words", "Worte <script>alert(1)</script>", Kind.VALUE, "HTML"),
        ("Words", "Worte <b onclick=x>hier</b>", Kind.PARAGRAPH, "HTML"),
        ("Use ${key}", "Nimm ${schluessel}", Kind.VALUE, "placeholders"),
        ("Words", "# Titel", Kind.PARAGRAPH, "no longer one paragraph"),
        ("Words", "Worte\n- und mehr", Kind.PARAGRAPH, "no longer one paragraph"),
        ("Words", "Worte\n\nund mehr", Kind.PARAGRAPH, "no longer one paragraph"),
        ("Words", "```python\nx\n```", Kind.PARAGRAPH, "no longer one paragraph"),
        ("Words", "[x]: https://evil.example", Kind.PARAGRAPH, "no longer one paragraph"),
        ("Words", "2016. war es", Kind.PARAGRAPH, "no longer one paragraph"),
        ("Words", "Eins\nzwei", Kind.HEADING, "more than one line"),
        ("Words", "Eins\nzwei", Kind.NOTE, "more than one line"),
        ("Words", "Ein `Titel`", Kind.TITLE, "backtick"),
        ("| a | b |", "| a | b | c |", Kind.ROW, "no longer one row"),
        ("| a | b |", "a und b", Kind.ROW, "no longer one row"),
        ("Words", " Worte", Kind.PARAGRAPH, "space"),
        ("Words", "Wor\u202ete", Kind.PARAGRAPH, "control"),
        ("Words", "Wor\x1b[31mte", Kind.VALUE, "control"),
    ],
)
def test_broken_translations_are_refused(text: str, translation: str, kind: Kind, fault: str) -> None:
    """Each with what is wrong in it."""
    assert fault in " ".join(faults_in(text, translation, kind))
