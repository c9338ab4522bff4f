"""The course as a folder that a browser opens without a server: exhibits move, the search finds, no request leaves it.

A browser gives each file an origin of its own. So nothing is fetched, no script is a module, and the data of the search
and the drawings of exhibits come as classic scripts.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

from quintain.courseware.archive import zip_files
from quintain.courseware.assets import FONTS, LICENCES, assets_in, read_asset
from quintain.courseware.contents import SIGNED, Chapter, Contents, ModuleChapters
from quintain.courseware.editions import Audience
from quintain.courseware.html.blocks import Page
from quintain.courseware.html.chapters import Leaf, draw_leaves, places_of, plain, title_of
from quintain.courseware.html.drawings import classic_script
from quintain.courseware.html.exercises import draw_answer, draw_choices, draw_figure
from quintain.courseware.html.exhibits import draw_numbers
from quintain.courseware.html.places import Places
from quintain.courseware.html.sections import sections_of
from quintain.courseware.html.tags import NOTHING, Html, join, printable, tag
from quintain.courseware.progress import Step, Tell
from quintain.packs.model.exercise import Exercise
from quintain.packs.model.exhibit import Exhibit
from quintain.packs.model.question import Question
from quintain.packs.stop_words import STOP_WORDS

ENDING: Final = "html"
INDEX: Final = "index"
SEARCH: Final = "search"
STYLE: Final = "styles/style.css"
BOOK: Final = "scripts/book.js"
SEARCHING: Final = "scripts/search.js"
DATA: Final = "scripts/search-data.js"
# A page that is opened as a file has no origin, so 'self' alone would let none of its own files in.
POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        *(f"{kind}-src 'self' file:" for kind in ("script", "style", "font")),
        "form-action 'self' file:",
        "base-uri 'none'",
    )
)
# A text of the data must not end the script element that holds it.
ESCAPES: Final = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}
AUDIENCES: Final[Mapping[Audience, str]] = {
    Audience.LEARNER: "Offline edition",
    Audience.INSTRUCTOR: "Offline edition for instructors, with solutions",
}
READ_ME: Final = """{title}

Open {index} in a browser. Nothing else is needed, and nothing is sent anywhere.
The labs are here to read; to work on them, open them in the classroom.
"""


def write(contents: Contents, target: Path, tell: Tell) -> None:
    """Write an edition as a zip of one folder; the same contents give the same bytes.

    Raises:
        BuildFailed: The front end's part of it was never built, or an exhibit's script is not as it was bundled.
        OSError: The file cannot be written.

    """
    folder = contents.edition.file_name(contents.code).removesuffix(f".{contents.edition.format.ending}")
    files = [(f"{folder}/{path}", content) for path, content in _files(contents, tell)]
    tell(Step.PACKING)
    target.write_bytes(zip_files(files))


@dataclass(slots=True)
class Site:
    """Draws what a page without a server shows in a way of its own, and remembers which exhibits each page has."""

    shown: dict[str, list[str]] = field(default_factory=dict)

    def question(self, page: Page, question: Question, number: int) -> Html:
        """Return a question whose options open, and then say why they are right or wrong."""
        options = (
            tag(
                "details",
                {"class": "right" if option.right else "wrong"},
                tag("summary", {}, page.inline(option.text)),
                tag(
                    "p",
                    {"class": "why"},
                    tag("b", {}, "Right." if option.right else "Not so."),
                    " ",
                    page.inline(option.why),
                ),
            )
            for option in question.options
        )
        return tag(
            "section",
            {"class": "quiz block", "aria-label": f"Check {number}"},
            tag("p", {"class": "count"}, f"Check {number}: choose an answer to see whether it is right"),
            tag("p", {"class": "prompt"}, page.inline(question.prompt)),
            *options,
        )

    def exercise(self, page: Page, exercise: Exercise) -> Html:
        """Return what there is to decide, each with its answer, which a reader opens."""
        elements = (
            join(
                tag("h4", {}, element.title),
                tag("p", {}, page.inline(element.text)),
                tag("details", {}, tag("summary", {}, "Show the answer"), draw_answer(page, exercise, element)),
            )
            for element in exercise.elements
        )
        return tag(
            "section",
            {"class": "quiz block", "aria-label": exercise.title},
            tag("h3", {}, exercise.title),
            tag("p", {}, page.inline(exercise.about)),
            draw_figure(exercise),
            draw_choices(page, exercise),
            *elements,
        )

    def exhibit(self, page: Page, exhibit: Exhibit) -> Html:
        """Return an exhibit as it is without script, and its numbers for the script that moves it."""
        self.shown.setdefault(page.key, []).append(exhibit.slug)
        title = f"exhibit-{exhibit.slug}"
        stage = {"class": "stage still", "tabindex": "0", "role": "group", "aria-label": "Figure"}
        drawn = tag(
            "section",
            {"class": "exhibit", "data-exhibit": exhibit.slug, "aria-labelledby": title},
            tag(
                "header",
                {},
                tag("h3", {"id": title}, page.inline(exhibit.title)),
                tag("p", {}, page.inline(exhibit.about), f" · {exhibit.interpreter}"),
            ),
            tag(
                "figure",
                {},
                tag("div", stage, Html(exhibit.figure)),
                tag("figcaption", {}, page.inline(exhibit.caption)),
            ),
            draw_numbers(page, exhibit),
            tag("script", {"type": "application/json"}, Html(exhibit.numbers.translate(ESCAPES))),
        )
        return tag("div", {"class": "block"}, drawn)


def _files(contents: Contents, tell: Tell) -> Iterator[tuple[str, bytes]]:
    site = Site()
    places = places_of(contents, ENDING)
    leaves = tuple(draw_leaves(contents, places, site, tell))
    shown = sorted({name for names in site.shown.values() for name in names})
    scripts = {name: classic_script(contents.exhibits[name]) for name in shown}
    frame = Frame(contents, places)
    yield f"{INDEX}.{ENDING}", frame.index().encode()
    yield f"{SEARCH}.{ENDING}", frame.search().encode()
    yield "README.txt", READ_ME.format(title=title_of(contents), index=f"{INDEX}.{ENDING}").encode()
    for number, leaf in enumerate(leaves):
        around = (leaves[number - 1] if number else None, leaves[number + 1] if number + 1 < len(leaves) else None)
        drawn = tuple(dict.fromkeys(site.shown.get(leaf.key, ())))
        yield places.path(leaf.key), frame.chapter(leaf, around, drawn).encode()
    for name, script in scripts.items():
        yield f"exhibits/{name}.js", script.encode()
    yield DATA, _search_data(places, leaves).encode()
    yield from ((path, read_asset(f"offline/{path.rpartition('/')[2]}")) for path in (BOOK, SEARCHING, STYLE))
    yield from ((name, read_asset(name)) for folder in (FONTS, LICENCES) for name in assets_in(folder))


def _search_data(places: Places, leaves: tuple[Leaf, ...]) -> str:
    entries = [
        {
            "address": f"{places.path(leaf.key)}#{section.id}" if section.id else places.path(leaf.key),
            "title": leaf.title,
            "heading": section.heading,
            "kind": leaf.kind,
            "text": section.text,
        }
        for leaf in leaves
        for section in sections_of(leaf)
    ]
    values = {"quintainSections": entries, "quintainStopWords": sorted(STOP_WORDS)}
    dump = partial(json.dumps, ensure_ascii=False, separators=(",", ":"))
    return "".join(f"var {name}={dump(value)};\n" for name, value in values.items())


@dataclass(frozen=True, slots=True)
class Frame:
    """What is around the text of each page: head, bar, the module beside it, the ways on."""

    contents: Contents
    places: Places

    def index(self) -> str:
        """Return the page that a reader opens first: the contents of the course."""
        days = (
            join(
                tag("h2", {"id": f"day-{day.number}"}, f"Day {day.number}"),
                tag("div", {"class": "toc"}, *(self._module_of_index(module) for module in day.modules)),
            )
            for day in self.contents.days
        )
        cases = tuple(
            tag("li", {}, self._link("", f"cases/{case.slug}"), f" {case.date.year}") for case in self.contents.cases
        )
        case_studies = join(tag("h2", {"id": "cases"}, "Case studies"), tag("ul", {"class": "toc"}, *cases))
        digest = f"Made by Quintain of the course {self.contents.code} with the digest {self.contents.digest[:SIGNED]}."
        main = tag(
            "main",
            {"id": "main", "tabindex": "-1", "class": "cover"},
            tag("p", {"class": "eyebrow"}, AUDIENCES[self.contents.edition.audience]),
            tag("h1", {}, title_of(self.contents)),
            tag("p", {"class": "lead"}, "Lessons, case studies and the tasks of all labs, to read without a network."),
            *days,
            case_studies if cases else None,
            tag("p", {"class": "second small"}, digest),
        )
        return self._page("", title_of(self.contents), NOTHING, main)

    def search(self) -> str:
        """Return the page of the search, which needs its script."""
        field = {"type": "search", "id": "q", "name": "q", "autocomplete": "off", "maxlength": "200"}
        form = tag(
            "form",
            {"id": "search", "role": "search", "action": f"{SEARCH}.{ENDING}"},
            tag("label", {"for": "q", "class": "unseen"}, "Words to find"),
            tag("input", field),
            tag("button", {"class": "button primary"}, "Search"),
        )
        main = tag(
            "main",
            {"id": "main", "tabindex": "-1", "class": "search-page"},
            tag("h1", {}, "Search"),
            form,
            tag(
                "noscript",
                {},
                tag("p", {}, "The search needs scripts, and this browser runs none. The contents list every chapter."),
            ),
            tag("p", {"id": "count", "role": "status"}),
            tag("ol", {"id": "results"}),
        )
        crumb = tag("li", {"aria-current": "page"}, "Search")
        return self._page("", "Search", crumb, main, (DATA, SEARCHING), has_field=False)

    def chapter(self, leaf: Leaf, around: tuple[Leaf | None, Leaf | None], drawings: tuple[str, ...]) -> str:
        """Return the page of a chapter, between the pages ``around`` it."""
        before, after = around
        ways = (self._way(leaf.key, before, "prev", "Before"), self._way(leaf.key, after, "next", "Next"))
        text = tag(
            "main",
            {"id": "main", "tabindex": "-1", "class": "reading"},
            tag("p", {"class": "eyebrow"}, leaf.kind),
            tag("h1", {}, leaf.title),
            leaf.body,
            tag("nav", {"class": "way", "aria-label": "Chapters"}, *ways),
        )
        here = self._module_of(leaf.key)
        crumbs = tag("li", {"aria-current": "page"}, leaf.title)
        if here:
            day, module = here
            crumbs = join(
                tag("li", {}, self._to_index(leaf.key, f"day-{day}", f"Day {day}")),
                self._crumb(leaf.key, module),
                crumbs,
            )
        body = tag("div", {"class": "lesson"}, self._rail(leaf.key, here[1] if here else None), text, _on_page(leaf))
        return self._page(leaf.key, leaf.title, crumbs, body, tuple(f"exhibits/{name}.js" for name in drawings))

    def _page(
        self, here: str, title: str, crumbs: Html, body: Html, scripts: tuple[str, ...] = (), *, has_field: bool = True
    ) -> str:
        up = "../" * here.count("/")
        course = title_of(self.contents)
        head = tag(
            "head",
            {},
            tag("meta", {"charset": "utf-8"}),
            tag("meta", {"http-equiv": "Content-Security-Policy", "content": POLICY}),
            tag("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}),
            tag("meta", {"name": "color-scheme", "content": "light dark"}),
            tag("title", {}, title if title == course else f"{title} · {course}"),
            tag("link", {"rel": "stylesheet", "href": f"{up}{STYLE}"}),
            tag("script", {"src": f"{up}{BOOK}"}),
            *(tag("script", {"src": f"{up}{script}", "defer": "defer"}) for script in scripts),
        )
        bar = tag(
            "header",
            {"class": "bar"},
            tag("a", {"class": "brand", "href": f"{up}{INDEX}.{ENDING}"}, course),
            tag("nav", {"class": "crumbs", "aria-label": "Breadcrumb"}, tag("ol", {}, crumbs)),
            tag("div", {"class": "bar-end"}, _search_field(up) if has_field else None),
        )
        skip = tag("a", {"class": "skip", "href": "#main"}, "Skip to the content")
        html = tag("html", {"lang": "en"}, head, tag("body", {}, skip, bar, body))
        return printable(f"<!doctype html>\n{html}\n")

    def _module_of_index(self, module: ModuleChapters) -> Html:
        rows = (self._chapter_of_index(chapter) for chapter in module.chapters)
        title = tag("h3", {"id": module.id}, plain(module.title))
        return tag("section", {"aria-labelledby": module.id}, title, tag("ul", {}, *rows))

    def _chapter_of_index(self, chapter: Chapter) -> Html:
        labs = tuple(tag("li", {"class": "lab"}, self._link("", f"labs/{lab.slug}")) for lab in chapter.labs)
        title = self._link("", f"lessons/{chapter.id}") if chapter.lesson else plain(chapter.title)
        return tag("li", {"class": "part"} if chapter.part else {}, title, tag("ul", {}, *labs) if labs else None)

    def _link(self, here: str, key: str) -> Html:
        return tag("a", {"href": self.places.between(here, key)}, self.places.titles[key])

    def _way(self, here: str, leaf: Leaf | None, rel: str, word: str) -> Html | None:
        if leaf is None:
            return None
        return tag("a", {"rel": rel, "href": self.places.between(here, leaf.key)}, tag("span", {}, word), leaf.title)

    def _to_index(self, here: str, anchor: str, words: str) -> Html:
        return tag("a", {"href": f"{'../' * here.count('/')}{INDEX}.{ENDING}#{anchor}"}, words)

    def _crumb(self, here: str, module: ModuleChapters) -> Html:
        return tag("li", {}, self._to_index(here, module.id, plain(module.title)))

    def _module_of(self, key: str) -> tuple[int, ModuleChapters] | None:
        for day in self.contents.days:
            for module in day.modules:
                if key in _keys(module):
                    return day.number, module
        return None

    def _rail(self, here: str, module: ModuleChapters | None) -> Html:
        """Return the list of what is beside a chapter: its module, or all case studies."""
        keys = _keys(module) if module else tuple(f"cases/{case.slug}" for case in self.contents.cases)
        title = plain(module.title) if module else "Case studies"
        rows = (self._row(here, key) for key in keys)
        return tag(
            "nav",
            {"class": "rail", "aria-labelledby": "rail-title"},
            tag("h2", {"id": "rail-title"}, title),
            tag("ul", {"class": "topics"}, *rows),
        )

    def _row(self, here: str, key: str) -> Html:
        kind = f"{'lab ' if key.startswith('labs/') else ''}{'here' if key == here else ''}".strip()
        current = {"aria-current": "page"} if key == here else {}
        link = {"href": self.places.between(here, key), **current}
        words = join(tag("span", {"class": "dot"}), tag("span", {}, self.places.titles[key]))
        return tag("li", {"class": kind} if kind else {}, tag("a", link, words))


def _keys(module: ModuleChapters) -> tuple[str, ...]:
    """Return the keys of a module's chapters, in their order."""
    return tuple(
        key
        for chapter in module.chapters
        for key in (
            *([f"lessons/{chapter.id}"] if chapter.lesson else []),
            *(f"labs/{lab.slug}" for lab in chapter.labs),
        )
    )


def _search_field(up: str) -> Html:
    field = {"type": "search", "id": "find", "name": "q", "maxlength": "200", "placeholder": "Search"}
    return tag(
        "form",
        {"class": "find scripted", "role": "search", "action": f"{up}{SEARCH}.{ENDING}"},
        tag("label", {"for": "find", "class": "unseen"}, "Search"),
        tag("input", field),
    )


def _on_page(leaf: Leaf) -> Html:
    links = tuple(tag("a", {"href": f"#{id_}"}, title) for id_, title in leaf.headings)
    title = tag("h2", {"id": "on-page-title"}, "On this page")
    nav = tag("nav", {"class": "on-page", "aria-labelledby": "on-page-title"}, title, *links)
    return tag("aside", {"class": "margin", "aria-label": "About this page"}, tag("div", {}, nav)) if links else NOTHING
