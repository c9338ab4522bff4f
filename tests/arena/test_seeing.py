"""What each may see of an arena: outcomes and names that were given, and nobody's code."""

import re

import pytest
from django.test import Client

from quintain.accounts.models import User
from quintain.arena import actions, queries, tasks
from quintain.arena.models import Arena, Entrant, Kind, Outcome, Trial
from quintain.cohorts.models import Class
from quintain.packs.model import Lab
from tests.arena.conftest import SignIn, Students, instructor_of
from tests.arena.straw import SECRET
from tests.dashboards.filling import make_class

pytestmark = pytest.mark.django_db(transaction=True)

TEXTS = ("WEAK-FIX-TEXT", "SOUND-FIX-TEXT", "STRONG-EXPLOIT-TEXT", "VAIN-EXPLOIT-TEXT")
NAMES = {"Elif": "Red Fox", "Hugo": "Blue Owl", "Ines": ""}


@pytest.fixture
def played(arena: Arena, mara: User, students: Students) -> list[User]:
    """Run a round: Elif's fix falls to Hugo's exploit, Hugo's holds, and so does that of Ines, who gave no name."""
    people = students(
        Elif=("common WEAK-FIX-TEXT", "none VAIN-EXPLOIT-TEXT"),
        Hugo=("SOUND-FIX-TEXT", "common STRONG-EXPLOIT-TEXT"),
        Ines=("sound", ""),
    )
    for person in people:
        for kind in Kind:
            if queries.latest_work(arena, person, kind):
                actions.enter(arena, kind, by=person, name=NAMES[person.display_name])
    tasks.enqueue(actions.begin_round(arena, by=mara))
    return people


def board_of(arena: Arena) -> queries.Board:
    """Return what all may see."""
    board = queries.board_of(arena)
    assert board is not None
    return board


def words(client: Client, address: str) -> str:
    """Return what a page says, without its markup."""
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


def test_the_board_names_those_who_did_well_and_nobody_else(arena: Arena, played: list[User]) -> None:
    """Fixes that hold against everything, exploits that got through; of the rest only counts."""
    board = board_of(arena)
    assert (board.fixes, board.exploits, board.tried, board.fallen) == (3, 2, 4 - 0, 1)
    assert [(each.name, each.number) for each in board.holding] == [("Blue Owl", 1)]
    assert board.holding_unnamed == 1
    assert [(each.name, each.number) for each in board.succeeded] == [("Blue Owl", 1)]
    assert board.succeeded_unnamed == 0


def test_the_projector_shames_nobody(arena: Arena, played: list[User], page_of_mara: Client, a_class: Class) -> None:
    """No real name is on it, and neither the name of the fix that fell nor that of the exploit that was in vain."""
    for address in ("", "parts"):
        seen = words(page_of_mara, f"/classes/{a_class.pk}/arena/projector/{address}")
        assert "Blue Owl" in seen
        assert "Fixes that an exploit got through: 1 of 3." in seen
        for name in ("Red Fox", "Elif", "Hugo", "Ines"):
            assert name not in seen


def test_no_name_appears_while_a_round_runs(
    arena: Arena, played: list[User], students: Students, sign_in: SignIn
) -> None:
    """One that dropped out in its middle would be seen to do so."""
    mara = instructor_of(arena)
    (jonas,) = students(Jonas=("", "sound"))
    actions.enter(arena, Kind.EXPLOIT, by=jonas, name="Late")
    begun = actions.begin_round(arena, by=mara)
    trial = Trial.objects.select_related("of_round__arena").filter(outcome=Outcome.WAITING)[0]
    actions.finish(trial, Outcome.SUCCEEDED)
    board = board_of(arena)
    assert (board.running, board.tried, board.planned, board.has_results) == (True, 1, 3, False)
    seen = words(sign_in(mara), f"/classes/{arena.in_class.pk}/arena/projector/")
    assert "1 of 3 tries are done" in seen
    assert "Blue Owl" not in seen
    tasks.enqueue(begun)
    board = board_of(arena)
    assert board.has_results
    assert board.holding_unnamed + len(board.holding) < 2


def test_a_fix_that_was_not_tried_by_all_is_not_named(arena: Arena, played: list[User]) -> None:
    """A fault of ours is no proof that it holds."""
    Trial.objects.filter(fix__entrant__person=played[1]).update(outcome=Outcome.ERROR)
    assert board_of(arena).holding == ()


def test_only_the_leading_team_is_named(
    a_class: Class, mara: User, lab: Lab, students: Students, judge: object
) -> None:
    """A list of all teams would have a last one; students see the points of their own."""
    arena = actions.open_arena(a_class, lab, ["Red", "Blue", "Idle"], by=mara)
    teams = {team.name: team.pk for team in arena.teams.all()}
    elif_, hugo = students(Elif=("common", "none"), Hugo=("sound", "common"))
    assert board_of(arena).leading == ()
    for person, team in ((elif_, "Red"), (hugo, "Blue")):
        for kind in Kind:
            actions.enter(arena, kind, by=person, team=teams[team])
    tasks.enqueue(actions.begin_round(arena, by=mara))
    assert [(each.name, each.number) for each in board_of(arena).leading] == [("Blue", 3)]
    assert queries.students_page(a_class, elif_, may_enter=True).team_points == 0
    assert queries.students_page(a_class, hugo, may_enter=True).team_points == 3


def test_students_see_their_own_counts(played: list[User], a_class: Class, sign_in: SignIn) -> None:
    """How many exploits got through their fix, and on how many fixes their exploit succeeded; no other's real name."""
    elif_, hugo, ines = (words(sign_in(person), f"/arena/{a_class.pk}/") for person in played)
    assert "Exploits tried on it: 1. Got through: 1." in elif_
    assert "Fixes on which it was tried: 2. Got through: 0." in elif_
    assert "Exploits tried on it: 1. Got through: 0. 1 point." in hugo
    assert "Fixes on which it was tried: 2. Got through: 1. 2 points." in hugo
    assert "Exploits tried on it: 2. Got through: 0. 2 points." in ines
    assert "Hugo" not in elif_
    assert "Red Fox" not in hugo


def test_instructors_see_the_table_with_real_names(
    arena: Arena, played: list[User], page_of_mara: Client, a_class: Class
) -> None:
    """And the points: 1 for each exploit that a fix stops, 2 for each fix that an exploit gets through."""
    page = queries.instructors_page(a_class, may_run=True)
    assert page.table is not None
    people = [(each.entrant.person.display_name, each.points) for each in page.table.people]
    assert people == [("Hugo", 3), ("Ines", 2), ("Elif", 0)]
    assert [fix.entry.entrant.person.display_name for fix in page.table.fixes] == ["Elif", "Hugo", "Ines"]
    rows = {row.score.entry.entrant.person.display_name: row.outcomes for row in page.table.rows}
    assert rows == {"Elif": ("own", "stopped", "stopped"), "Hugo": ("succeeded", "own", "stopped")}
    seen = words(page_of_mara, f"/classes/{a_class.pk}/arena/")
    for name in ("Elif", "Hugo", "Ines", "Red Fox"):
        assert name in seen
    assert "There is nothing to run" in seen


def test_no_page_shows_code_or_a_console(
    arena: Arena, played: list[User], mara: User, a_class: Class, sign_in: SignIn
) -> None:
    """Not even to those whose it is: an arena has no address for texts."""
    ours, theirs = f"/classes/{a_class.pk}/arena/", f"/arena/{a_class.pk}/"
    pages = [(mara, ours + each) for each in ("", "parts", "projector/", "projector/parts", f"{arena.pk}/")]
    pages += [(person, theirs + each) for person in played for each in ("", "parts")]
    for person, address in pages:
        text = sign_in(person).get(address).content.decode()
        assert not [each for each in (*TEXTS, SECRET) if each in text], address


def test_a_class_without_an_arena_shows_none(
    a_class: Class, students: Students, sign_in: SignIn, page_of_mara: Client, judge: object
) -> None:
    """No line and no link; the pages say so."""
    (elif_,) = students(Elif=("a", "b"))
    browser = sign_in(elif_)
    assert "has no arena" in words(browser, f"/arena/{a_class.pk}/")
    assert "has no arena yet" in words(page_of_mara, f"/classes/{a_class.pk}/arena/")
    assert "has no arena yet" in words(page_of_mara, f"/classes/{a_class.pk}/arena/projector/")
    assert f"/arena/{a_class.pk}/" not in browser.get("/labs/shop/fix/").content.decode()


def test_an_open_arena_is_linked_once_from_every_page_of_the_class(
    arena: Arena, a_class: Class, students: Students, sign_in: SignIn
) -> None:
    """In its own lab, too, but not on its own page, and not for a class that has none."""
    mara = instructor_of(arena)
    (elif_,) = students(Elif=("a", "b"))
    browser, link = sign_in(elif_), f'href="/arena/{a_class.pk}/"'
    for page in ("/labs/shop/fix/", "/labs/store/fix/", "/"):
        assert browser.get(page).content.decode().count(link) == 1, page
    assert link not in browser.get(f"/arena/{a_class.pk}/").content.decode()
    parts = f"/classes/{a_class.pk}/pace/parts?next="
    assert link in browser.get(f"{parts}/").content.decode()
    assert link not in browser.get(f"{parts}/arena/{a_class.pk}/").content.decode()
    assert f"/classes/{a_class.pk}/arena/" in sign_in(mara).get(f"/classes/{a_class.pk}/").content.decode()
    actions.close_arena(arena, by=mara)
    assert link not in browser.get("/labs/shop/fix/").content.decode()
    assert queries.open_arena(make_class(mara, title="Other")) is None


def test_names_are_shown_as_text(arena: Arena, students: Students, a_class: Class, page_of_mara: Client) -> None:
    """Markup in a name is no markup on a page."""
    (elif_,) = students(Elif=("a", "b"))
    actions.enter(arena, Kind.FIX, by=elif_, name="<script>alert(1)</script>")
    page = page_of_mara.get(f"/classes/{a_class.pk}/arena/").content.decode()
    assert Entrant.objects.get().name not in page
    assert "&lt;script&gt;alert(1)" in page
