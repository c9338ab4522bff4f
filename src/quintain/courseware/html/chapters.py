"""Chapters in reading order: lessons, labs, case studies."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from quintain.courseware.contents import Chapter, Contents, LabChapter
from quintain.courseware.html.blocks import Medium, Page, anchors_of, draw_blocks, draw_sources, outside, written
from quintain.courseware.html.labs import draw_lab
from quintain.courseware.html.markdown import headings_of, nowhere, render_inline
from quintain.courseware.html.places import Places
from quintain.courseware.html.tags import NOTHING, Html, join, tag, without_tags
from quintain.courseware.progress import Step, Tell
from quintain.packs.model.case import Case, Moment
from quintain.packs.model.lesson import Lesson
from quintain.packs.model.source import Section, Standards
from quintain.packs.standards import ASVS, ASVS_URL, TOP_10, TOP_10_URL, asvs_section

LABS: Final = "Labs"
CASES: Final = "What really happened"
LESSONS: Final = "Lessons about it"


@dataclass(frozen=True, slots=True)
class Leaf:
    """One file of an edition: its key in `Places`, its title as text, what it is, and all that is below the title."""

    key: str
    title: str
    kind: str
    body: Html

    @property
    def headings(self) -> tuple[tuple[str, str], ...]:
        """The id and the title of each heading of the second level."""
        return headings_of(self.body)


def places_of(contents: Contents, ending: str, more: Mapping[str, str] | None = None) -> Places:
    """Return where the chapters of an edition lie, and ``more`` files of it, whose titles are given by their keys."""
    lessons = {f"lessons/{each.id}": each.lesson for each in contents.chapters if each.lesson}
    cases = {f"cases/{case.slug}": case for case in contents.cases}
    titles = {key: plain(lesson.title) for key, lesson in lessons.items()}
    titles |= {f"labs/{lab.slug}": lab_title(lab) for each in contents.chapters for lab in each.labs}
    titles |= {key: plain(case.title) for key, case in cases.items()}
    anchors = {key: anchors_of(each.blocks) for key, each in (lessons | cases).items()}
    return Places(ending, titles | dict(more or {}), anchors)


def draw_leaves(contents: Contents, places: Places, medium: Medium, tell: Tell) -> Iterator[Leaf]:
    """Yield the chapters in reading order."""
    for number, chapter in enumerate(contents.chapters):
        tell(Step.WRITING, number, len(contents.chapters))
        if chapter.lesson:
            yield _lesson(Page(f"lessons/{chapter.id}", contents, places, medium), chapter, chapter.lesson)
        for lab in chapter.labs:
            page = Page(f"labs/{lab.slug}", contents, places, medium)
            yield Leaf(page.key, lab_title(lab), "Lab", draw_lab(page, lab))
    for case in contents.cases:
        yield _case(Page(f"cases/{case.slug}", contents, places, medium), case)


def title_of(contents: Contents) -> str:
    """Return the title of an edition: the course's, and which part of the course it is."""
    course, scope = plain(contents.title), contents.edition.scope
    if scope.day:
        return f"{course}, day {scope.day}"
    return f"{course}: {plain(contents.chapters[0].title)}" if scope.lesson else course


def plain(title: str) -> str:
    """Return a title, inline Markdown, as text."""
    return without_tags(render_inline(title, nowhere))


def lab_title(lab: LabChapter) -> str:
    """Return a lab's title behind its code."""
    return f"{lab.code} {plain(lab.title)}"


def _lesson(page: Page, chapter: Chapter, lesson: Lesson) -> Leaf:
    minutes = f"About {lesson.minutes} minutes"
    if lesson.reading:
        minutes += f" in class, and {lesson.reading.minutes} more for sections to read later"
    body = join(
        tag("p", {"class": "lead"}, page.inline(lesson.summary)),
        tag("p", {"class": "facts second"}, f"{minutes}."),
        draw_blocks(page, lesson.blocks),
        _links(page, LABS, {f"labs/{lab.slug}": lab_title(lab) for lab in chapter.labs}),
        _links(page, CASES, _cases_about(page.contents, chapter)),
        _standards(page, lesson, lesson.standards) if lesson.standards else None,
        draw_sources(page, lesson.sources),
        _notes(page, chapter.notes) if chapter.notes else None,
    )
    return Leaf(page.key, plain(lesson.title), "Lesson", body)


def _cases_about(contents: Contents, chapter: Chapter) -> Mapping[str, str]:
    return {
        f"cases/{case.slug}": f"{plain(case.title)}, {written(case.date)}"
        for case in contents.cases
        if chapter.id in case.topics
    }


def _links(page: Page, title: str, keys: Mapping[str, str]) -> Html:
    if not keys:
        return NOTHING
    items = (tag("li", {}, page.link(key, words)) for key, words in keys.items())
    return tag("section", {"class": "prose"}, page.heading(title), tag("ul", {}, *items))


def _standards(page: Page, lesson: Lesson, standards: Standards) -> Html:
    links = [(each.cwe, each.name if each.name != each.cwe else "", each.address) for each in lesson.weaknesses]
    links += [(f"OWASP Top 10 {number}", TOP_10[number], TOP_10_URL) for number in standards.top10]
    links += [(f"OWASP ASVS 5.0 {number}", ASVS[asvs_section(number)][0], ASVS_URL) for number in standards.asvs]
    items = (tag("li", {}, outside(entry, url), f" {name}".rstrip()) for entry, name, url in links)
    return tag("section", {"class": "sources"}, page.heading("In standards"), tag("ul", {}, *items))


def _notes(page: Page, notes: tuple[Section, ...]) -> Html:
    sections = (join(tag("h3", {}, page.inline(each.title)), page.markdown(each.markdown)) for each in notes)
    return tag("section", {"class": "teaching"}, page.heading("Instructor's notes"), *sections)


def _case(page: Page, case: Case) -> Leaf:
    checked = f" Sources checked on {written(case.as_of)}." if case.as_of else ""
    keys = (f"lessons/{topic}" for topic in case.topics)
    body = join(
        tag("p", {"class": "lead"}, page.inline(case.summary)),
        tag("p", {"class": "facts second"}, f"{written(case.date)}. About {case.minutes} minutes.{checked}"),
        _timeline(page, case) if case.timeline else None,
        draw_blocks(page, case.blocks),
        _links(page, LESSONS, {key: page.places.titles[key] for key in keys if key in page.places.titles}),
        draw_sources(page, case.sources),
    )
    return Leaf(page.key, plain(case.title), "Case study", body)


def _timeline(page: Page, case: Case) -> Html:
    items = (_moment(page, moment) for moment in case.timeline)
    return tag("section", {"class": "timeline"}, page.heading("Timeline"), tag("ol", {}, *items))


def _moment(page: Page, moment: Moment) -> Html:
    at = moment.at
    clock = f", {at:%H:%M} {'UTC' if not at.utcoffset() else format(at, '%:z')}" if isinstance(at, datetime) else ""
    when = tag("time", {"datetime": at.isoformat()}, f"{written(at)}{clock}")
    kind = tag("span", {"class": "kind"}, moment.kind.capitalize())
    return tag("li", {"class": f"is-{moment.kind}"}, when, " ", kind, tag("p", {}, page.inline(moment.what)))
