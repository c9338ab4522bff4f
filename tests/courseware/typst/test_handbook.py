"""One lesson as a book, for real, and what no edition for learners holds."""

import io
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pikepdf
import pytest

from quintain.courseware.building import write_edition
from quintain.courseware.contents import choose
from quintain.courseware.editions import read_key
from quintain.courseware.errors import BuildFailed
from quintain.courseware.progress import Step, keep_silent
from quintain.courseware.typst.compiling import compile_pdf
from quintain.courseware.typst.handbook import sources_of
from quintain.courseware.typst.listings import coloured
from quintain.packs.model.lab import Lab
from quintain.packs.model.lesson import Block, Prose, Show
from tests.courses import whole_course
from tests.courseware.pdf import text_of

LESSON = "redos-in-python"
PAGES = 11


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return the learner's book of a lesson."""
    target = tmp_path_factory.mktemp("book") / "lesson.pdf"
    edition = read_key(f"handbook-learner-a4-lesson-{LESSON}")
    assert edition is not None
    write_edition(whole_course(), edition, target)
    return target.read_bytes()


@cache
def sources(key: str) -> dict[str, str]:
    """Return the source of an edition by file, without the figures."""
    edition = read_key(key)
    assert edition is not None
    written = sources_of(choose(whole_course(), edition), keep_silent)
    return {name: source for name, source in written.items() if isinstance(source, str)}


def written(key: str) -> dict[str, str]:
    """Return the source of an edition by file, each as the letters of its literals alone."""
    return {name: dense(source) for name, source in sources(key).items()}


def dense(source: str) -> str:
    """Return the letters of all literals alone, so that neither marks nor lines part a sentence."""
    literals = re.findall(r'"((?:[^"\\]|\\.)*)"', source)
    return re.sub(r"[^A-Za-z0-9]+", "", "".join(literals) if literals else source)


def sentences(words: str) -> Iterator[str]:
    """Cut a text into sentences that are long enough to be nobody else's."""
    for each in re.split(r"(?<=[.!?:])\s|\n", words):
        letters = re.sub(r"[^A-Za-z0-9]+", "", re.sub(r"\]\([^)]*\)", "", each))
        if len(letters) > 40:
            yield letters


def secrets_of(lab: Lab) -> Iterator[str]:
    """Yield the sentences of a lab that are not for learners."""
    for section in lab.hints:
        yield from sentences(section.markdown)
    yield from sentences(lab.debrief)
    reasons = [fix.why for fix in lab.fixes]
    if lab.find:
        reasons += [spot.why for spot in lab.find.spots]
        reasons += [decoy.why for decoy in lab.find.decoys]
    for reason in reasons:
        yield from sentences(reason)


def test_the_document_is_tagged_and_says_so(document: bytes) -> None:
    """PDF/UA-1: the structure, the language, the title, and the flag in the metadata."""
    with pikepdf.open(io.BytesIO(document)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert "/StructTreeRoot" in pdf.Root
        with pdf.open_metadata() as facts:
            assert facts["pdfuaid:part"] == "1"
            assert facts["dc:title"] == "Python Security: ReDoS in Python (Handbook)"
        assert len(pdf.pages) == PAGES
        assert all("/Contents" in page for page in pdf.pages)


def test_no_page_is_empty(document: bytes) -> None:
    """Each page has something to read, but for none: typst#8722 once added one for each link."""
    with pikepdf.open(io.BytesIO(document)) as pdf:
        empty = [number for number, page in enumerate(pdf.pages, 1) if b"BT" not in page.Contents.read_bytes()]
    assert empty == []


def test_one_course_gives_one_file(document: bytes, tmp_path: Path) -> None:
    """Neither the day nor the folder is in it."""
    edition = read_key(f"handbook-learner-a4-lesson-{LESSON}")
    assert edition is not None
    steps: list[Step] = []
    write_edition(whole_course(), edition, tmp_path / "again.pdf", lambda step, _done=0, _of=0: steps.append(step))
    assert (tmp_path / "again.pdf").read_bytes() == document
    assert list(dict.fromkeys(steps)) == [Step.WRITING, Step.SETTING, Step.PACKING]
    assert [path.name for path in tmp_path.iterdir()] == ["again.pdf"]


def test_the_lesson_is_all_there(document: bytes) -> None:
    """Each line of its code, each question with its options and answers, and its sources."""
    said = re.sub(r"\s+", "", text_of(document))
    lesson = whole_course().lessons[LESSON]
    for question in lesson.questions:
        for option in question.options:
            assert all(part in re.sub(r"[^A-Za-z0-9]+", "", said) for part in sentences(option.why))
    for source in lesson.sources:
        assert re.sub(r"\s+", "", source.title) in said


def letters_of(words: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "", words)


def task_of(lab: Lab) -> str:
    """Return all of a lab that learners read before they have proven a fix."""
    request = [lab.pull_request.markdown, *lab.pull_request.before.values()] if lab.pull_request else []
    told = [*(section.markdown for section in lab.brief), *(promise.text for promise in lab.promises)]
    return letters_of("".join([*told, *lab.starter.values(), *request]))


@pytest.fixture(scope="module")
def learners() -> dict[str, str]:
    """Return the source of the whole edition for learners."""
    return written("handbook-learner-a4")


def test_learners_get_no_solution_hint_or_debrief(learners: dict[str, str]) -> None:
    """No sentence of them is in a lab for learners, unless the task says the same."""
    labs = [lab for lab in whole_course().labs.values() if f"lab-{lab.slug}.typ" in learners]
    secrets = {(lab.slug, secret) for lab in labs for secret in secrets_of(lab) if secret not in task_of(lab)}
    assert len(secrets) > 3000
    assert {each for each in secrets if each[1] in learners[f"lab-{each[0]}.typ"]} == set()


def test_learners_get_no_note(learners: dict[str, str]) -> None:
    """No sentence of the instructor's notes is in a chapter, unless the lesson says the same."""
    edition = read_key("handbook-learner-a4")
    assert edition is not None
    chapters = {chapter.id: chapter.number for chapter in choose(whole_course(), edition).chapters}
    found, count = [], 0
    for slug, lesson in whole_course().lessons.items():
        own = letters_of((lesson.folder / "lesson.md").read_text("utf-8"))
        for secret in (each for note in lesson.notes for each in sentences(note.markdown)):
            count += 1
            if secret in learners[f"chapter-{chapters[slug]}.typ"] and secret not in own:
                found.append((slug, secret))
    assert count > 900
    assert found == []


def test_learners_get_no_test_no_attack_and_no_fixed_line(learners: dict[str, str]) -> None:
    """Neither hidden tests nor attacks of the judge, nor a line that only fixes have."""
    pack = whole_course()
    found, count = [], 0
    for lab in pack.labs.values():
        files = [path for folder in ("tests", "exploits", ".") for path in (lab.folder / folder).glob("*.py")]
        lines = {line for path in files for line in path.read_text("utf-8").split("\n")}
        lines |= {line for fix in lab.fixes for words in fix.files.values() for line in words.split("\n")}
        task = task_of(lab)
        for line in {letters_of(line) for line in lines}:
            if len(line) > 30 and line not in task:
                count += 1
                found += [(lab.slug, line)] if line in learners[f"lab-{lab.slug}.typ"] else []
    assert count > 5000
    assert found == []


def test_instructors_get_them() -> None:
    """The same search finds them in the instructor's edition, so it can find something."""
    lab = whole_course().labs["redos"]
    (instructors,) = (
        source
        for name, source in written("handbook-instructor-a4-lesson-dealing-with-redos").items()
        if name == "lab-redos.typ"
    )
    secrets = list(secrets_of(lab))
    assert sum(secret in instructors for secret in secrets) > len(secrets) * 0.9


def test_each_weakness_of_the_index_has_a_name() -> None:
    """A number alone tells a reader nothing."""
    _, _, index = sources("handbook-learner-a4")["main.typ"].partition('"Index of weaknesses", "weaknesses"')
    entries = re.findall(r'whole\("(CWE-\d+)"\)\n(.*)\n', index)
    assert len(entries) > 100
    assert [cwe for cwe, name in entries if name == "[]"] == []


def test_both_columns_of_an_index_that_ends_have_one_height(document: bytes) -> None:
    """The last page has as many entries on the left as on the right."""
    with pikepdf.open(io.BytesIO(document)) as pdf:
        middle, starts, moved = float(pdf.pages[-1].mediabox[2]) / 2, list[float](), [0.0]
        for each in pikepdf.parse_content_stream(pdf.pages[-1]):
            match str(each.operator):
                case "q":
                    moved.append(moved[-1])
                case "Q":
                    moved.pop()
                case "cm":
                    moved[-1] += float(each.operands[4])
                case "BT":
                    starts.append(moved[-1])
    right = [x for x in starts if middle < x < middle + 30]
    assert len(right) == 2, "of the four terms of the lesson"


def test_the_index_of_terms_says_what_bold_page_numbers_mean() -> None:
    """Above the entries of a book with lessons that teach their terms; where no number is bold, nothing is said."""
    legend = "Page numbers in bold are of the lesson that teaches the term."
    _, _, index = sources("handbook-learner-a4")["main.typ"].partition('"Index of terms", "terms"')
    assert legend in index
    _, _, index = sources(f"handbook-learner-a4-lesson-{LESSON}")["main.typ"].partition('"Index of terms", "terms"')
    assert "ReDoS" in index
    assert legend not in index


def test_no_passage_beside_a_figure_asks_for_what_paper_cannot_do() -> None:
    """Words before, after and below an exhibit are read on paper, too: nothing can be moved or pressed there."""
    on_screen = re.compile(r"\bsliders?\b|\b(?:[Cc]lick|[Dd]rag|[Pp]ress|[Ss]witch to)\b|\bChoose\b(?! it from)")
    pack = whole_course()
    passages = [(slug, exhibit.caption) for slug, exhibit in pack.exhibits.items()]
    for slug, lesson in pack.lessons.items():
        for before, block, after in zip(lesson.blocks, lesson.blocks[1:], (*lesson.blocks[2:], None), strict=False):
            if isinstance(block, Show):
                passages += [(slug, each) for each in (_end(before), _start(after)) if each]
    assert len(passages) > 100
    assert [(slug, words) for slug, words in passages if on_screen.search(words)] == []


def _end(block: Block | None) -> str:
    return block.markdown.strip().split("\n\n")[-1] if isinstance(block, Prose) else ""


def _start(block: Block | None) -> str:
    return block.markdown.strip().split("\n\n")[0] if isinstance(block, Prose) else ""


def test_a_document_that_breaks_a_rule_is_refused() -> None:
    """A missing label is a sentence, not a crash."""
    source = (
        '#import "/template.typ": *\n#show: book.with(name: "T", paper: "a4")\n#heading("T")\n#page-of("nowhere")\n'
    )
    with pytest.raises(BuildFailed, match="nowhere"):
        compile_pdf({"main.typ": source})


@pytest.mark.parametrize(
    "source", ['#read("/etc/hostname")', '#read("../../../../etc/hostname")', '#import "@preview/cetz:0.3.0": *']
)
def test_a_document_reads_nothing_of_the_machine(source: str) -> None:
    """Should a text ever become code: no file outside its folder, and no package of a network."""
    with pytest.raises(BuildFailed):
        compile_pdf({"main.typ": source})


@pytest.mark.parametrize("language", ["python", "bash", "console", "http", "sql", "c", "toml", "json", "unheard-of"])
def test_colours_leave_each_line_what_it_is(language: str) -> None:
    """Lines keep their number and their letters, also empty ones and those that end in white space."""
    words = '$ a = \'x\'  \n\n\tif b:\n    # c\n  \n"""d\ne"""'
    lines = coloured(words, language)
    assert ["".join(run for _, run in line).rstrip() for line in lines] == [
        line.expandtabs(4).rstrip() for line in words.split("\n")
    ]
