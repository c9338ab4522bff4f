"""The handbook: the whole course, a day or a lesson as a book."""

from pathlib import Path
from typing import Final

from quintain.courseware.contents import Contents
from quintain.courseware.editions import Paper
from quintain.courseware.progress import Step, Tell
from quintain.courseware.typst import matter
from quintain.courseware.typst.compiling import MAIN, compile_pdf, packed
from quintain.courseware.typst.labs import lab
from quintain.courseware.typst.lessons import chapter, file_of
from quintain.courseware.typst.manuscript import Manuscript, labels_of
from quintain.courseware.typst.source import Code, call, include, joined, literal

HEAD: Final = '#import "/template.typ": *\n'


def write(contents: Contents, target: Path, tell: Tell) -> None:
    """Write the handbook of ``contents`` to ``target``.

    Raises:
        BuildFailed: Typst refuses it.
        OSError: The file cannot be written.

    """
    sources = sources_of(contents, tell)
    tell(Step.SETTING)
    document = compile_pdf(sources)
    tell(Step.PACKING)
    target.write_bytes(packed(document))


def sources_of(contents: Contents, tell: Tell) -> dict[str, str | bytes]:
    """Return the Typst source of a handbook by path, figures included."""
    into = Manuscript(contents, labels_of(contents))
    files: dict[str, str | bytes] = {}
    names: list[str] = []

    def write(name: str, code: Code) -> str:
        files[name] = f"{HEAD}#{code}\n"
        return name

    total, done = len(contents.chapters), 0
    for day in contents.days:
        if contents.is_whole:
            names.append(write(f"day-{day.number}.typ", matter.day_page(day)))
        for module in day.modules:
            if not contents.edition.scope.lesson:
                page = matter.module_page(module, day.number, partial=not contents.is_whole)
                names.append(write(f"module-{module.id}.typ", page))
            for each in module.chapters:
                names.append(write(f"chapter-{each.number}.typ", chapter(each, module.title, into)))
                for one in each.labs:
                    write(file_of(one), lab(one, into))
                done += 1
                tell(Step.WRITING, done, total)
    end = [*matter.cases(contents, into), *matter.answers(contents, into), *matter.indexes(into)]
    begin = [*matter.cover(contents), matter.contents_pages(contents, into), *matter.timetables(contents, into)]
    included = "\n".join(f"#{include(name)}" for name in names)
    paper = literal(str(contents.edition.paper or Paper.A4))
    show = f"#show: {call('book.with', name=literal(matter.title_of(contents)), paper=paper)}\n"
    files[MAIN] = f"{HEAD}{show}#{joined(begin)}\n{included}\n#{joined(end)}\n"
    return files | {f"figures/{name}": picture for name, picture in into.figures.items()}
