"""What can be had, and the keys by which it is asked for."""

import pytest

from quintain.courseware.editions import FORMATS, HANDBOOK, Audience, Edition, Paper, Scope, editions_of, read_key


@pytest.mark.parametrize("scope", [Scope(), Scope(day=2), Scope(lesson="redos-in-python")])
@pytest.mark.parametrize("audience", list(Audience))
def test_a_key_names_one_edition(scope: Scope, audience: Audience) -> None:
    """What a page writes into an address, the address reads back."""
    editions = list(editions_of(scope, audience))
    assert [read_key(edition.key) for edition in editions] == editions
    assert len({edition.key for edition in editions}) == len(editions)


@pytest.mark.parametrize(
    "key",
    [
        "",
        "handbook",
        "handbook-learner",
        "handbook-learner-a5",
        "handbook-everybody-a4",
        "novel-learner-a4",
        "handbook-learner-a4-day-0",
        "handbook-learner-a4-day-1-lesson-redos",
        "handbook-learner-a4-lesson-../../etc",
        "handbook-learner-a4-lesson-",
        "handbook-learner-a4\n",
        "x" * 10_000,
    ],
)
def test_what_is_no_key_names_nothing(key: str) -> None:
    """Neither a path nor a second key gets through."""
    assert read_key(key) is None


def test_a_scope_is_one_thing() -> None:
    """A day and a lesson at once is a mistake of the caller."""
    with pytest.raises(ValueError, match="one day or one lesson, not both"):
        Scope(day=1, lesson="redos")


def test_a_file_says_what_it_is() -> None:
    """The course, the edition and the paper are in its name, whatever letters the course's code has."""
    edition = Edition(HANDBOOK, Audience.LEARNER, Paper.A4, Scope(day=2))
    assert edition.file_name("SEC-132") == "sec-132-handbook-learner-a4-day-2.pdf"
    assert edition.file_name('"/..\n') == "course-handbook-learner-a4-day-2.pdf"


def test_a_format_can_be_written_here() -> None:
    """The packages of the extra are those of development, so that every format is tried by tests."""
    assert {name: found.missing for name, found in FORMATS.items()} == dict.fromkeys(FORMATS, ())
