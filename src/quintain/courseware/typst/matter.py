"""What is before the first chapter and after the last: cover, contents, timetable; cases, answers, indexes."""

from collections.abc import Iterator
from datetime import datetime
from importlib.metadata import version
from typing import Final

from quintain.courseware.contents import SIGNED, Contents, DayModules, ModuleChapters
from quintain.courseware.editions import Audience
from quintain.courseware.typst.exercises import right_answer
from quintain.courseware.typst.lessons import body_of, day_of, sources
from quintain.courseware.typst.manuscript import AskedQuestion, Manuscript, TermPlace
from quintain.courseware.typst.prose import inline, title
from quintain.courseware.typst.source import NOTHING, Code, array, call, flag, joined, literal, number, text
from quintain.packs.model.case import Case
from quintain.packs.model.day import Pause, Session
from quintain.packs.model.weakness import weakness_called
from quintain.packs.timetable import clock_of, minutes_of

OTHERS: Final = 6
"""So many pages at most the index names for a term, beside that of the lesson that teaches it."""
NEIGHBOURS: Final = 4
"""Words that begin with the same letters, so many of them, are close together in the index."""
BOLD_PAGE: Final = "Page numbers in bold are of the lesson that teaches the term."
LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
PAUSES: Final = {Pause.BREAK: "Break", Pause.LUNCH: "Lunch"}
EDITIONS: Final = {Audience.LEARNER: "Handbook", Audience.INSTRUCTOR: "Handbook, instructor's edition"}
CASES: Final = "cases"
ANSWERS: Final = "answers"
WEAKNESSES: Final = "weaknesses"
TERMS: Final = "terms"

PURPOSE: Final = (
    "The programs of the labs are vulnerable on purpose. Try attacks in the classroom's sandbox, "
    "or on machines that are your own."
)


def part_of(contents: Contents) -> str:
    """Say how much of the course an edition is; nothing of the whole."""
    scope = contents.edition.scope
    if scope.day:
        return f"Day {scope.day}"
    return next((chapter.title for chapter in contents.chapters), "") if scope.lesson else ""


def title_of(contents: Contents) -> str:
    """Return the title of the document."""
    part = part_of(contents)
    return f"{contents.title}{f': {part}' if part else ''} ({EDITIONS[contents.edition.audience]})"


def cover(contents: Contents) -> Iterator[Code]:
    """Write the cover, and the page behind it."""
    part = part_of(contents)
    yield call(
        "cover",
        text(contents.title),
        text(part) if part else NOTHING,
        text(EDITIONS[contents.edition.audience]),
        array([text(contents.code)]),
    )
    lines = [
        f"{contents.title}, {contents.code}. {EDITIONS[contents.edition.audience]}.",
        f"Made with Quintain {version('quintain')} of course version {contents.digest[:SIGNED]}.",
        PURPOSE,
        "Set in Hanken Grotesk, Grenze and Commit Mono, which are licensed under the SIL Open Font License 1.1.",
    ]
    yield call("imprint", joined(call("prose", text(line)) for line in lines))


def contents_pages(contents: Contents, into: Manuscript) -> Code:
    """Write the contents, with the numbers of the pages."""
    rows: list[Code] = []
    for day in contents.days:
        if contents.is_whole:
            rows.append(_row(0, f"day-{day.number}", f"Day {day.number}"))
        for module in day.modules:
            if not contents.edition.scope.lesson:
                rows.append(_row(1, f"module-{module.id}", module.title))
            for chapter in module.chapters:
                rows.append(_row(2, f"topic-{chapter.id}", f"{chapter.number}  {chapter.title}"))
                rows.extend(_row(3, f"lab-{lab.slug}", f"Lab {lab.code}: {lab.title}") for lab in chapter.labs)
    ends = [
        (CASES, "What really happened", bool(contents.cases)),
        (ANSWERS, "Answers", bool(into.questions or into.exercises)),
        (WEAKNESSES, "Index of weaknesses", bool(into.weaknesses)),
        (TERMS, "Index of terms", bool(into.terms)),
    ]
    rows.extend(_row(1, label, words) for label, words, there in ends if there)
    return _front("Contents", "contents", joined(rows))


def timetables(contents: Contents, into: Manuscript) -> Iterator[Code]:
    """Write the timetable of each day that has one, for instructors."""
    planned = [day for day in contents.days if day.plan]
    if not planned:
        return
    into.begin(None, 1)
    parts = []
    for day in planned:
        begins, ends = clock_of(minutes_of(day.begins)), clock_of(minutes_of(day.ends))
        parts.append(title(4, into, text(f"Day {day.number}, {begins} to {ends}")))
        parts.append(call("plan", *_entries(day, contents, into)))
        if day.omissions:
            parts.append(call("prose", joined(_short_of_time(day, into))))
    yield _front("Timetable", "timetable", joined(parts))


def _short_of_time(day: DayModules, into: Manuscript) -> Iterator[Code]:
    yield call("strong", text("Short of time?"))
    yield text(" Leave out whole labs in this order; each module keeps one: ")
    for index, each in enumerate(day.omissions):
        if index:
            yield text("; ")
        name, label = text(f"{each.code} {each.title}"), f"lab-{each.lab}"
        yield call("reference", literal(label), name) if label in into.labels else name
        yield text(f" ({each.minutes} minutes, {each.saved} in all)" if index else f" ({each.minutes} minutes)")
    yield text(".")


def _entries(day: DayModules, contents: Contents, into: Manuscript) -> Iterator[Code]:
    titles = {chapter.id: chapter.title for chapter in day.chapters}
    for slot in day.plan:
        what = [_session(slot.session, titles, contents, into)]
        if slot.session.note:
            what += [text(". "), inline(slot.session.note, into)]
        if slot.beside:
            what.append(text("; beside it: "))
            for index, session in enumerate(slot.beside):
                what += [*([text(", ")] if index else []), _session(session, titles, contents, into)]
        yield text(clock_of(slot.starts))
        yield joined(what)
        yield text(str(slot.session.minutes))


def _session(session: Session, titles: dict[str, str], contents: Contents, into: Manuscript) -> Code:
    if session.pause:
        return call("emph", text(PAUSES[session.pause]))
    if session.topic:
        name, label = text(titles.get(session.topic, session.topic)), f"topic-{session.topic}"
    else:
        title = contents.titles.get(session.lab, session.planned or session.lab)
        name, label = text(f"Lab {title}"), f"lab-{session.lab}"
    return call("reference", literal(label), name) if label in into.labels else name


def _front(words: str, label: str, body: Code, **named: Code) -> Code:
    return call("front", text(words), literal(label), body, **named)


def day_page(day: DayModules) -> Code:
    """Write the page before a day."""
    rows = array(array([literal(f"module-{module.id}"), text(module.title)]) for module in day.modules)
    return call("day", literal(str(day.number)), literal(f"day-{day.number}"), rows)


def module_page(module: ModuleChapters, day: int, *, partial: bool) -> Code:
    """Write the page before a module; in a part of the course, nothing is above it."""
    rows = []
    for chapter in module.chapters:
        minutes = f"{chapter.lesson.minutes} min" if chapter.lesson else ""
        rows.append(_opening(str(chapter.number), chapter.title, minutes, f"topic-{chapter.id}"))
        rows.extend(_opening(lab.code, lab.title, f"{lab.minutes} min", f"lab-{lab.slug}") for lab in chapter.labs)
    return call(
        "module",
        number(1 if partial else 2),
        text(module.title),
        literal(f"module-{module.id}"),
        text(f"Day {day}"),
        array(rows),
    )


def _opening(name: str, title: str, minutes: str, label: str) -> Code:
    return array([literal(name), text(title), text(minutes) if minutes else NOTHING, literal(label)])


def _row(level: int, label: str, words: str) -> Code:
    return call("contents-row", number(level), literal(label), text(words))


def cases(contents: Contents, into: Manuscript) -> Iterator[Code]:
    """Write the case studies."""
    if not contents.cases:
        return
    parts = [_row(2, f"case-{case.slug}", f"{day_of(case.date)}: {case.title}") for case in contents.cases]
    for case in contents.cases:
        into.begin(None, 2)
        for source in case.sources:
            into.links.number_of(source.url, source.title)
        body = [
            call("timeline", *(_moment(case, index, into) for index in range(len(case.timeline)))),
            *body_of(case.blocks, into),
            *sources(into),
        ]
        checked = f"; checked {day_of(case.as_of)}" if case.as_of else ""
        parts.append(
            call(
                "case",
                text(case.title),
                literal(f"case-{case.slug}"),
                inline(case.summary, into),
                text(f"{day_of(case.date)}, {case.minutes} minutes to read{checked}"),
                joined(body),
            )
        )
    later = array(array([literal(f"case-{case.slug}"), text(case.title)]) for case in contents.cases)
    yield _front("What really happened", CASES, joined(parts), later=later)


def _moment(case: Case, index: int, into: Manuscript) -> Code:
    moment = case.timeline[index]
    day = day_of(moment.at)
    if isinstance(moment.at, datetime):
        offset = moment.at.utcoffset()
        day += f", {moment.at:%H:%M} UTC" if not offset else f", {moment.at:%H:%M} {moment.at:%:z}"
    return array([text(day), literal(str(moment.kind)), inline(moment.what, into)])


def answers(contents: Contents, into: Manuscript) -> Iterator[Code]:
    """Write the answers of all questions and exercises that the edition has."""
    parts: list[Code] = []
    for chapter in contents.chapters:
        asked, exercises = into.questions.get(chapter.id, []), into.exercises.get(chapter.id, [])
        if not asked and not exercises:
            continue
        into.begin(chapter, 2)
        parts.append(call("answers-of", literal(str(chapter.number)), text(chapter.title)))
        parts.extend(_answer(each, into) for each in asked)
        for each in exercises:
            parts.append(title(6, into, joined([text("Exercise: "), inline(each.exercise.title, into)])))
            parts.extend(
                call(
                    "answered",
                    inline(element.title, into),
                    text(right_answer(each.exercise, element)),
                    inline(element.why, into),
                )
                for element in each.exercise.elements
            )
    if parts:
        yield _front("Answers", ANSWERS, joined(parts))


def _answer(each: AskedQuestion, into: Manuscript) -> Code:
    options = (
        array([literal(letter), flag(option.right), inline(option.text, into), inline(option.why, into)])
        for letter, option in zip(LETTERS, each.question.options, strict=False)
    )
    return call(
        "answer",
        literal(each.number),
        literal(f"answer-{each.label}"),
        literal(each.label),
        inline(each.question.prompt, into),
        array(options),
    )


def indexes(into: Manuscript) -> Iterator[Code]:
    """Write the index of weaknesses, by number, and that of terms, by the alphabet."""
    if into.weaknesses:
        found = sorted(into.weaknesses, key=lambda cwe: int(cwe.removeprefix("CWE-")))
        entries = (
            array(
                [
                    joined([call("whole", literal(cwe)), text(_name(cwe, into))]),
                    array(array([literal(label), flag(False)]) for label in into.weaknesses[cwe]),
                ]
            )
            for cwe in found
        )
        yield _front("Index of weaknesses", WEAKNESSES, call("index", array(entries)))
    if into.terms:
        is_any_bold = any(place.is_main for places in into.terms.values() for place in places)
        by_word: dict[str, Code] = {
            term: array([text(term), array(array([literal(each.label), flag(each.is_main)]) for each in places)])
            for term, places in _chosen_places(into).items()
        }
        by_word |= {
            alias: array([joined([text(alias), text(", "), call("emph", text("see")), text(f" {term}")]), array(())])
            for alias, term in _other_words(into)
            if alias not in by_word
        }
        entries = (entry for _, entry in sorted(by_word.items(), key=lambda each: each[0].casefold()))
        legend = [call("par", text(BOLD_PAGE))] if is_any_bold else []
        yield _front("Index of terms", TERMS, joined([*legend, call("index", array(entries))]))


def _other_words(into: Manuscript) -> Iterator[tuple[str, str]]:
    """Yield the other words for the terms of the index, each with its term, unless the two would be neighbours."""
    for term in into.contents.terms:
        if term.term in into.terms:
            for alias in term.aliases:
                if alias[:NEIGHBOURS].casefold() != term.term[:NEIGHBOURS].casefold():
                    yield alias, term.term


def _chosen_places(into: Manuscript) -> dict[str, list[TermPlace]]:
    """Return where to look a term up: in the lesson that teaches it, and in the few that say most of it, in order."""
    return {
        term: sorted(sorted(places, key=lambda place: place.relevance, reverse=True)[: 1 + OTHERS], key=places.index)
        for term, places in into.terms.items()
    }


def _name(cwe: str, into: Manuscript) -> str:
    name = weakness_called(cwe, into.names).name
    return "" if name == cwe else f" {name}"
