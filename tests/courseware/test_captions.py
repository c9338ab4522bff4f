"""What is said above code."""

from pathlib import PurePosixPath

import pytest

from quintain.courseware.captions import caption_of
from quintain.courseware.contents import choose
from quintain.courseware.editions import EPUB, HANDBOOK, OFFLINE, Audience, Edition, Paper, Scope
from quintain.courseware.progress import keep_silent
from quintain.courseware.typst.handbook import sources_of
from quintain.packs.model.lesson import Code
from tests.courses import whole_course
from tests.courseware.editions import chosen, unpacked, written

LESSON = Scope(lesson="consequences")


@pytest.mark.parametrize(
    ("path", "caption"),
    [
        ("till.py", "till.py"),
        ("shop/till.py", "shop/till.py"),
        ("expected/till_after.txt", "Output of till_after.py"),
        ("expected/before.S602.txt", "Ruff on before.py: S602"),
    ],
)
def test_recordings_are_named_by_what_they_are_of(path: str, caption: str) -> None:
    """Not by the path, which is the author's."""
    assert caption_of(Code(PurePosixPath(path), "text", 1, "x")) == caption


@pytest.mark.parametrize(
    ("path", "language", "runs"),
    [
        ("till.py", "python", True),
        ("member.c", "c", True),
        ("expected/till.txt", "text", True),
        ("release.yml", "yaml", False),
        ("pip.conf", "text", False),
    ],
)
def test_only_programs_and_what_they_print_are_said_to_run(path: str, language: str, runs: bool) -> None:
    """A workflow or a file of settings is shown, and no test runs it."""
    assert Code(PurePosixPath(path), language, 1, "x").runs is runs


def test_each_recording_of_the_course_is_of_a_script_that_is_there() -> None:
    """So no caption names a file that a reader cannot find."""
    blocks = [
        (lesson, block)
        for lesson in whole_course().lessons.values()
        for block in lesson.blocks
        if isinstance(block, Code) and block.recording
    ]
    assert len(blocks) > 100
    assert [
        str(block.path)
        for lesson, block in blocks
        if block.recording and not (lesson.folder / block.recording.script).is_file()
    ] == []


def test_no_edition_shows_the_path_of_a_recording() -> None:
    """Handbook, EPUB and offline edition."""
    paper = sources_of(choose(whole_course(), Edition(HANDBOOK, Audience.LEARNER, Paper.A4, LESSON)), keep_silent)
    texts = [source for source in paper.values() if isinstance(source, str)]
    for kind in (EPUB, OFFLINE):
        files = unpacked(written(chosen(kind, scope=LESSON)))
        texts.append("".join(files[name].decode() for name in files if name.endswith(("html", "htm"))))
    said = "".join(texts)
    assert said.count("Output of till_after.py") >= 3
    assert "expected/till" not in said
