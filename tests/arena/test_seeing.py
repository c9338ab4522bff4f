"""What each may see of an arena: outcomes and names that were given, and nobody's code."""

import re

import pytest
from django.test import Client

from quintain.accounts.models import User
from quintain.arena import actions, queries, tasks
from quintain.arena.models import Arena, Entrant, Kind, Outcome, Trial
from quintain.arena.works import works_to_enter
from quintain.cohorts.models import Class
from quintain.packs.model.lab import Lab
from tests.arena.conftest import SignIn, Students, instructor_of
from tests.arena.straw import SECRET
from tests.arena.work import prove
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
            if works_to_enter(arena, person, kind):
                actions.enter(arena, kind, by=person, name=NAMES[person.display_name])
    tasks.enqueue(actions.begin_round(arena, by=mara))
    return people


def board_of(arena: Arena) -> queries.Board:
    """Return what all may see."""
    table = queries.instructors_page(arena.in_class, arena, may_run=False).table
    assert table is not None
    return table.board


def words(client: Client, address: str) -> str:
    """Return what a page says, without its markup."""
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


def breakings_of(board: queries.Board) -> list[tuple[str, tuple[str, ...], int]]:
    """Return who got through whose fix."""
    return [(each.name, each.through, each.unnamed) for each in board.breakings]


def test_the_board_says_who_got_through_whose_fix(arena: Arena, played: list[User]) -> None:
    """By the names that students gave for that, and without one by counts."""
    board = board_of(arena)
    assert (board.fixes, board.exploits, board.tried, board.fallen, board.met) == (3, 2, 4, 1, 3)
    assert breakings_of(board) == [("Blue Owl", ("Red Fox",), 0)]
    assert [(each.name, each.number) for each in board.holding] == [("Blue Owl", 1)]
    assert board.holding_unnamed == 1
    for person, name in ((played[0], ""), (played[1], "")):
        actions.rename(arena, name, by=person)
    board = board_of(arena)
    assert breakings_of(board) == [("", (), 1)]
    assert (board.holding, board.holding_unnamed) == ((), 2)


def test_the_projector_has_no_real_name(arena: Arena, played: list[User], page_of_mara: Client, a_class: Class) -> None:
    """And neither the name of an exploit that was in vain: only what fell, held or got through is told."""
    actions.rename(arena, "Grey Cat", by=played[2])
    for address in ("", "parts"):
        seen = words(page_of_mara, f"/classes/{a_class.pk}/arena/projector/{address}")
        assert "Blue Owl through Red Fox" in seen
        assert "Fixes that an exploit got through: 1 of 3." in seen
        for name in ("Elif", "Hugo", "Ines"):
            assert name not in seen


def test_a_student_without_a_name_is_on_no_page_of_others(
    arena: Arena, played: list[User], page_of_mara: Client, a_class: Class, sign_in: SignIn
) -> None:
    """Ines gave none: the others see that a fix without a name holds."""
    seen = words(page_of_mara, f"/classes/{a_class.pk}/arena/projector/")
    assert "1 fix without a name" in seen
    theirs = words(sign_in(played[0]), f"/arena/{a_class.pk}/")
    assert "Ines" not in theirs


def test_the_board_lives_while_a_round_runs(
    arena: Arena, played: list[User], students: Students, sign_in: SignIn
) -> None:
    """What falls is told at once; what holds is told at the end, since until then it only holds so far."""
    mara = instructor_of(arena)
    (jonas,) = students(Jonas=("", "sound"))
    actions.enter(arena, Kind.EXPLOIT, by=jonas, name="Late")
    begun = actions.begin_round(arena, by=mara)
    trial = Trial.objects.select_related("of_round__arena").get(
        of_round=begun, outcome=Outcome.WAITING, fix__entrant__person=played[2]
    )
    actions.finish(trial, Outcome.SUCCEEDED)
    board = board_of(arena)
    assert (board.running, board.tried, board.planned) == (True, 5, 7)
    assert breakings_of(board) == [("Blue Owl", ("Red Fox",), 0), ("Late", (), 1)]
    assert board.holding == ()
    seen = words(sign_in(mara), f"/classes/{arena.in_class.pk}/arena/projector/")
    assert "Round 2 runs: 5 of 7 tries are done" in seen
    assert "hold against everything" not in seen
    tasks.enqueue(begun)
    board = board_of(arena)
    assert [each.name for each in board.holding] == ["Blue Owl"]
    assert board.holding_unnamed == 0


def test_a_fix_that_was_not_tried_by_all_is_not_named(arena: Arena, played: list[User]) -> None:
    """A fault of ours is no proof that it holds."""
    Trial.objects.filter(fix__entrant__person=played[1]).update(outcome=Outcome.ERROR)
    assert board_of(arena).holding == ()
    assert board_of(arena).holding_unnamed == 1
    theirs = Trial.objects.filter(fix__entrant__person=played[2]).order_by("pk")
    assert [trial.outcome for trial in theirs] == [Outcome.STOPPED, Outcome.STOPPED]
    Trial.objects.filter(pk=theirs[0].pk).update(outcome=Outcome.ERROR)
    assert board_of(arena).holding_unnamed == 0


def test_the_standings_add_up_over_rounds_and_have_no_last(
    arena: Arena, played: list[User], students: Students, lab: Lab
) -> None:
    """The better half of those who play, and of them those who gave a name; who has come up is marked."""
    mara = instructor_of(arena)
    assert [(each.name, each.rounds, each.has_risen) for each in board_of(arena).standings] == [
        ("Blue Owl", (3,), False)
    ]
    prove(played[0], lab, fix="whole", exploit="SOUND-FIX-TEXT sound")
    for kind in Kind:
        actions.enter(arena, kind, by=played[0], name="Red Fox")
    tasks.enqueue(actions.begin_round(arena, by=mara))
    # Red Fox: again (1 + 3), and through both other fixes (4). Blue Owl: nothing any more.
    assert [(each.name, each.rounds, each.total, each.has_risen) for each in board_of(arena).standings] == [
        ("Red Fox", (0, 8), 8, True),
        ("Blue Owl", (3, 0), 3, False),
    ]
    assert board_of(arena).again == ("Red Fox",)
    seen = words(sign_in_as(mara), f"/classes/{arena.in_class.pk}/arena/projector/")
    assert "Hold again after they fell Red Fox" in seen


def sign_in_as(person: User) -> Client:
    """Return a browser of somebody."""
    client = Client()
    client.force_login(person)
    return client


def test_only_the_leading_team_is_named(
    a_class: Class, mara: User, lab: Lab, students: Students, judge: object
) -> None:
    """A list of all teams would have a last one; students see the points of their own."""
    arena = actions.open_arena(a_class, lab, ["Red", "Blue", "Idle"], by=mara)
    teams = {team.name: team.pk for team in arena.teams.all()}
    elif_, hugo = students(Elif=("common", "none"), Hugo=("sound", "common"))
    assert board_of(arena).standings == ()
    for person, team in ((elif_, "Red"), (hugo, "Blue")):
        for kind in Kind:
            actions.enter(arena, kind, by=person, team=teams[team])
    tasks.enqueue(actions.begin_round(arena, by=mara))
    assert [(each.name, each.total) for each in board_of(arena).standings] == [("Blue", 3)]
    assert queries.students_page(a_class, elif_, may_enter=True).team_points == 0
    assert queries.students_page(a_class, hugo, may_enter=True).team_points == 3


def test_students_see_their_own_counts(played: list[User], a_class: Class, sign_in: SignIn) -> None:
    """How many exploits got through their fix, and on how many fixes their exploit succeeded; no other's real name."""
    elif_, hugo, ines = (words(sign_in(person), f"/arena/{a_class.pk}/") for person in played)
    assert "Round 1: exploits tried on your fix: 1. Got through: 1." in elif_
    assert "To see how an attack gets through, let the judge try this fix" in elif_
    assert "Round 1: fixes on which your exploit was tried: 2. Got through: 0." in elif_
    assert "Your rounds: 0 points" in elif_
    assert "Round 1: exploits tried on your fix: 1. Got through: 0." in hugo
    assert "Round 1: fixes on which your exploit was tried: 2. Got through: 1." in hugo
    assert "Your rounds: 3 points" in hugo
    assert "Round 1: exploits tried on your fix: 2. Got through: 0." in ines
    for other in ("Hugo", "Ines"):
        assert other not in elif_


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
    assert "An exploit got through a fix that the judge has proven." in seen


def test_the_form_says_what_a_name_is_shown_for(
    arena: Arena, students: Students, a_class: Class, sign_in: SignIn
) -> None:
    """Consent is to what really happens: the board tells by it also whose fix fell."""
    (elif_,) = students(Elif=("a", "b"))
    seen = words(sign_in(elif_), f"/arena/{a_class.pk}/")
    assert "whose fixes your exploit got through, and whose exploits got through your fix" in seen
    assert "Without a name you are only counted." in seen


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
