"""What of a Markdown text is a message, and that anything else comes back byte for byte."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quintain.packs.translations.units import Kind, cells_of, has_words, put, shape_of, units_of
from tests.courses import COURSE

LESSON = """\
Before the first title.

## One `title`

A paragraph
of two lines.

- An item of a list,
  on two lines.
- `code_alone()`
- Another

  with a second paragraph.

> Quoted words
> on two lines.

| a head | `x` |
|---|---|
| a cell | 12 |
| `y` | 13 |

```include shop.py lines=1-9 mark=2
line 2: A note
  that goes on.
line 3: `code`
```

```python
not = "a message"
```

```incident 2021-05-06 as_of=2026-11-27 What happened
It happened, see [here](https://example.org/a).
```
"""

MESSAGES = [
    (Kind.PARAGRAPH, "Before the first title."),
    (Kind.HEADING, "One `title`"),
    (Kind.PARAGRAPH, "A paragraph\nof two lines."),
    (Kind.PARAGRAPH, "An item of a list,\non two lines."),
    (Kind.PARAGRAPH, "Another"),
    (Kind.PARAGRAPH, "with a second paragraph."),
    (Kind.PARAGRAPH, "Quoted words\non two lines."),
    (Kind.ROW, "| a head | `x` |"),
    (Kind.ROW, "| a cell | 12 |"),
    (Kind.NOTE, "A note that goes on."),
    (Kind.TITLE, "What happened"),
    (Kind.PARAGRAPH, "It happened, see [here](https://example.org/a)."),
]


def test_messages_are_the_words_of_blocks() -> None:
    """Without the marks around them; what has no words outside of code is no message, and neither is a directive."""
    assert [(unit.kind, unit.text) for unit in units_of(LESSON)] == MESSAGES


def test_a_translation_has_the_blocks_of_its_original() -> None:
    """Lists, quotations, notes and rows keep their marks, also if the translation has more lines or fewer."""
    said = put(LESSON, lambda unit: "Eins\nzwei\ndrei" if unit.kind is Kind.PARAGRAPH else unit.text.title())
    assert shape_of(said) == shape_of(LESSON)
    assert "- Eins\n  zwei\n  drei\n- `code_alone()`" in said
    assert "> Eins\n> zwei\n> drei\n" in said
    assert "line 2: A Note That Goes On.\nline 3: `code`" in said
    assert "```incident 2021-05-06 as_of=2026-11-27 What Happened\nEins\nzwei\ndrei\n```" in said
    assert '```python\nnot = "a message"\n```' in said


@pytest.mark.parametrize(
    "other",
    [
        LESSON.replace("lines=1-9", "lines=1-8"),
        LESSON.replace("line 3: `code`", "line 4: `code`"),
        LESSON.replace('"a message"', '"a Message"'),
        LESSON.replace("as_of=2026-11-27", "as_of=2026-11-28"),
        LESSON.replace("- Another", "- - Another"),
        LESSON.replace("| `y` | 13 |\n", ""),
        LESSON.replace("## One", "### One"),
        LESSON.replace("- An item", "1. An item"),
    ],
)
def test_code_and_directives_belong_to_the_shape(other: str) -> None:
    """A text with other code, lines, dates, lists or levels has another shape."""
    assert other != LESSON
    assert shape_of(other) != shape_of(LESSON)


@settings(deadline=None)  # a busy machine is not a slow parser
@given(st.text(alphabet="ab \n#-*>`|:1.[]()<\\\t_~=!é", max_size=200))
def test_any_text_comes_back_as_it_is(text: str) -> None:
    """Whatever an author writes: without a translation, no character of it changes."""
    assert put(text, lambda unit: unit.text) == text


def test_the_course_comes_back_as_it_is() -> None:
    """Each Markdown file of the course, of which nearly all words are messages."""
    files = [*COURSE.glob("lessons/*/*.md"), *COURSE.glob("labs/*/*.md"), *COURSE.glob("cases/*/*.md")]
    assert len(files) > 300
    for file in files:
        text = file.read_text(encoding="utf-8")
        assert put(text, lambda unit: unit.text) == text, file


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("`code` and words", True),
        ("`code`, `more`", False),
        ("12 %", False),
        ("[](https://example.org)", False),
        ("<https://example.org>", False),
        ("[here](x.txt)", True),
        ("``a ` b``", False),
    ],
)
def test_words_are_letters_outside_of_code(text: str, expected: bool) -> None:
    """And outside of the targets of links."""
    assert has_words(text) is expected


def test_cells_are_those_that_a_page_shows() -> None:
    """An escaped bar is part of its cell."""
    assert cells_of(r"| a\|b | `c\|d` | |") == ("a|b", "`c|d`", "")
    assert cells_of("no row") == ()
    assert len(cells_of("|" * 5_000)) in {0, 4_999}, "at once, however many there are"
