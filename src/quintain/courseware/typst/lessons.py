"""Blocks of lessons and cases: prose, code, differences, questions, exhibits, incidents, exercises, principles."""

from collections.abc import Iterable, Iterator
from datetime import date

from quintain.courseware.captions import caption_of
from quintain.courseware.contents import Chapter, LabChapter
from quintain.courseware.typst import exercises
from quintain.courseware.typst.figures import description, styled, width_of
from quintain.courseware.typst.listings import difference, listing
from quintain.courseware.typst.manuscript import AskedQuestion, Manuscript
from quintain.courseware.typst.prose import blocks, inline, title
from quintain.courseware.typst.source import NOTHING, Code, address, array, call, include, joined, literal, number, text
from quintain.packs.model.exhibit import Exhibit
from quintain.packs.model.lesson import (
    Ask,
    Block,
    Change,
    Incident,
    Lesson,
    ListPrinciples,
    ListReading,
    Practise,
    Prose,
    Show,
)
from quintain.packs.model.lesson import (
    Code as Listing,
)
from quintain.packs.model.pack import Principle
from quintain.packs.model.source import Source
from quintain.packs.standards import ASVS, TOP_10, asvs_section


def chapter(each: Chapter, module: str, into: Manuscript) -> Code:
    """Write the lesson of a chapter, with the instructor's notes if the edition has them, and its labs below it."""
    level = into.begin(each, into.top)
    lesson = each.lesson
    if lesson is None:
        body: list[Code] = []
        lead = facts = NOTHING
    else:
        lead, facts = inline(lesson.summary, into), _facts(lesson, into)
        reading = lesson.reading.sections if lesson.reading else ()
        for source in lesson.sources:
            into.links.number_of(source.url, source.title)
        body = [*body_of(lesson.blocks, into, reading), *_notes(each, into), *sources(into, lesson.sources)]
    body += [include(file_of(lab)) for lab in each.labs]
    return call(
        "chapter",
        level,
        literal(str(each.number)),
        text(each.title),
        text(each.title),
        literal(f"topic-{each.id}"),
        text(module),
        lead,
        facts,
        joined(body),
        later=array(array([literal(f"lab-{lab.slug}"), text(f"Lab {lab.code}: {lab.title}")]) for lab in each.labs),
    )


def file_of(lab: LabChapter) -> str:
    """Name the file of a lab."""
    return f"lab-{lab.slug}.typ"


def body_of(written: Iterable[Block], into: Manuscript, reading: Iterable[str] = ()) -> Iterator[Code]:
    """Write blocks one after the other; H2 titles of ``reading`` are marked as not taught."""
    reading = tuple(reading)
    for block in written:
        yield _block(block, into, reading)


def sources(into: Manuscript, named: Iterable[Source] = ()) -> Iterator[Code]:
    """Write the web addresses of a chapter: its sources, then what its text links to."""
    for source in named:
        into.links.number_of(source.url, source.title)
    if not into.links.titles:
        return
    yield title(4, into, text("Sources and links"))
    yield call(
        "sources",
        array(
            array([number(index), text(title) if title else NOTHING, literal(url), address(url)])
            for index, (url, title) in enumerate(into.links.titles.items(), 1)
        ),
    )


def day_of(day: date) -> str:
    """Write a date as people read it: 2 July 2019."""
    return f"{day.day} {day:%B %Y}"


def _facts(lesson: Lesson, into: Manuscript) -> Code:
    minutes = f"{lesson.minutes} minutes"
    if lesson.reading:
        minutes += f" in class, and {lesson.reading.minutes} more for sections to read later"
    facts = [call("fact", text("Time"), text(minutes))]
    if lesson.standards:
        for weakness in lesson.weaknesses:
            into.names[weakness.cwe] = weakness
            mark = into.anchor(into.weaknesses, weakness.cwe)
            facts.append(call("fact", call("whole", literal(weakness.cwe)), joined([mark, text(weakness.name)])))
        facts += [call("fact", text(f"OWASP Top 10 {entry}"), text(TOP_10[entry])) for entry in lesson.standards.top10]
        facts += [
            call("fact", text(f"OWASP ASVS 5.0 {entry}"), text(ASVS[asvs_section(entry)][0]))
            for entry in lesson.standards.asvs
        ]
    return joined(facts)


def _notes(each: Chapter, into: Manuscript) -> Iterator[Code]:
    if each.notes:
        yield title(4, into, text("Instructor's notes"))
        parts = (
            joined([title(6, into, inline(section.title, into)), blocks(section.markdown, into, top=6)])
            for section in each.notes
        )
        yield call("tinted", NOTHING, joined(parts))


def _block(block: Block, into: Manuscript, reading: tuple[str, ...]) -> Code:
    match block:
        case Prose():
            return blocks(block.markdown, into, reading=reading)
        case Listing():
            return listing(
                block.text,
                block.language,
                into.columns,
                name=caption_of(block),
                first=block.first,
                marked=block.marked,
                notes={line: inline(note, into) for line, note in block.notes.items()},
                label="shown after your answer" if block.closed else "",
            )
        case Change():
            return difference(block.before_text, block.after_text, str(block.after), into.columns, str(block.before))
        case Incident():
            shown = block.shown_date or day_of(block.date)
            checked = text(f"checked {day_of(block.as_of)}") if block.as_of else NOTHING
            return call(
                "incident", text(shown), inline(block.title, into), checked, blocks(block.markdown, into, top=5)
            )
        case Ask():
            return _question(block, into)
        case _:
            return _drawn(block, into)


def _drawn(block: Show | Practise | ListPrinciples | ListReading, into: Manuscript) -> Code:
    match block:
        case Show():
            exhibit = into.contents.exhibits.get(block.exhibit)
            return _exhibit(exhibit, into) if exhibit else NOTHING
        case Practise():
            exercise = into.contents.exercises.get(block.exercise)
            return exercises.exercise(exercise, into) if exercise else NOTHING
        case ListPrinciples():
            held = (each for each in into.contents.principles if each.set == block.set)
            return joined(_principle(each, into) for each in held)
        case ListReading():
            words = "Your own reading list is on the page of this lesson: it follows from your answers and labs."
            return call("prose", call("emph", text(words)))


def _question(block: Ask, into: Manuscript) -> Code:
    chapter_id = into.chapter.id if into.chapter else ""
    asked = into.questions[chapter_id]
    name = f"{into.chapter.number if into.chapter else 0}.{len(asked) + 1}"
    label = f"question-{chapter_id}-{len(asked) + 1}"
    asked.append(AskedQuestion(name, label, block.question))
    return call(
        "question",
        literal(name),
        literal(label),
        call("prose", inline(block.question.prompt, into)),
        array(inline(option.text, into) for option in block.question.options),
        literal(f"answer-{label}"),
    )


def _exhibit(exhibit: Exhibit, into: Manuscript) -> Code:
    file = f"{exhibit.slug}.svg"
    into.figures[file] = styled(exhibit.figure)
    about = [inline(exhibit.about, into)]
    if exhibit.interpreter:
        about.append(text(f" · {exhibit.interpreter}"))
    return call(
        "exhibit",
        into.figure_number(),
        inline(exhibit.title, into),
        joined(about),
        call(
            "picture",
            literal(f"figures/{file}"),
            literal(description(exhibit.figure)),
            Code(f"{width_of(exhibit.figure):g}"),
        ),
        inline(exhibit.caption, into),
    )


def _principle(principle: Principle, into: Manuscript) -> Code:
    labs = []
    for shown in principle.labs:
        title, label = into.contents.titles.get(shown.lab), f"lab-{shown.lab}"
        if title is None:
            continue
        name = text(f"Lab {title}")
        where = call("reference", literal(label), name) if label in into.labels else name
        labs.append(joined([where, text(": "), inline(shown.shows, into)]) if shown.shows else where)
    return call("principle", text(principle.title), inline(principle.meaning, into), array(labs))
