"""Where pages begin, and what stands at their heads."""

import io

import pikepdf

from quintain.courseware.typst import source
from quintain.courseware.typst.compiling import compile_pdf
from quintain.courseware.typst.source import Code, array, call, joined, literal, number, text
from tests.courseware.pdf import text_of

HEAD = '#import "/template.typ": *\n#show: book.with(name: "Test", paper: "a4")\n#heading(level: 1, "Test")\n'
FIGURE = b'<svg xmlns="http://www.w3.org/2000/svg" width="680" height="560"><rect width="680" height="560"/></svg>'


def pages_of(body: Code) -> list[str]:
    """Return the text of each page."""
    document = compile_pdf({"main.typ": f"{HEAD}#{body}\n", "figures/a.svg": FIGURE})
    return [text_of(page) for page in split(document)]


def split(document: bytes) -> list[bytes]:
    """Return each page as a document of its own."""
    files = []
    with pikepdf.open(io.BytesIO(document)) as pdf:
        for page in pdf.pages:
            one, target = pikepdf.new(), io.BytesIO()
            one.pages.append(page)
            one.save(target)
            files.append(target.getvalue())
    return files


def prose(*words: str) -> Code:
    """Write paragraphs."""
    return joined(call("prose", text(each)) for each in words)


def lab(name: str) -> Code:
    """Write a lab."""
    return call(
        "lab", number(2), literal(name), text(f"Task {name}"), literal(f"lab-{name}"), source.NOTHING, prose("Do")
    )


def chapter(body: Code, *labs: str) -> Code:
    """Write a chapter, and what its pages say at their heads."""
    later = array(array([literal(f"lab-{name}"), text(f"Lab {name}")]) for name in labs)
    words = (literal("1"), text("Chapter one"), text("One"), literal("topic-one"), text("Module"))
    return call("chapter", number(2), *words, source.NOTHING, source.NOTHING, body, later=later)


def test_a_lab_follows_its_lesson_on_the_same_page() -> None:
    """The head of a page on the right names what began last on it."""
    body = joined([Code("pagebreak()"), prose("Before"), chapter(joined([prose("Lesson"), lab("A01")]), "A01")])
    *_, last = pages_of(body)
    assert "Lesson" in last
    assert "Task A01" in last
    assert last.startswith("Lab A01 3 ")


def test_heads_of_pages_name_the_lesson_until_the_lab_begins() -> None:
    """On the right; the pages on the left name the module."""
    long = prose(*["Words of the text. " * 60] * 12)
    pages = dict(enumerate(pages_of(chapter(joined([long, lab("A01"), long]), "A01")), 1))
    begins = next(number for number, page in pages.items() if "Task A01" in page)
    heads = {number: page.split(" Words")[0] for number, page in pages.items() if number not in {1, 2, begins}}
    assert all(page.startswith("Lab A01 ") for number, page in heads.items() if number % 2 and number > begins)
    assert all(page.startswith("One ") for number, page in heads.items() if number % 2 and number < begins)
    assert all("Module" in page for number, page in heads.items() if number % 2 == 0)
    assert {number % 2 for number in heads if number > begins} == {0, 1}
    assert 3 in heads


def test_a_day_begins_on_a_right_hand_page() -> None:
    """After a page on the right, the one on the left is left free."""
    day = call("day", literal("2"), literal("day-2"), array([]))
    pages = pages_of(joined([prose("End of day 1"), day]))
    assert [("Day 2" in page) for page in pages] == [False, False, True]


def test_text_fills_the_gap_before_a_figure() -> None:
    """A figure that the page has no room for is at the top of the next one; what follows it comes before."""
    picture = call("picture", literal("figures/a.svg"), literal("A shape"), Code("680"))
    exhibit = call("exhibit", literal("1.1"), text("Shape"), text("About"), picture, text("Caption"))
    first, second = pages_of(joined([prose(*["Above. " * 90] * 4), exhibit, prose("Below it.")]))
    assert ("Below it." in first, "Figure 1.1" in first) == (True, False)
    assert "Figure 1.1" in second
