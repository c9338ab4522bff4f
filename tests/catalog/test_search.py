"""The search: what is found, in which order, by whom, and that no text breaks it."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import PurePosixPath

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from quintain.accounts.models import Membership, Role, User
from quintain.attempts.hints.actions import reveal_hint
from quintain.catalog import pack_store, passages
from quintain.catalog.passages import Kind, Passage
from quintain.catalog.search import MOST_OF_A_PAGE, Correction, Index, Results, search
from quintain.cohorts import actions as cohorts
from quintain.packs.model.lab import Lab
from quintain.packs.model.lesson import Code
from quintain.packs.model.pack import Pack
from quintain.web.markdown import plain_text
from tests.attempts.handing_in import save_file
from tests.courses import COURSE, whole_course
from tests.people import make_person

LONG = 45
"""A line of so many characters is nobody's by chance."""

PASSAGES = (
    Passage(
        Kind.LESSON, "Path canonicalization", "Canonical <paths>", "Resolve the path.\nThen check.", "/a/#x", "files"
    ),
    Passage(
        Kind.LESSON, "Path canonicalization", "Links", "A link leads elsewhere; use yaml.safe_load.", "/a/#y", "files"
    ),
    Passage(Kind.TERM, "salt", "", "Random bytes beside a password's hash.", "/glossary/#term-salt"),
    Passage(
        Kind.LAB, "A01 Password storage", "Fix", "Give each user a salt. Loading yaml is safe.", "/labs/a/#step-fix"
    ),
    Passage(Kind.NOTES, "Path canonicalization", "Timing", "Tell them about the marmot.", "/n/", key="notes"),
    Passage(Kind.HINT, "A01 Password storage", "Fix", "Look at the walrus.", "/labs/a/#hints", "crypto", "hint 1"),
)


def found(results: Results) -> list[str]:
    """Return the addresses of what was found, the best first."""
    return [each.url for each in results.found]


@pytest.mark.parametrize(
    ("query", "urls"),
    [
        ("canonicaliz", ["/a/#x", "/a/#y"]),
        ("canonicalisation", ["/a/#x", "/a/#y"]),
        ("SALT", ["/glossary/#term-salt", "/labs/a/#step-fix"]),
        ('"a salt"', ["/labs/a/#step-fix"]),
        ('"a salt', ["/labs/a/#step-fix"]),
        ("yaml.safe_load", ["/a/#y", "/labs/a/#step-fix"]),
        ("resolve checking", ["/a/#x"]),
        ("marmot", []),
        ("walrus", []),
        ("", []),
        ("!?* ()", []),
        ("\0salt\0", ["/glossary/#term-salt", "/labs/a/#step-fix"]),
    ],
)
def test_words_are_found_by_stem_beginning_and_either_spelling(query: str, urls: list[str]) -> None:
    """Words in quotation marks next to each other, a name with dots whole or apart; nothing that needs a key."""
    results = Index(PASSAGES).search(query, (), (), 10)
    assert found(results) == urls
    assert not results.partly


def test_what_is_said_twice_is_looked_for_once() -> None:
    """A query of one word many times, which could hold up the searches of others, costs no more than the word."""
    said: list[str] = []
    index = Index(PASSAGES)
    index._connection.set_trace_callback(said.append)
    assert index.search("salt.salt.salt " * 9, (), (), 10).count == index.search("salt ", (), (), 10).count
    assert said[0].count('"salt"') == 1


def test_some_of_the_words_are_better_than_nothing() -> None:
    """The results say so."""
    results = Index(PASSAGES).search("resolve walnut", (), (), 10)
    assert (found(results), results.partly) == (["/a/#x"], True)


def test_what_has_more_of_the_words_comes_first() -> None:
    """However often another passage has one of them; and what has less than half as many as the best is left out."""
    texts = ("alpha beta gamma delta", "alpha beta", "alpha " * 50, "alpha beta gamma")
    passages = [Passage(Kind.LESSON, f"Page {at}", "", text, f"/{at}/") for at, text in enumerate(texts)]
    results = Index(passages).search("alpha beta gamma delta epsilon", (), (), 10)
    assert (found(results), results.count, results.partly) == (["/0/", "/3/"], 2, True)


def test_words_in_title_and_heading_count_more_than_in_the_text() -> None:
    """A passage whose title and heading have all words is before one that says them often."""
    often = Passage(Kind.CASE, "Somewhere", "", "salted hash " * 3, "/often/")
    titled = Passage(Kind.CASE, "About a hash", "With salt", "x " * 400, "/titled/")
    assert found(Index((often, titled)).search("salt hash", (), (), 10)) == ["/titled/", "/often/"]


def test_the_lesson_that_is_named_comes_first_and_then_its_word() -> None:
    """Before a lesson with a longer title that says the word more often, and before labs about it."""
    often = "Traversal. " * 9
    others = (
        Passage(Kind.LESSON, "Path traversal best practices", "What traversal gains", often, "/b/#x"),
        Passage(Kind.LESSON, "Path traversal best practices", "Against traversal", often, "/b/#y"),
        Passage(Kind.LAB, "A02 Traversal", "Traversal", often, "/labs/t/"),
        Passage(Kind.TERM, "path traversal", "directory traversal", "Leaving a folder.", "/glossary/#term-traversal"),
        Passage(Kind.LESSON, "Path traversal", "Where traversal begins", often, "/t/#z"),
        Passage(Kind.LESSON, "Path traversal", "", "An attacker leaves the folder of a program.", "/t/"),
    )
    for query in ("traversal", "path traversal", "the path traversal", "Travers"):
        results = Index((*PASSAGES, *others)).search(query, (), (), 10)
        assert found(results)[:3] == ["/t/", "/t/#z", "/glossary/#term-traversal"], query
    long = Passage(Kind.LESSON, "Leaving a folder by dots (traversal)", "", "Once.", "/l/")
    assert found(Index((*others, long)).search("traversal", (), (), 10))[0] == "/l/"
    assert found(Index((*others, long)).search("path", (), (), 10))[0] == "/t/"
    assert found(Index(others).search("best practices", (), (), 10))[0].startswith("/b/")


@pytest.mark.parametrize(
    ("query", "same"),
    [
        ("how do I salt a password?", "salt password?"),
        ("What's the salt", "salt "),
        ("why doesn\N{RIGHT SINGLE QUOTATION MARK}t it SALT", "SALT"),
        ("a salt", "salt"),
        ("salt the", "salt"),
    ],
)
def test_stop_words_are_left_out(query: str, same: str) -> None:
    """So a question finds what its other words find, also where it has an apostrophe."""
    asked, told = (small_index().search(text, (), (), 10) for text in (query, same))
    assert (asked.found, asked.count, asked.partly) == (told.found, told.count, told.partly)
    assert asked.count > 0


@pytest.mark.parametrize(("query", "urls"), [("a", ["/labs/a/#step-fix", "/a/#y"]), ('"them about"', ["/n/"])])
def test_stop_words_are_looked_for_in_quotation_marks_and_alone(query: str, urls: list[str]) -> None:
    """Where nothing else is asked, they are what is asked."""
    assert set(urls) <= set(found(small_index().search(query, (), None, 10)))


def test_many_stop_words_do_not_push_out_what_is_asked() -> None:
    """Only what is looked for counts towards the most words of a query."""
    assert found(small_index().search(f"{'how do I ' * 10}resolve", (), (), 10)) == ["/a/#x"]


@pytest.mark.parametrize(
    ("query", "typed", "searched"),
    [
        ("resolv pasword ", "pasword", "password"),
        ("pasword", "pasword", "password"),
        ("Pasword salt", "Pasword", "password"),
        ("how do I salt a passwrod", "passwrod", "password"),
        ("hsah", "hsah", "hash"),
        ("canoncalisation", "canoncalisation", "canonicalization"),
    ],
)
def test_a_word_that_nothing_has_is_looked_for_in_the_nearest_spelling(query: str, typed: str, searched: str) -> None:
    """The results say so; as typed, nothing has it."""
    results = small_index().search(query, (), (), 10)
    assert Correction(typed, searched) in results.corrections
    assert results.count > 0
    typed_alone = small_index().search(query, (), (), 10, as_typed=True)
    assert typed_alone.corrections == ()
    assert typed_alone.partly or typed_alone.count == 0


@pytest.mark.parametrize(
    "query", ["pass", "passw", '"pasword"', "pasword.salt", "zebra", "hax", "x" * 60, "passwor1", "pa" * 20]
)
def test_no_other_spelling_is_looked_for_without_a_reason(query: str) -> None:
    """For the beginning of a word, quotation marks, names with dots, and what is near to nothing."""
    assert small_index().search(query, (), (), 10).corrections == ()


def test_a_word_of_what_is_closed_is_offered_to_nobody() -> None:
    """A misspelt word of a hint, of notes or of a closed module tells those who may not read it nothing."""
    index = small_index()
    for query, key in (("walrsu", "hint 1"), ("marmto", "notes")):
        assert index.search(query, (), (), 10) == Results(query)
        assert index.search(query, (), (key,), 10).corrections != ()
    assert index.search("elsewhree", ("files",), (), 10) == Results("elsewhree")


def test_only_some_words_are_looked_up_in_another_spelling() -> None:
    """Twelve misspelt words cost no more than three."""
    words = ("pasword", "rezolve", "elsewher", "loadng", "anonical")
    results = small_index().search(" ".join(words), (), (), 10)
    assert [each.typed for each in results.corrections] == list(words[:3])


def test_what_was_looked_for_is_marked_and_nothing_else() -> None:
    """Text of the course stays text: it is cut into pieces, not into markup."""
    (first,) = Index(PASSAGES).search("canonical pa", (), (), 10).found
    assert [(run.text, run.marked) for run in first.heading] == [
        ("Canonical", True),
        (" <", False),
        ("paths", True),
        (">", False),
    ]


def test_modules_and_keys_close_passages() -> None:
    """A key opens its passages, None opens all, and a closed module closes even these."""
    index = Index(PASSAGES)
    assert found(index.search("walrus", (), ("hint 1",), 10)) == ["/labs/a/#hints"]
    assert found(index.search("walrus", (), None, 10)) == ["/labs/a/#hints"]
    assert found(index.search("walrus", ("crypto",), None, 10)) == []
    assert found(index.search("marmot", (), None, 10)) == ["/n/"]
    assert found(index.search("path", ("files",), (), 10)) == []


def test_a_long_page_leaves_room_for_others() -> None:
    """A few passages of each are told, and all are counted."""
    many = [Passage(Kind.LESSON, "Salt", f"Part {number}", "salt", f"/s/#{number}") for number in range(9)]
    results = Index([*many, *PASSAGES]).search("salt", (), (), 10)
    assert sum(url.startswith("/s/") for url in found(results)) == MOST_OF_A_PAGE
    assert "/glossary/#term-salt" in found(results)
    assert results.count == 9 + 2


HOSTILE = (
    '"',
    '""',
    "*",
    "^",
    "NEAR(",
    "NEAR(a b, 5)",
    "AND",
    "OR",
    "NOT",
    "{title}:",
    "title:salt",
    "-",
    "+",
    "(",
    ")",
)
HOSTILE_TEXT = st.lists(
    st.sampled_from(
        [
            *HOSTILE,
            "salt",
            "path",
            "\0",
            "\x02",
            "\ud800",
            "é",
            "İ",
            "ß",
            "𞤀",
            "ⅷ",
            "٣",
            "漢",
            "\u0301",
            "_",
            "'",
            ";--",
            "\\",
        ]
    )
    | st.text(max_size=6),
    max_size=30,
).map("".join) | st.lists(st.sampled_from([*HOSTILE, "salt"]), max_size=30).map(" ".join)


@cache
def small_index() -> Index:
    """Return an index of a few passages, built once."""
    return Index(PASSAGES)


@given(HOSTILE_TEXT)
def test_no_text_is_a_command_or_an_error(query: str) -> None:
    """Signs of the index's own language, NUL, half characters, letters that the index does not know."""
    results = small_index().search(query, (), (), 10)
    assert len(results.found) <= min(10, results.count)
    assert all(each.kind not in {Kind.NOTES, Kind.HINT} for each in results.found)


@pytest.mark.parametrize(
    "query", ["a" * 10_000, "a " * 5_000, '"' * 10_000, "(" * 10_000, "a.b" * 3_000, "salt " * 2_000]
)
def test_ten_thousand_characters_are_cut(query: str) -> None:
    """And answered as what is left of them."""
    assert len(small_index().search(query, (), None, 10).query) <= 200


@pytest.fixture(scope="module")
def whole() -> tuple[Pack, tuple[Passage, ...], Index]:
    """Return the course of the repository with its passages and their index."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pack_store, "current_pack", whole_course)
        texts = tuple(passages.passages_of(whole_course()))
    return whole_course(), texts, Index(texts)


QUESTIONS = (
    ("yaml.safe_load", "/topics/deserialisation/"),
    ("trust boundary", "/glossary/#term-trust-boundary"),
    ("how do I stop path traversal", "/topics/path-traversal/"),
    ("salt password", "/topics/password-management/"),
    ("jwt alg none", "/topics/digital-signature/"),
    ("TOCTOU", "/glossary/#term-toctou"),
    ("eval user input", "/topics/code-injection/"),
    ("CWE-89", "/glossary/#CWE-89"),
    ("python random 624", "/topics/random-numbers/"),
    ("check_hostname", "/topics/certificates/"),
    ("pip require hashes", "/topics/dependency-checking/"),
    ("how do I hash a password", "/topics/password-management/"),
    ("how do I hash a pasword", "/topics/password-management/"),
    ("why is pickle unsafe", "/topics/deserialisation/"),
    ("how can I prevent sql injection in django", "/topics/sql-injection/"),
    ("why shouldn't I use random for tokens", "/topics/random-numbers/"),
)


@pytest.mark.parametrize(("query", "first"), QUESTIONS)
def test_real_questions_lead_to_the_lesson_that_answers_them(
    whole: tuple[Pack, tuple[Passage, ...], Index], query: str, first: str
) -> None:
    """Or to the term, where the question is one."""
    best = whole[2].search(query, (), (), 10).found[0].url
    assert best == first if "#" in first else best.startswith(first)


def test_a_question_leads_to_few_sections(whole: tuple[Pack, tuple[Passage, ...], Index]) -> None:
    """And not to each that has one of its commonest words."""
    results = whole[2].search("how do I hash a pasword", (), (), 10)
    assert (results.corrections, results.partly) == ((Correction("pasword", "password"),), False)
    assert results.count < 100
    some = whole[2].search("what is the difference between percent encoding and a cipher", (), (), 10)
    assert some.partly
    assert some.count < 100


def test_no_line_of_what_is_private_is_in_what_everybody_finds(
    whole: tuple[Pack, tuple[Passage, ...], Index],
) -> None:
    """Notes, hints, debriefs, why a fix holds, tests and attacks, what a fix adds, reasons of answers."""
    pack, texts, _ = whole
    public = "\n".join(f"{each.title}\n{each.heading}\n{each.body}" for each in texts if not each.key)
    beginnings = {public[word.start() : word.start() + LONG] for word in re.finditer(r"\S+", public)}
    private = dict(_private_lines(pack))
    assert len(private) > 5_000
    assert [line for line in private if line[:LONG] in beginnings and line in public] == []


def _private_lines(pack: Pack) -> Iterator[tuple[str, str]]:
    """Yield long lines that are not for everybody, and where they are; what a lesson itself shows is no secret."""
    shown = "\n".join(path.read_text(encoding="utf-8") for path in COURSE.glob("lessons/*/*.py"))
    for where, text in _private_texts(pack):
        for line in map(str.strip, text.splitlines()):
            if len(line) >= LONG and line not in shown and not line.startswith(("from ", "import ")):
                yield line, where


def _private_texts(pack: Pack) -> Iterator[tuple[str, str]]:
    for lesson in pack.lessons.values():
        yield from ((lesson.slug, plain_text(section.markdown)) for section in lesson.notes)
        yield from ((lesson.slug, plain_text(option.why)) for each in lesson.questions for option in each.options)
    for lab in pack.labs.values():
        yield from ((lab.slug, plain_text(section.markdown)) for section in lab.hints)
        yield lab.slug, plain_text(lab.debrief)
        given = {line for text in lab.starter.values() for line in text.splitlines()}
        for fix in lab.fixes:
            yield lab.slug, plain_text(fix.why)
            yield from ((lab.slug, "\n".join({*text.splitlines()} - given)) for text in fix.files.values())
        for folder in ("exploits", "tests", "wanted"):
            yield from ((lab.slug, path.read_text(encoding="utf-8")) for path in lab.folder.glob(f"{folder}/*.py"))


def test_every_private_passage_of_the_course_has_a_key(whole: tuple[Pack, tuple[Passage, ...], Index]) -> None:
    """And there are many of each kind, which an instructor finds and a student without keys does not."""
    _, texts, index = whole
    for kind, least in ((Kind.NOTES, 200), (Kind.HINT, 300), (Kind.DEBRIEF, 60)):
        of_kind = [each for each in texts if each.kind is kind]
        assert len(of_kind) >= least
        assert all(each.key for each in of_kind)
        asked = next(each for each in of_kind if len(each.body) > LONG)
        words = " ".join(asked.body.replace('"', " ").split()[:6])
        assert kind in {each.kind for each in index.search(f'"{words}"', (), None, 30).found}
        assert kind not in {each.kind for each in index.search(f'"{words}"', (), (), 30).found}


def kinds(person: User, query: str) -> set[Kind]:
    """Return the kinds of what a person finds."""
    return {each.kind for each in search(User.objects.get(pk=person.pk), query, 30).found}


@pytest.mark.django_db
def test_a_hint_is_found_by_those_who_have_opened_it(learner: User, neighbour: User, lab: Lab) -> None:
    """The next one is not, and nobody else finds it but an instructor."""
    assert Kind.HINT not in kinds(learner, '"there are two"')
    reveal_hint(learner, lab, "find")
    assert Kind.HINT in kinds(learner, '"look for"')
    assert Kind.HINT not in kinds(learner, '"there are two"')
    reveal_hint(learner, lab, "find")
    assert Kind.HINT in kinds(learner, '"there are two"')
    assert Kind.HINT not in kinds(neighbour, '"look for"')
    assert Kind.HINT in kinds(make_person("mara", "Mara", Role.INSTRUCTOR), '"look for"')


@pytest.mark.django_db
def test_a_debrief_is_found_when_its_page_is_open(page: Client, learner: User, neighbour: User, lab: Lab) -> None:
    """That is, by those whose fix is proven."""
    assert Kind.DEBRIEF not in kinds(learner, '"read the query once"')
    save_file(learner, lab, "shop.py", "proven", 0)
    page.post("/labs/shop/submissions", json.dumps({"kind": "verdict"}), content_type="application/json")
    assert page.get("/labs/shop/debrief/").status_code == 200
    assert Kind.DEBRIEF in kinds(learner, '"read the query once"')
    assert Kind.DEBRIEF not in kinds(neighbour, '"read the query once"')


@pytest.mark.django_db
def test_notes_are_for_instructors(learner: User) -> None:
    """As their page is."""
    assert Kind.NOTES not in kinds(learner, "ten minutes")
    assert Kind.NOTES in kinds(make_person("mara", "Mara", Role.INSTRUCTOR), "ten minutes")


@pytest.mark.django_db
def test_a_module_that_is_not_open_is_not_found(course: Pack) -> None:
    """Neither its lessons, nor its labs, nor hints of these, by a student all of whose classes keep it closed."""
    facts = cohorts.NewClass("Ours", course.id, date(2027, 5, 3), date(2027, 5, 5), "UTC", 2)
    ours = cohorts.make_class(facts, by=None)
    student = User.objects.create_user("elif", "Elif")
    ours.seats.filter(number=1).update(
        membership=Membership.objects.create(person=student, in_class=ours, role=Role.STUDENT)
    )
    assert {Kind.LESSON, Kind.LAB} <= kinds(student, "injection")
    reveal_hint(student, course.labs["shop"], "find")
    ours.closed_modules = ["injection"]
    ours.save()
    assert not {Kind.LESSON, Kind.LAB} & kinds(student, "injection")
    assert kinds(student, '"look for"') == set()


@pytest.mark.django_db
def test_the_page_works_without_script_and_escapes(page: Client) -> None:
    """Results are links to headings; what was typed and what is said of it is text."""
    shown = page.get("/search/", {"q": "two ways"}).content.decode()
    assert 'href="/topics/injection/#two-ways-one"' in shown
    assert "<mark>Two</mark>" in shown
    assert "<script>x" not in page.get("/search/", {"q": "script x"}).content.decode()
    hostile = page.get("/search/", {"q": '"><b>zzz'}).content.decode()
    assert "<b>zzz" not in hostile
    assert "Nothing is said about" in hostile
    assert page.get("/search/").status_code == 200
    corrected = page.get("/search/", {"q": 'a "&injecton=" injecton'}).content.decode()
    assert "Nothing has “injecton”; “injection” was searched for." in corrected
    assert '<a href="/search/?q=a%20%22%26injecton%3D%22%20injecton&amp;typed=1">Search as typed</a>' in corrected
    part = page.get("/search/results/", {"q": "injecton"}).content.decode()
    assert "Nothing has “injecton”; these have “injection”." in part
    typed = page.get("/search/", {"q": "injecton", "typed": "1"}).content.decode()
    assert "Nothing is said about “injecton”." in typed
    part = page.get("/search/results/", {"q": "two ways"}).content.decode()
    assert 'role="option"' in part
    assert "<html" not in part


@pytest.mark.django_db
def test_a_changed_pack_is_searched_anew(settings: Settings, learner: User, course: Pack) -> None:
    """The index is that of the pack which pages show."""
    assert kinds(learner, "hedgehog") == set()
    case = replace(course.cases["one-pattern"], summary="A hedgehog.")
    pack_store.put(replace(course, cases={"one-pattern": case}))
    assert kinds(learner, "hedgehog") == {Kind.CASE}


@pytest.mark.django_db
@pytest.mark.parametrize("closed", [True, False])
def test_code_that_a_page_keeps_closed_is_not_found(learner: User, course: Pack, *, closed: bool) -> None:
    """It answers what the text has just asked; code that stands open is found."""
    code = Code(PurePosixPath("guard.py"), "python", 1, "hedgehog = 1", closed=closed)
    case = replace(course.cases["one-pattern"], blocks=(code,))
    pack_store.put(replace(course, cases={"one-pattern": case}))
    assert kinds(learner, "hedgehog") == (set() if closed else {Kind.CASE})
