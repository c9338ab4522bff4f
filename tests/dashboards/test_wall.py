"""The wall shows each seat in its place, and what its student does."""

import re
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import escape

from quintain.accounts.models import Membership, Role, User
from quintain.accounts.sessions.presence import PAGES
from quintain.attempts.actions import submit, workspace_of
from quintain.attempts.models import Kind, State, Submission, Workspace
from quintain.attempts.progress.learner_progress import Progress
from quintain.cohorts.models import Class, Seat
from quintain.dashboards import queries
from quintain.packs.model.lab import Lab
from quintain.packs.model.pack import Pack
from tests.attempts.handing_in import try_text
from tests.dashboards.filling import STORIES, Story, fill, make_class

pytestmark = pytest.mark.django_db


def card(a_class: Class, number: int) -> queries.SeatCard:
    """Return a seat of the wall."""
    return queries.wall(a_class).cards[number - 1]


def test_seats_never_move(a_class: Class, lab: Lab, page_of_mara: Client) -> None:
    """Whatever the order of the list beside them is, which alone is sorted by need."""
    fill(a_class, lab)
    for order in ("", "?order=need", "?order=<script>"):
        html = page_of_mara.get(f"/classes/{a_class.pk}/wall/{order}").content.decode()
        assert re.findall(r'<article [^>]*id="seat-(\d+)"', html) == [str(number) for number in range(1, 13)]
    by_need = [each.number for each in queries.wall(a_class, "need").list_]
    assert by_need[:2] == [5, 9], "whose hand is up for longer comes first, then who is without progress for longer"
    idle = {each.number: each.idle_minutes for each in queries.wall(a_class).cards}
    assert by_need[2] == max(set(idle) - {1, 5, 6, 9, 11}, key=lambda number: idle[number])
    assert sorted(by_need) == list(range(1, 13))


def test_card_tells_where_a_student_is(a_class: Class, lab: Lab) -> None:
    """The phase, the last verdict, attempts, hints and minutes; this lab has no phase break."""
    fill(a_class, lab)
    elif_ = card(a_class, 5)
    assert elif_.work is not None
    assert (elif_.name, elif_.work.phase, elif_.verdict, elif_.work.state.tries) == (
        "Elif Kaya",
        "fix",
        "still-open",
        4,
    )
    assert (elif_.work.hints, elif_.minutes, elif_.idle_minutes, elif_.detail) == (2, 22, 15, "Doubled quotes")
    assert elif_.hand is not None
    assert (elif_.hand.minutes, elif_.hand.question) == (4, "I escape everything. Why does 5 still land?")
    done = card(a_class, 1)
    assert (done.phase_word, done.is_done, done.is_stuck) == ("Proven", True, False)
    assert (card(a_class, 11).phase_word, card(a_class, 11).detail) == ("Find", "0 of 2 found")
    tally = queries.wall(a_class).tally
    assert (tally.find, tally.break_, tally.fix, tally.proven) == (1, 0, 9, 2)


def test_what_a_strip_shows_is_also_said(a_class: Class, lab: Lab, page_of_mara: Client) -> None:
    """Its bars and marks are told by place and colour alone, so a sentence has the same for a screen reader."""
    fill(a_class, lab)
    html = page_of_mara.get(f"/classes/{a_class.pk}/wall/").content.decode()
    seat = html[html.index('id="seat-5"') : html.index('id="seat-6"')]
    found = re.search(r'<svg class="strip" aria-hidden="true">.*?</svg><p class="unseen">(.*?)</p>', seat, re.DOTALL)
    assert found, seat
    assert re.fullmatch(
        r"\d+ min in find, 22 min in fix\. Verdicts: (still open|broken)(, (still open|broken))*\.", found[1]
    )
    assert found[1].count("still open") + found[1].count("broken") == 4


def test_checking_the_browser_begins_no_lab(a_class: Class, lab: Lab) -> None:
    """The wall and the course say that nothing is begun, until the student works or runs the tests in the lab."""
    (student,) = fill(a_class, lab, (Story("Ines", seen=None),))
    Workspace.objects.filter(user=student).delete()
    submit(student, lab, Kind.TESTS, is_check=True)
    assert (card(a_class, 1).phase_word, card(a_class, 1).work) == ("Not begun", None)
    assert Progress().states(student, [lab])[lab.uuid].touched_at is None
    Submission.objects.update(state=State.FINISHED)
    before = Workspace.objects.get(user=student).touched_at
    submit(student, lab, Kind.TESTS, is_check=True)
    assert Workspace.objects.get(user=student).touched_at == before
    Submission.objects.update(state=State.FINISHED)
    submit(student, lab, Kind.TESTS)
    assert card(a_class, 1).work is not None
    assert Progress().states(student, [lab])[lab.uuid].touched_at is not None


def test_free_seats_and_people_who_have_not_begun_are_shown(a_class: Class, lab: Lab, page_of_mara: Client) -> None:
    """Neither counts as being at something."""
    fill(a_class, lab, (Story("Ines", seen=None),))
    wall = queries.wall(a_class)
    assert [each.is_free for each in wall.cards] == [False, *[True] * 11]
    assert (wall.cards[0].phase_word, wall.lab, wall.tally.not_begun) == ("Not begun", None, 1)
    html = page_of_mara.get(f"/classes/{a_class.pk}/wall/").content.decode()
    assert html.count("is-free") == 11
    assert "not here yet" in html


def test_stuck_is_who_is_here_and_makes_no_progress(a_class: Class, lab: Lab) -> None:
    """Ten minutes; not who is away, who is done, or who was better in an attempt just now."""
    stories = (
        Story("A", 30, 12),
        Story("B", 30, 9),
        Story("C", 30, 12, seen=30),
        Story("D", 30, 12, verdicts=((11, "still-open", 1), (5, "still-open", 2))),
        Story("E", 30, 25, verdicts=((20, "still-open", 2), (5, "still-open", 2), (3, "broken", 6))),
        Story("F", 30, 25, verdicts=((20, "proven", 6),)),
    )
    fill(a_class, lab, stories)
    assert [each.number for each in queries.wall(a_class).cards if each.is_stuck] == [1, 5]
    assert [each.number for each in queries.wall(a_class).unasked] == [5, 1]


def test_nobody_is_stuck_over_night(a_class: Class, lab: Lab) -> None:
    """Minutes are counted from when a student came back after a pause."""
    (person,) = fill(a_class, lab, (Story("A", 900, 880),))
    assert card(a_class, 1).is_stuck
    PAGES.come_back(person.pk, timezone.now() - timedelta(minutes=3))
    assert (card(a_class, 1).is_stuck, card(a_class, 1).minutes, card(a_class, 1).idle_minutes) == (False, 3, 3)


def test_verdict_of_the_judge_is_on_the_wall(a_class: Class, lab: Lab) -> None:
    """From the real actions, with the judge of these tests."""
    (person,) = fill(a_class, lab, (Story("A"),))
    try_text(person, lab, "open")
    shown = card(a_class, 1)
    assert shown.work is not None
    assert (shown.phase_word, shown.verdict, shown.detail) == ("Fix", "still-open", "Doubled quotes")
    assert (shown.work.state.tries, len(shown.work.tries)) == (1, 1)
    try_text(person, lab, "proven")
    assert card(a_class, 1).is_done


def test_lab_that_was_touched_last_counts(a_class: Class, course: Pack) -> None:
    """And who is in another lab than most is counted apart."""
    first, second = course.labs["shop"], course.labs["store"]
    people = fill(a_class, first, STORIES[:3])
    Workspace.objects.update(touched_at=timezone.now() - timedelta(minutes=5))
    workspace_of(people[2], second)
    wall = queries.wall(a_class)
    assert wall.lab is first
    assert (wall.tally.elsewhere, wall.cards[2].is_elsewhere) == (1, True)
    Workspace.objects.filter(lab=first.uuid).delete()
    assert queries.wall(a_class).lab is second


def test_number_of_queries_does_not_grow_with_seats(a_class: Class, lab: Lab, page_of_mara: Client) -> None:
    """One student or twelve, on every page."""

    def counts() -> list[int]:
        found = []
        for page in ("wall/", "wall/seats", "projector/", "results.csv"):
            page_of_mara.get(f"/classes/{a_class.pk}/{page}")  # whoever looks was seen within the minute
            with CaptureQueriesContext(connection) as queries_made:
                assert page_of_mara.get(f"/classes/{a_class.pk}/{page}").status_code == 200
            found.append(len(queries_made))
        return found

    fill(a_class, lab, STORIES[4:5])
    alone = counts()
    fill(a_class, lab, STORIES[:4] + STORIES[5:])
    assert counts() == alone
    assert max(alone) < 16


@pytest.mark.parametrize(
    "name",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "\u202eevil\u202c",
        "שרה כהן",
        "W" * 80,
        "a" + "\u0301" * 60,
        "=cmd|'/c calc'!A0",
    ],
)
def test_hostile_names_stay_text_in_their_place(a_class: Class, lab: Lab, page_of_mara: Client, name: str) -> None:
    """Also such as a person may have got past the check of names, by an import or an old database."""
    (person,) = fill(a_class, lab, STORIES[4:5])
    User.objects.filter(pk=person.pk).update(display_name=name)
    for page in ("wall/", "wall/seats", f"students/{person.pk}/", f"students/{person.pk}/labs/shop/attempts/1/"):
        html = page_of_mara.get(f"/classes/{a_class.pk}/{page}").content.decode()
        assert f"<bdi>{escape(name)}</bdi>" in html
        assert "<script>alert" not in html
        assert "<img src=x" not in html


def test_projector_has_counts_and_no_names(a_class: Class, lab: Lab, page_of_mara: Client) -> None:
    """Nor seats, nor addresses that name a person; not even that of who is signed in."""
    people = fill(a_class, lab)
    for page in ("projector/", "projector/counts"):
        html = page_of_mara.get(f"/classes/{a_class.pk}/{page}").content.decode()
        for person in people:
            assert person.display_name not in html
            assert person.username not in html
            assert str(person.pk) not in html
        assert "Mara" not in html
        assert "seat" not in html
        assert re.findall(r'<p class="number">(\d+)</p>', html) == ["1", "0", "9", "2"]
        assert html.count('class="ring"') == 12


def test_projector_sorts_its_rings(a_class: Class, lab: Lab) -> None:
    """No ring is where its seat would be."""
    fill(a_class, lab)
    shown = [work.state.word for work in queries.projector(a_class).columns[2].works]
    assert shown == sorted(shown)


def test_fragment_has_the_seats_that_were_asked_for(a_class: Class, lab: Lab, page_of_mara: Client) -> None:
    """With the help queue beside them; numbers that are none are none."""
    fill(a_class, lab)
    html = page_of_mara.get(f"/classes/{a_class.pk}/wall/seats?seat=3&seat=5&seat=99&seat=<b>").content.decode()
    assert re.findall(r'<article [^>]*id="seat-(\d+)"', html) == ["3", "5"]
    assert 'id="wall-help"' in html
    assert 'id="wall-head"' in html


def test_class_of_another_instructor_is_apart(a_class: Class, lab: Lab, mara: User) -> None:
    """Students of one are not on the wall of the other."""
    other = make_class(mara, title="Another")
    fill(other, lab, STORIES[:2])
    assert all(each.is_free for each in queries.wall(a_class).cards)
    assert Seat.objects.filter(in_class=other).exclude(membership=None).count() == 2
    assert Membership.objects.filter(in_class=a_class, role=Role.STUDENT).count() == 0


def test_lab_that_left_the_course_is_left_out(a_class: Class, lab: Lab) -> None:
    """What somebody did in it stays, and is not shown."""
    (person,) = fill(a_class, lab, STORIES[:1])
    workspace_of(person, replace(lab, uuid=uuid4()))
    assert card(a_class, 1).work is not None
