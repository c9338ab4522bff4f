# ruff: noqa: E501  the tables show one broken file a line
"""A whole pack: its parts held to each other, and read in a moment."""

import time
from pathlib import Path

import pytest

from quintain.packs import PackInvalid, find_pack, load_pack, survey_pack
from tests.packs.conftest import ENDS, LAB, Break, Folder, add_parts, new_lab

OTHER = "66666666-6666-4666-8666-666666666666"
TRACK = "tracks/main.toml"
MODULE = '[[modules]]\nid = "first"\ntitle = "Again"\nday = 1\n'


def edit(name: str, old: str, new: str) -> Break:
    return lambda pack: pack.edit(name, old, new)


def edit_parts(old: str, new: str) -> Break:
    """Return a change of a track whose first topic has parts."""

    def change(pack: Folder) -> None:
        add_parts(pack)
        pack.edit(TRACK, old, new)

    return change


BROKEN: dict[str, tuple[Break, str, str, int | None]] = {
    "no pack.toml": (lambda pack: (pack.root / "pack.toml").unlink(), "pack.E001", "pack.toml", None),
    "seats": (edit("pack.toml", "seats = 12\nh", "seats = 0\nh"), "pack.E009", "pack.toml", 6),
    "no track": (edit("pack.toml", '["main"]', '["main", "short"]'), "pack.E001", "tracks/short.toml", None),
    "track leads out": (edit("pack.toml", '["main"]', '["../main"]'), "pack.E009", "pack.toml", 10),
    "topic twice": (edit(TRACK, '"queries"', '"paths"'), "pack.E013", TRACK, 11),
    "module twice": (edit(TRACK, '[[modules.topics]]\nid = "queries"', f'{MODULE}[[modules.topics]]\nid = "queries"'), "pack.E013", TRACK, 11),
    "part twice": (edit_parts('"archives"', '"queries"'), "pack.E013", TRACK, 18),
    "part of a topic's name": (edit_parts('"archives"', '"paths"'), "pack.E013", TRACK, 15),
    "part without title": (edit_parts('title = "Archives"\n', ""), "pack.E006", TRACK, 14),
    "part of a part": (edit_parts('title = "Archives"', 'title = "Archives"\nparts = []'), "pack.E007", TRACK, 17),
    "no lab of a part": (edit_parts('title = "Archives"', 'title = "Archives"\nlabs = ["note"]'), "pack.E014", TRACK, 17),
    "no lab": (edit(TRACK, '"notes"', '"note"'), "pack.E014", TRACK, 9),
    "day after the last": (edit(TRACK, "day = 1", "day = 3"), "pack.E015", TRACK, 5),
    "day no number": (edit(TRACK, "day = 1", 'day = "one"'), "pack.E008", TRACK, 5),
    "lesson without topic": (lambda pack: pack.write("lessons/path/lesson.md", ""), "lesson.E013", "lessons/path", None),
    "quiz without lesson": (lambda pack: pack.write("quizzes/queries/quiz.toml", ""), "quiz.E017", "quizzes/queries", None),
    "folder no slug": (lambda pack: pack.write("lessons/My Lesson/lesson.md", ""), "pack.E016", "lessons/My Lesson", None),
    "lab's folder no slug": (lambda pack: new_lab(pack, "New_Lab", uuid=OTHER, code="Z02"), "lab.E040", "labs/New_Lab", None),
    "lab's uuid twice": (lambda pack: new_lab(pack, "other", code="Z02"), "lab.E012", "labs/other/lab.toml", 2),
    "lab's code twice": (lambda pack: new_lab(pack, "other", uuid=OTHER), "lab.E013", "labs/other/lab.toml", 3),
    "lesson's uuid twice": (edit("lessons/paths/lesson.toml", "33333333-3333-4333-8333-333333333333", LAB), "lesson.E012", "lessons/paths/lesson.toml", 1),
    "question's uuid twice": (edit("quizzes/paths/quiz.toml", "44444444-4444-4444-8444-444444444444", LAB), "quiz.E013", "quizzes/paths/quiz.toml", 3),
    "pack's uuid twice": (edit("labs/notes/lab.toml", LAB, "22222222-2222-4222-8222-222222222222"), "lab.E012", "labs/notes/lab.toml", 2),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_broken_pack_answers_with_id_and_line(pack: Folder, name: str) -> None:
    """Whatever is wrong between the parts is told with the id, the file and the line."""
    how, rule, path, line = BROKEN[name]
    how(pack)
    found = {(problem.id, str(problem.path), problem.line) for problem in pack.problems()}
    assert (rule, path, line) in found, found
    with pytest.raises(PackInvalid):
        load_pack(pack.root)


def test_a_part_has_a_lesson_of_its_own(pack: Folder) -> None:
    """Folders of lessons/ and quizzes/ may have the name of a part, and labs and cases may name one."""
    add_parts(pack)
    pack.write("lessons/links/lesson.md", f"## Where it leads\n\n```question dots\n```\n{ENDS}")
    quiz = (pack.root / "quizzes/paths/quiz.toml").read_text(encoding="utf-8")
    pack.write("quizzes/links/quiz.toml", quiz.replace("4444-4444", "4444-4445"))
    pack.edit("labs/notes/lab.toml", 'teaches = ["paths"]', 'teaches = ["paths", "links"]')
    pack.edit("cases/walked/case.toml", 'topics = ["paths"]', 'topics = ["paths", "archives"]')
    assert pack.problems() == ()
    loaded = load_pack(pack.root)
    (module,) = loaded.tracks[0].modules
    assert [unit.id for unit in module.units] == ["paths", "links", "archives", "queries"]
    links, archives = module.topics[0].parts
    assert links.lesson is loaded.lessons["links"]
    assert [question.id for question in loaded.lessons["links"].questions] == ["dots"]
    assert (links.labs, archives.lesson) == (("notes",), None)


def test_needs_in_a_circle_are_told_once(pack: Folder) -> None:
    """A circle of needs names its labs in order; labs beside it are not blamed."""
    for number, (slug, need) in enumerate((("one", "two"), ("two", "three"), ("three", "two"))):
        new_lab(pack, slug, uuid=f"7777777{number}-7777-4777-8777-777777777777", code=f"Y0{number}")
        pack.edit(f"labs/{slug}/lab.toml", "[run]", f'needs = ["{need}"]\n[run]')
    (problem,) = pack.problems()
    assert problem.id == "lab.E016"
    assert problem.message in {
        "Labs need each other in a circle: two → three → two.",
        "Labs need each other in a circle: three → two → three.",
    }


def test_shared_need_is_no_circle(pack: Folder) -> None:
    """Two labs may need the same third one, by ways of different length."""
    for number, (slug, needs) in enumerate((("a", '"b", "notes"'), ("b", '"notes"'), ("c", '"b", "a", "notes"'))):
        new_lab(pack, slug, uuid=f"7777777{number}-7777-4777-8777-777777777777", code=f"Y0{number}")
        pack.edit(f"labs/{slug}/lab.toml", "[run]", f"needs = [{needs}]\n[run]")
    assert pack.problems() == ()


def test_live_lab_beside_no_topic_is_a_warning(pack: Folder) -> None:
    """Nobody would find the lab, so its author is told; the pack loads."""
    new_lab(pack, "lonely", uuid=OTHER, code="Z02")
    pack.edit("labs/lonely/lab.toml", 'status = "draft"', 'status = "live"')
    assert ("lab.W001", 5) in [(problem.id, problem.line) for problem in pack.problems()]
    assert set(load_pack(pack.root).labs) == {"lonely", "notes"}


def test_loaded_pack_holds_topics_with_and_without_lesson(pack: Folder) -> None:
    """A topic whose lesson is still to be written stands in its module all the same."""
    (track,) = load_pack(pack.root).tracks
    written, unwritten = track.modules[0].topics
    assert written.lesson is not None
    assert (written.lesson.slug, written.labs) == ("paths", ("notes",))
    assert (unwritten.id, unwritten.lesson) == ("queries", None)


def test_broken_lab_does_not_hide_the_sound_ones(pack: Folder) -> None:
    """An author can go on with one lab while another is in pieces."""
    new_lab(pack, "broken", uuid=OTHER, code="Z02")
    (pack.root / "labs/broken/lab.toml").write_text("[", encoding="utf-8")
    survey = survey_pack(pack.root)
    assert (survey.pack, list(survey.labs), survey.lab_names) == (None, ["notes"], ("broken", "notes"))


def test_digest_of_the_pack_follows_its_parts(pack: Folder) -> None:
    """A word changed anywhere changes the pack's digest; reading again does not."""
    digests = {load_pack(pack.root).digest, load_pack(pack.root).digest}
    for name, old, new in (
        ("tracks/main.toml", '"First"', '"first"'),
        ("lessons/paths/lesson.md", "The end.", "The End."),
        ("quizzes/paths/quiz.toml", '"Up"', '"up"'),
        ("labs/notes/debrief.md", "Why it worked", "How it worked"),
    ):
        pack.edit(name, old, new)
        digests.add(load_pack(pack.root).digest)
    assert len(digests) == 5


def test_pack_is_found_from_within_and_from_the_repository(pack: Folder, tmp_path: Path) -> None:
    """An author need not name the pack: it lies around the current folder, or alone in content/."""
    assert find_pack(pack.root / "labs/notes") == pack.root
    (tmp_path / "content").mkdir()
    pack.root.rename(tmp_path / "content/small")
    (tmp_path / "src").mkdir()
    assert find_pack(tmp_path / "src") == tmp_path / "content/small"
    assert find_pack(Path("/")) is None


def test_sixty_labs_load_in_a_moment(pack: Folder) -> None:
    """Sixty labs cost well under a second of processor time, so that a server starts and reloads at once."""
    for number in range(60):
        new_lab(pack, f"lab-{number}", uuid=f"888888{number:02}-8888-4888-8888-888888888888", code=f"X{number:02}")
    started = time.process_time()
    survey = survey_pack(pack.root)
    spent = time.process_time() - started
    assert (len(survey.labs), survey.errors) == (61, ())
    assert spent < 1.0, f"{spent:.2f} s"
