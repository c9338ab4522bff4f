"""``quintain book``."""

import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from quintain.cli.book import book
from quintain.cli.new import write_pack
from tests.courses import small_course


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(book, [*arguments, "--pack", str(small_course())])
    return result.exit_code, result.output


def test_a_book_is_written(tmp_path: Path) -> None:
    """The path of the finished file is all that is printed."""
    target = tmp_path / "book.pdf"
    status, output = run("--output", str(target), "--paper", "letter", "--edition", "instructor")
    assert (status, output.strip().endswith("book.pdf")) == (0, True)
    assert target.read_bytes().startswith(b"%PDF")
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize(("kind", "ending"), [("epub", "epub"), ("offline", "zip")])
def test_a_book_has_other_formats(tmp_path: Path, kind: str, ending: str) -> None:
    """An EPUB, and pages without a server: both are archives."""
    target = tmp_path / f"book.{ending}"
    assert run("--format", kind, "--output", str(target))[0] == 0
    assert zipfile.is_zipfile(target)


def test_a_book_has_the_packs_beside_the_course(tmp_path: Path) -> None:
    """As a class has them; packs that do not go together are refused as a server refuses them."""
    write_pack(tmp_path / "further", "Further")
    target = tmp_path / "book.epub"
    words = ("--format", "epub", "--output", str(target), "--beside")
    assert run(*words, str(tmp_path / "further"))[0] == 0
    with zipfile.ZipFile(target) as archive:
        assert {"EPUB/labs/tour.xhtml", "EPUB/lessons/paths.xhtml"} <= set(archive.namelist())
    status, output = run(*words, str(small_course()))
    assert (status, "cannot be taught together" in output) == (2, True), output


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--day", "1", "--lesson", "x"), "Name a day or a lesson, not both."),
        (("--lesson", "nothing"), "The course has nothing to write for handbook-learner-a4-lesson-nothing."),
        (("--day", "30"), "The course has nothing to write for handbook-learner-a4-day-30."),
        (("--format", "epub", "--paper", "a4"), "The format epub has no pages: leave out --paper."),
        (("--output", "/nowhere/at/all.pdf"), "cannot be written: No such file or directory."),
    ],
)
def test_what_cannot_be_written_is_said(arguments: tuple[str, ...], sentence: str) -> None:
    """In a sentence, with another exit status than 0."""
    status, output = run(*arguments)
    assert status in {1, 2}
    assert sentence in " ".join(output.split())
