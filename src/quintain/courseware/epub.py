"""The course as an EPUB 3 book: every chapter a file, answers in an appendix, nothing that has to be fetched.

Specifications: EPUB 3.3 (https://www.w3.org/TR/epub-33/), EPUB Accessibility 1.1 (https://www.w3.org/TR/epub-a11y-11/).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from quintain.courseware.archive import zip_files
from quintain.courseware.assets import FONTS, LICENCES, assets_in, read_asset
from quintain.courseware.contents import SIGNED, Chapter, Contents, DayModules
from quintain.courseware.editions import Audience
from quintain.courseware.html.blocks import Page
from quintain.courseware.html.chapters import Leaf, draw_leaves, places_of, plain, title_of
from quintain.courseware.html.exercises import draw_answer, draw_choices, draw_figure
from quintain.courseware.html.exhibits import draw_numbers
from quintain.courseware.html.places import Places
from quintain.courseware.html.tags import NOTHING, Html, element, join, printable, tag
from quintain.courseware.progress import Step, Tell
from quintain.packs.model.exercise import Exercise
from quintain.packs.model.exhibit import Exhibit
from quintain.packs.model.lesson import Incident
from quintain.packs.model.question import Question

XHTML: Final = "http://www.w3.org/1999/xhtml"
OPS: Final = "http://www.idpf.org/2007/ops"
SVG: Final = "http://www.w3.org/2000/svg"
DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
LANGUAGE: Final = "en"
STYLE: Final = "style.css"
AUDIENCES: Final[Mapping[Audience, str]] = {
    Audience.LEARNER: "Learner's edition",
    Audience.INSTRUCTOR: "Instructor's edition, with solutions",
}
MIMETYPE: Final = "application/epub+zip"
HOME: Final = "EPUB"
ENDING: Final = "xhtml"
ANSWERS: Final = "answers"
NAV: Final = "nav"
TITLE_PAGE: Final = "title"
PUBLISHED: Final = date(2026, 1, 1)
CONTAINER: Final = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
MEDIA_TYPES: Final = {
    "css": "text/css",
    "woff2": "font/woff2",
    ENDING: "application/xhtml+xml",
}
SUMMARY: Final = (
    "The text is complete without colours and pictures: code is text, marked lines have a sign, and each figure has a "
    "sentence that describes it and a table with its numbers. Headings, lists and tables are marked up, and the table "
    "of contents leads to every chapter. There are no page numbers."
)
# Schema.org's words for what the book is: https://www.w3.org/community/reports/publishingcg/CG-FINAL-a11y-discov-vocab/
ACCESS: Final = (
    ("accessMode", "textual"),
    ("accessMode", "visual"),
    ("accessModeSufficient", "textual"),
    ("accessibilityFeature", "alternativeText"),
    ("accessibilityFeature", "displayTransformability"),
    ("accessibilityFeature", "readingOrder"),
    ("accessibilityFeature", "structuralNavigation"),
    ("accessibilityFeature", "tableOfContents"),
    ("accessibilityHazard", "none"),
    ("accessibilitySummary", SUMMARY),
)


def write(contents: Contents, target: Path, tell: Tell) -> None:
    """Write an edition as an EPUB; the same contents give the same bytes.

    Raises:
        BuildFailed: The front end's part of it was never built.
        OSError: The file cannot be written.

    """
    files = tuple(_files(contents, tell))
    tell(Step.PACKING)
    target.write_bytes(zip_files([("mimetype", MIMETYPE.encode()), *files], stored=("mimetype",)))


@dataclass(frozen=True, slots=True)
class Answer:
    """An entry of the appendix: the id of its question, the chapter that asks, and the markup."""

    id: str
    key: str
    body: Html


@dataclass(slots=True)
class Book:
    """Draws what a book shows otherwise than a page does, and collects the answers of all questions."""

    answers: list[Answer] = field(default_factory=list)

    def question(self, page: Page, question: Question, number: int) -> Html:
        """Return the options, and a link to the answer in the appendix."""
        id_ = self._id(page, f"check-{number}")
        options = (tag("li", {}, page.inline(option.text)) for option in question.options)
        appendix = Page(ANSWERS, page.contents, page.places, page.medium)
        reasons = (
            tag(
                "li",
                {"class": "right" if option.right else "wrong"},
                tag("b", {}, "Right. " if option.right else "Not so. "),
                appendix.inline(option.text),
                tag("p", {"class": "why"}, appendix.inline(option.why)),
            )
            for option in question.options
        )
        prompt = tag("p", {}, appendix.inline(question.prompt))
        self.answers.append(Answer(id_, page.key, join(prompt, tag("ol", {"class": "options"}, *reasons))))
        return tag(
            "section",
            {"class": "quiz", "id": id_, "aria-label": f"Check {number}"},
            tag("p", {"class": "count"}, f"Check {number}"),
            tag("p", {"class": "prompt"}, page.inline(question.prompt)),
            tag("ol", {"class": "options"}, *options),
            self._way(page, id_),
        )

    def exercise(self, page: Page, exercise: Exercise) -> Html:
        """Return the elements to decide on, and a link to the answers in the appendix."""
        id_ = self._id(page, f"exercise-{exercise.slug}")
        appendix = Page(ANSWERS, page.contents, page.places, page.medium)
        right = (
            join(tag("dt", {}, element.title), tag("dd", {}, draw_answer(appendix, exercise, element)))
            for element in exercise.elements
        )
        title = tag("p", {}, tag("b", {}, exercise.title))
        self.answers.append(Answer(id_, page.key, join(title, tag("dl", {}, *right))))
        given = (
            join(tag("dt", {}, element.title), tag("dd", {}, tag("p", {}, page.inline(element.text))))
            for element in exercise.elements
        )
        return tag(
            "section",
            {"class": "quiz", "id": id_, "aria-label": exercise.title},
            tag("h3", {}, exercise.title),
            tag("p", {}, page.inline(exercise.about)),
            draw_figure(exercise),
            draw_choices(page, exercise),
            tag("dl", {}, *given),
            self._way(page, id_),
        )

    def exhibit(self, page: Page, exhibit: Exhibit) -> Html:
        """Return the figure with its caption, and its numbers."""
        return tag(
            "section",
            {"class": "exhibit", "aria-label": exhibit.title},
            tag("h3", {}, page.inline(exhibit.title)),
            tag("p", {"class": "second"}, page.inline(exhibit.about), f" · {exhibit.interpreter}"),
            tag(
                "figure",
                {},
                tag("div", {"class": "stage"}, Html(exhibit.figure)),
                tag("figcaption", {}, page.inline(exhibit.caption)),
            ),
            draw_numbers(page, exhibit),
        )

    def appendix(self, places: Places) -> Html:
        """Return all answers, below the titles of their chapters."""
        rows: list[Html] = []
        before = ""
        for number, answer in enumerate(self.answers, 1):
            if answer.key != before:
                rows.append(tag("h2", {"id": f"of-{number}"}, places.titles[answer.key]))
            before = answer.key
            back = places.between(ANSWERS, answer.key, answer.id)
            way = tag("p", {"class": "way"}, tag("a", {"href": back}, "Back to the question"))
            rows.append(tag("section", {"class": "answered", "id": _answer_id(answer)}, answer.body, way))
        return join(*rows)

    def _way(self, page: Page, id_: str) -> Html:
        answer = self.answers[-1]
        href = page.places.between(page.key, ANSWERS, _answer_id(answer))
        return tag("p", {"class": "way"}, tag("a", {"href": href, "aria-describedby": id_}, "The answer"))

    def _id(self, page: Page, wanted: str) -> str:
        page.ids[wanted] = page.ids.get(wanted, 0) + 1
        return wanted if page.ids[wanted] == 1 else f"{wanted}-{page.ids[wanted]}"


def _files(contents: Contents, tell: Tell) -> Iterator[tuple[str, bytes]]:
    book = Book()
    places = places_of(contents, ENDING, {ANSWERS: "Answers", TITLE_PAGE: title_of(contents)})
    leaves = [Leaf(TITLE_PAGE, title_of(contents), "", _title_page(contents))]
    leaves += draw_leaves(contents, places, book, tell)
    if book.answers:
        leaves.append(Leaf(ANSWERS, "Answers", "Appendix", book.appendix(places)))
    documents = {places.path(leaf.key): _document(leaf) for leaf in leaves}
    documents[f"{NAV}.{ENDING}"] = _nav(contents, places, has_answers=bool(book.answers))
    assets = {f"styles/{STYLE}": read_asset(f"epub/{STYLE}")}
    assets |= {name: read_asset(name) for name in assets_in(FONTS)}
    yield "META-INF/container.xml", CONTAINER.encode()
    yield f"{HOME}/package.opf", _package(contents, leaves, documents, assets).encode()
    for path, text in documents.items():
        yield f"{HOME}/{path}", text.encode()
    for path, content in assets.items():
        yield f"{HOME}/{path}", content
    for name in assets_in(LICENCES):
        if "/fonts-" in name:  # of what is in the book
            yield f"META-INF/{name}", read_asset(name)


def _document(leaf: Leaf) -> str:
    eyebrow = tag("p", {"class": "eyebrow"}, leaf.kind) if leaf.kind else None
    return _page(leaf.title, leaf.key.count("/"), tag("main", {}, eyebrow, tag("h1", {}, leaf.title), leaf.body))


def _page(title: str, depth: int, body: Html) -> str:
    head = tag(
        "head",
        {},
        tag("meta", {"charset": "utf-8"}),
        tag("title", {}, title),
        tag("link", {"rel": "stylesheet", "type": "text/css", "href": f"{'../' * depth}styles/{STYLE}"}),
    )
    names = {"xmlns": XHTML, "xmlns:epub": OPS, "lang": LANGUAGE, "xml:lang": LANGUAGE}
    return printable(f"{DECLARATION}<!DOCTYPE html>\n{tag('html', names, head, tag('body', {}, body))}\n").replace(
        "<svg ", f'<svg xmlns="{SVG}" '
    )


def _title_page(contents: Contents) -> Html:
    audience = AUDIENCES[contents.edition.audience]
    objectives = (tag("li", {}, each) for each in contents.objectives)
    return join(
        tag("p", {"class": "lead"}, f"{contents.code}. {audience}."),
        tag("h2", {}, "What you learn"),
        tag("ul", {}, *objectives),
        tag("h2", {}, "What you bring"),
        tag("p", {}, contents.prerequisite),
        tag("p", {"class": "second"}, f"Made by Quintain of the course with the digest {contents.digest[:SIGNED]}."),
    )


def _nav(contents: Contents, places: Places, *, has_answers: bool) -> str:
    rows = [_entry(places, TITLE_PAGE), *(_day(places, day) for day in contents.days)]
    if contents.cases:
        cases = (_entry(places, f"cases/{case.slug}") for case in contents.cases)
        rows.append(tag("li", {}, tag("span", {}, "Case studies"), tag("ol", {}, *cases)))
    if has_answers:
        rows.append(_entry(places, ANSWERS))
    toc = tag("nav", {"epub:type": "toc", "role": "doc-toc"}, tag("h1", {}, "Contents"), tag("ol", {}, *rows))
    first = places.path(next(key for key in places.titles if "/" in key))
    marks = (
        tag("li", {}, tag("a", {"epub:type": "toc", "href": f"{NAV}.{ENDING}"}, "Contents")),
        tag("li", {}, tag("a", {"epub:type": "bodymatter", "href": first}, "First chapter")),
    )
    landmarks = tag(
        "nav", {"epub:type": "landmarks", "hidden": "hidden"}, tag("h2", {}, "Landmarks"), tag("ol", {}, *marks)
    )
    return _page("Contents", 0, join(toc, landmarks))


def _day(places: Places, day: DayModules) -> Html:
    modules = (
        tag("li", {}, tag("span", {}, plain(module.title)), tag("ol", {}, *_chapters(places, module.chapters)))
        for module in day.modules
    )
    return tag("li", {}, tag("span", {}, f"Day {day.number}"), tag("ol", {}, *modules))


def _chapters(places: Places, chapters: tuple[Chapter, ...]) -> Iterator[Html]:
    for chapter in chapters:
        labs = tuple(_entry(places, f"labs/{lab.slug}") for lab in chapter.labs)
        if chapter.lesson:
            yield _entry(places, f"lessons/{chapter.id}", tag("ol", {}, *labs) if labs else NOTHING)
        else:
            yield from labs


def _entry(places: Places, key: str, below: Html = NOTHING) -> Html:
    return tag("li", {}, tag("a", {"href": places.path(key)}, places.titles[key]), below)


def _package(contents: Contents, leaves: list[Leaf], documents: Mapping[str, str], assets: Mapping[str, bytes]) -> str:
    key = contents.edition.key
    title = f"{title_of(contents)}: {AUDIENCES[contents.edition.audience]}"
    metadata = (
        element("dc:identifier", {"id": "id"}, uuid5(NAMESPACE_URL, f"{contents.digest}/{key}").urn),
        element("dc:title", {}, title),
        element("dc:language", {}, LANGUAGE),
        element("dc:source", {}, f"Course {contents.code}, digest {contents.digest}"),
        _meta("dcterms:modified", f"{_checked_on(contents).isoformat()}T00:00:00Z"),
        *(_meta(f"schema:{name}", value) for name, value in ACCESS),
    )
    listed = {**documents, **assets}
    ids = {path: f"i{number}" for number, path in enumerate(listed, 1)}
    items = (
        element("item", {"id": ids[path], "href": path, **_kind(path, documents.get(path, ""))}) for path in listed
    )
    order = [f"{leaf.key}.{ENDING}" for leaf in leaves]
    order.insert(1, f"{NAV}.{ENDING}")  # the contents are a page, too, behind the title
    spine = (element("itemref", {"idref": ids[path]}) for path in order)
    package = element(
        "package",
        {"xmlns": "http://www.idpf.org/2007/opf", "version": "3.0", "unique-identifier": "id", "xml:lang": LANGUAGE},
        element("metadata", {"xmlns:dc": "http://purl.org/dc/elements/1.1/"}, *metadata),
        element("manifest", {}, *items),
        element("spine", {}, *spine),
    )
    return printable(f"{DECLARATION}{package}\n")


def _meta(name: str, value: str) -> Html:
    return element("meta", {"property": name}, value)


def _kind(path: str, document: str) -> Mapping[str, str]:
    """Return the attributes of a manifest's item that say what it is."""
    properties = [
        *(["nav"] if path == f"{NAV}.{ENDING}" else []),
        *(["svg"] if "<svg " in document else []),
    ]
    kind = {"media-type": MEDIA_TYPES[path.rpartition(".")[2]]}
    return kind | ({"properties": " ".join(properties)} if properties else {})


def _checked_on(contents: Contents) -> date:
    """Return the last day on which sources of the course were checked: a date that depends on its content alone."""
    lessons = (chapter.lesson.blocks for chapter in contents.chapters if chapter.lesson)
    incidents = (block.as_of for blocks in lessons for block in blocks if isinstance(block, Incident))
    days = (*incidents, *(case.as_of for case in contents.cases))
    return max((day for day in days if day), default=PUBLISHED)


def _answer_id(answer: Answer) -> str:
    return f"{answer.key.replace('/', '-')}-{answer.id}"
