"""The phase *find*: marks are judged by place and weakness, and what was found stays found."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from quintain.accounts.models import User
from quintain.attempts.find.actions import CHECKS_PER_MINUTE
from quintain.attempts.find.line_kinds import what_it_is
from quintain.attempts.find.marking import (
    NEAR,
    NOT_FLAWED,
    RIGHT_PLACE,
    RIGHT_PLACE_UNNAMED,
    TOO_WIDE,
    Mark,
    judge_marks,
)
from quintain.attempts.models import FoundSpot, Marking, Workspace
from quintain.attempts.pages.parts import file_views
from quintain.catalog import pack_store, progress
from quintain.packs.model.lab import Decoy, Lab
from quintain.packs.model.pack import Pack
from tests.classroom import make_lab, make_pack
from tests.courses import whole_course

COURSE = Path(__file__).parents[2] / "content" / "python-security"


def judge(first: int, last: int, cwe: str = "CWE-89", file: str = "shop.py") -> tuple[bool, bool, str]:
    """Judge one mark against the shop: lines 13 and 17 are flawed, line 9 is a decoy, the tolerance is 1."""
    lab = make_lab()
    assert lab.find
    (judged,) = judge_marks(lab, lab.find, [Mark(file, first, last, cwe)])
    return judged.right, judged.decoy, judged.why


@pytest.mark.parametrize("line", [12, 13, 14])
def test_a_mark_within_the_tolerance_is_right(line: int) -> None:
    """One line off still counts."""
    assert judge(line, line) == (True, False, "A quote in the name ends the *string*.")


def test_a_mark_beyond_the_tolerance_is_wrong() -> None:
    """Two lines off does not, and it is said to be near."""
    assert judge(11, 11) == (False, False, NEAR)


def test_near_is_said_only_with_the_weakness_of_the_flaw() -> None:
    """Who guesses places must know what they look for; further away, nothing tells how far it is."""
    assert judge(11, 11, "CWE-79")[2].startswith(NOT_FLAWED)
    assert judge(4, 4)[2].startswith(NOT_FLAWED)


def test_a_mark_without_a_flaw_says_what_one_would_look_like() -> None:
    """In words about the weakness that was chosen, and about what the line does."""
    assert "“SQL injection” would be code in which input becomes part of the text of an SQL" in judge(4, 4)[2]
    assert "“Cross-site scripting” would be code in which input is written into a page" in judge(4, 4, "CWE-79")[2]
    assert "[CWE-369](https://cwe.mitre.org/data/definitions/369.html)" in judge(4, 4, "CWE-369")[2]
    assert judge(4, 4, "")[2].startswith(NOT_FLAWED)


@pytest.mark.parametrize(
    "cwe", ["<script>alert(1)</script>", "CWE-1](javascript:alert(1))", "[x](y)", "CWE-" + "9" * 9]
)
def test_a_weakness_that_is_none_is_not_repeated_as_markup(cwe: str) -> None:
    """It comes from the request, and its answer is Markdown."""
    assert not set("<>[]()").intersection(judge(4, 4, cwe)[2])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("import json", "An import"),
        ("from a import (\n    b,\n)", "An import"),
        ("# a comment", "comments are not executed"),
        ("\n", "comments are not executed"),
        ("@app.get('/')\ndef f():\n    return g()", "only declares"),
        ('"""A docstring."""', "docstring"),
        ("A = 'fixed', 3", "fixed in the code"),
        ("a = b", ""),
        ("a = b\nimport c", ""),
        ("def broken(:", ""),
    ],
)
def test_lines_that_do_little_are_told_so(text: str, words: str) -> None:
    """The sentence says what such a line does not do; of others nothing is claimed."""
    last = 2 if text.startswith("@") else text.count("\n") + 1
    said = what_it_is("a.py", text, 1, last)
    assert (words in said) if words else said == ""


def test_every_weakness_on_offer_in_the_course_is_described() -> None:
    """A learner who chooses it wrongly reads what it looks like."""
    labs = whole_course().labs.values()
    offered = {cwe: lab.weakness(cwe) for lab in labs if lab.find for cwe in lab.find.choices}
    assert [cwe for cwe, weakness in offered.items() if not weakness.sign] == []


def test_a_mark_needs_the_right_weakness() -> None:
    """The place alone is half the answer, and the answer says so."""
    right, _, why = judge(13, 13, "CWE-79")
    assert not right
    assert why.startswith(RIGHT_PLACE)
    assert "“Cross-site scripting” would be code in which" in why
    assert judge(13, 13, "") == (False, False, RIGHT_PLACE_UNNAMED)


def test_any_weakness_of_the_place_is_right() -> None:
    """A flaw may have several names."""
    assert judge(17, 17, "CWE-943")[0]


def test_a_mark_over_the_whole_file_finds_nothing() -> None:
    """Who marks everything has not searched."""
    assert judge(1, 17) == (False, False, TOO_WIDE)


def test_a_decoy_says_why_it_is_fine() -> None:
    """A place that only looks bad is no miss like any other."""
    assert judge(9, 9) == (False, True, "It runs whatever text it is given.")


@pytest.mark.parametrize(
    ("first", "last", "answer"),
    [
        (12, 12, (False, True, "It is bound.")),
        (11, 12, (False, True, "It is bound.")),
        (12, 13, (True, False, "A quote in the name ends the *string*.")),
        (13, 13, (True, False, "A quote in the name ends the *string*.")),
        (14, 14, (True, False, "A quote in the name ends the *string*.")),
    ],
)
def test_beside_a_flaw_the_lines_that_are_marked_decide(first: int, last: int, answer: tuple[bool, bool, str]) -> None:
    """A decoy one line before a flaw is no flaw for the tolerance's sake; a mark that holds both is on the flaw."""
    lab = make_lab()
    assert lab.find
    find = replace(lab.find, decoys=(Decoy("shop.py", 12, 12, "It is bound."),))
    (judged,) = judge_marks(lab, find, [Mark("shop.py", first, last, "CWE-89")])
    assert (judged.right, judged.decoy, judged.why) == answer, f"lines {first} to {last}, of which 12 is a decoy"
    assert bool(judged.spot) is judged.right, "a decoy names no place that was found"


def test_a_mark_in_another_file_is_wrong() -> None:
    """Line numbers count per file."""
    assert judge(13, 13, file="schema.sql")[2].startswith(NOT_FLAWED)


def send(page: Client, *marks: dict[str, Any]) -> Any:
    """Send marks as the page's script does."""
    return page.post("/labs/shop/marks", json.dumps({"marks": marks}), content_type="application/json")


def mark(first: int, last: int | None = None, cwe: str = "CWE-89", file: str = "shop.py") -> dict[str, Any]:
    """Return a mark as JSON."""
    return {"file": file, "first": first, "last": last or first, "cwe": cwe}


@pytest.mark.django_db
def test_flaws_found_one_after_another_complete_the_phase(page: Client) -> None:
    """What was found earlier need not be marked again."""
    first = send(page, mark(13), mark(9)).json()
    assert (first["found"], first["of"], first["done"]) == (1, 2, False)
    assert [(each["right"], each["decoy"]) for each in first["marks"]] == [(True, False), (False, True)]
    assert page.get("/labs/shop/")["Location"] == "/labs/shop/find/"
    second = send(page, mark(17)).json()
    assert (second["found"], second["done"]) == (2, True)
    assert Workspace.objects.get().found_at
    assert page.get("/labs/shop/")["Location"] == "/labs/shop/fix/"


@pytest.mark.django_db
def test_two_marks_on_one_flaw_count_once(page: Client) -> None:
    """A flaw is found or not."""
    assert send(page, mark(12), mark(13)).json()["found"] == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "body",
    [
        {},
        {"marks": "x"},
        {"marks": [1]},
        {"marks": [{}]},
        {"marks": [mark(13) | {"first": "13"}]},
        {"marks": [mark(0)]},
        {"marks": [mark(14, 13)]},
        {"marks": [mark(13, 10_000)]},
        {"marks": [mark(13, file="nowhere.py")]},
        {"marks": [mark(13) | {"cwe": 89}]},
        {"marks": [mark(13)] * 51},
    ],
)
def test_what_is_no_mark_is_refused(page: Client, body: Any) -> None:
    """One bad mark refuses all, and nothing is kept."""
    answer = page.post("/labs/shop/marks", json.dumps(body), content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert not FoundSpot.objects.exists()


@pytest.mark.django_db
def test_a_lab_without_the_phase_begins_with_fix(page: Client) -> None:
    """Its find page leads there, and its marks lead nowhere."""
    assert page.get("/labs/store/")["Location"] == "/labs/store/fix/"
    assert page.get("/labs/store/find/")["Location"] == "/labs/store/fix/"
    answer = page.post("/labs/store/marks", '{"marks": []}', content_type="application/json")
    assert answer.status_code == 404


@pytest.mark.django_db
def test_neighbours_find_for_themselves(page: Client, neighbour: User, lab: Lab) -> None:
    """Marks belong to who made them."""
    send(page, mark(13), mark(17))
    other = Client()
    other.force_login(neighbour, backend="quintain.accounts.backends.PersonBackend")
    shown = other.get("/labs/shop/find/").context["page"]
    assert (shown.found, shown.marks) == (0, ())


@pytest.mark.django_db
def test_the_page_shows_the_last_answers_again(page: Client) -> None:
    """A reload loses nothing, and an author's Markdown is markup both times."""
    answered = send(page, mark(13), mark(2)).json()
    shown = page.get("/labs/shop/find/").context["page"]
    assert [(each.first, each.right, each.name) for each in shown.marks] == [
        (13, True, "SQL injection"),
        (2, False, "SQL injection"),
    ]
    assert shown.data["marks"] == answered["marks"]
    assert answered["marks"][0]["why"] == "A quote in the name ends the <em>string</em>."


@pytest.mark.django_db(transaction=True)
def test_answers_stand_on_the_page_before_any_script_runs(page: Client) -> None:
    """Each mark has its place, its weakness and its reason; only what is right has a badge."""
    send(page, mark(13), mark(9))
    shown = page.get("/labs/shop/find/").content.decode()
    assert shown.count('class="markcard') == 2
    assert shown.count('class="badge"') == 1
    assert "Line 13" in shown
    assert "A quote in the name ends the <em>string</em>." in shown
    assert "It runs whatever text it is given." in shown


@pytest.fixture
def search(course: Pack) -> Lab:
    """Put a lab that is for finding only before the one that is for fixing only."""
    only = replace(make_lab(), exploits=(), fixes=(), proof=None)
    pack_store.put(make_pack(only, make_lab("store", number=2, find=False)))
    return only


@pytest.mark.django_db
def test_a_lab_for_finding_only_ends_when_all_is_found(page: Client, learner: User, search: Lab) -> None:
    """The last place opens the debrief, and the lab counts."""
    states = progress.reader()
    assert page.get("/labs/shop/")["Location"] == "/labs/shop/find/"
    assert states.states(learner, [search])[search.uuid].fix is None
    send(page, mark(13))
    assert states.states(learner, [search])[search.uuid].word == "work"
    assert page.get("/labs/shop/debrief/")["Location"] == "/labs/shop/find/"
    send(page, mark(17))
    assert states.states(learner, [search])[search.uuid].word == "proven"
    assert page.get("/labs/shop/")["Location"] == "/labs/shop/debrief/"
    ended = Workspace.objects.get().proven_at
    send(page, mark(17))
    assert Workspace.objects.get().proven_at == ended


@pytest.mark.django_db(transaction=True)
def test_the_page_after_a_search_shows_every_place(page: Client, search: Lab) -> None:
    """Each has its lines, its weakness and its reason; the debrief stands above, the next lab is offered."""
    send(page, mark(13), mark(17))
    shown = page.get("/labs/shop/debrief/")
    assert [(each.first, each.names[0].cwe) for each in shown.context["page"].findings] == [
        (13, "CWE-89"),
        (17, "CWE-89"),
    ]
    text = shown.content.decode()
    assert "SQLite read the query <em>once</em>." in text
    assert "A quote in the name ends the <em>string</em>." in text
    assert "/labs/store/" in text


@pytest.mark.django_db(transaction=True)
def test_a_lab_for_finding_only_has_nothing_to_fix(page: Client, search: Lab) -> None:
    """No tab, link or endpoint leads to the workbench, neither before nor after."""
    for marks in [(), (mark(13), mark(17))]:
        send(page, *marks)
        shown = page.get("/labs/shop/find/")
        assert "fix" not in [tab.name for tab in shown.context["page"].header.phases]
        assert b"/labs/shop/fix/" not in shown.content
        assert b"/labs/shop/debrief/" in shown.content
    assert page.get("/labs/shop/fix/")["Location"] == "/labs/shop/find/"
    assert page.get("/labs/shop/break/")["Location"] == "/labs/shop/fix/"
    answer = page.post("/labs/shop/submissions", '{"kind": "verdict"}', content_type="application/json")
    assert answer.status_code == 404


@pytest.mark.django_db
def test_checks_are_limited_within_a_minute(page: Client, learner: User, lab: Lab) -> None:
    """A script in a loop is refused with a sentence; what was found before stays found."""
    assert send(page, mark(13)).json()["found"] == 1
    for _ in range(CHECKS_PER_MINUTE - 1):
        assert send(page).status_code == 200
    refused = send(page, mark(17))
    assert refused.status_code == 429
    assert refused.json()["error"] == "You had your marks checked very often within a minute."
    assert FoundSpot.objects.count() == 1
    Marking.objects.update(made_at=timezone.now() - timedelta(minutes=2))
    assert send(page, mark(17)).json()["done"]


@pytest.mark.django_db
def test_the_limit_of_checks_is_for_all_labs_together(page: Client, learner: User, neighbour: User, lab: Lab) -> None:
    """Nobody has twenty more in a second lab; what a neighbour has checked does not count."""
    other = Workspace.objects.create(user=learner, lab=uuid4())
    Marking.objects.bulk_create(Marking(workspace=other, marks=[]) for _ in range(CHECKS_PER_MINUTE - 1))
    theirs = Workspace.objects.create(user=neighbour, lab=lab.uuid)
    Marking.objects.bulk_create(Marking(workspace=theirs, marks=[]) for _ in range(CHECKS_PER_MINUTE))
    assert send(page, mark(13)).status_code == 200
    assert send(page, mark(17)).status_code == 429


@pytest.mark.django_db
def test_a_clock_that_was_set_back_locks_nobody_out(page: Client) -> None:
    """Checks that lie in the future do not count, and the last one is still the last one."""
    for _ in range(CHECKS_PER_MINUTE):
        send(page, mark(9))
    Marking.objects.update(made_at=timezone.now() + timedelta(hours=1))
    assert send(page, mark(13)).status_code == 200
    assert [each.first for each in page.get("/labs/shop/find/").context["page"].marks] == [13]


@pytest.mark.django_db
def test_marking_line_after_line_is_refused(page: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wrong marks of one lab are counted, each once however often it is sent again, right ones never."""
    monkeypatch.setattr("quintain.attempts.find.actions.MOST_GUESSES", 6)
    for _ in range(3):
        assert send(page, mark(1), mark(2), mark(3), mark(4), mark(5), mark(13)).status_code == 200
    assert send(page, mark(6), mark(7)).status_code == 200
    refused = send(page, mark(17))
    assert refused.status_code == 429
    assert refused.json()["error"] == "You made 6 wrong marks in this lab within 10 minutes."
    Marking.objects.update(made_at=timezone.now() - timedelta(minutes=11))
    assert send(page, mark(17)).json()["done"]


@pytest.mark.django_db
def test_a_check_takes_a_few_more_marks_than_there_are_flaws(page: Client) -> None:
    """Two flaws and five spare marks; one more is refused, and none of them is judged."""
    lines = [1, 2, 3, 4, 5, 13, 17]
    assert send(page, *map(mark, lines)).json()["done"]
    refused = send(page, *map(mark, [*lines, 6]))
    assert refused.status_code == 400
    assert refused.json()["error"] == "One check takes at most 7 marks in this lab."
    assert Marking.objects.count() == 1


def test_halving_the_file_finds_nothing() -> None:
    """A wide mark is answered alike with a flaw in it and without."""
    assert judge(1, 8) == judge(10, 17) == (False, False, TOO_WIDE)


@pytest.mark.django_db
def test_old_checks_are_forgotten(page: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the last one is shown again; those of the last minutes are counted."""
    monkeypatch.setattr("quintain.attempts.find.actions.KEPT_MARKINGS", 2)
    for _ in range(5):
        send(page, mark(9))
    assert Marking.objects.count() == 5
    Marking.objects.update(made_at=timezone.now() - timedelta(minutes=11))
    send(page, mark(2))
    assert Marking.objects.count() == 2
    assert [each.first for each in page.get("/labs/shop/find/").context["page"].marks] == [2]


@pytest.mark.parametrize(
    ("paths", "names"),
    [
        (("shop/views.py", "shop/pages/base.html"), ["views.py", "pages/base.html"]),
        (("shop/views.py", "shop.py"), ["shop/views.py", "shop.py"]),
        (("shops/views.py", "shop/views.py"), ["shops/views.py", "shop/views.py"]),
        (("shop.py",), ["shop.py"]),
        (("shop/views.py",), ["views.py"]),
    ],
)
def test_tabs_leave_out_the_folder_of_all_files(paths: tuple[str, ...], names: list[str]) -> None:
    """The files of a package all begin alike, and a narrow window has room for two tabs."""
    lab = make_lab()
    starter = dict.fromkeys(paths, "")
    package = replace(lab, starter=starter, run=replace(lab.run, editable=paths))
    assert [file.name for file in file_views(package, starter)] == names
