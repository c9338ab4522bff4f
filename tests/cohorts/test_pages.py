"""Pages of classes, as students and instructors use them."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, cast
from uuid import UUID

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from pytest_django import Settings

from quintain.accounts.audit import LINES_OF_A_PAGE, Action, record
from quintain.accounts.limits import rate_limits
from quintain.accounts.limits.rate_limits import JOIN, THROTTLE
from quintain.accounts.limits.throttle import Rate
from quintain.accounts.models import AuditEntry, Membership, Role, User
from quintain.cohorts import actions
from quintain.cohorts.models import Class
from quintain.packs.model.pack import Pack
from quintain.server.certificates import Own
from quintain.web.folder import DataFolder
from quintain.web.qr import qr_code
from tests.people import confirmed_browser, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("course")]

PASSCODE = r">([2-9a-z]{4}-[2-9a-z]{4}-[2-9a-z]{4})<"
BACKEND = "quintain.accounts.backends.PersonBackend"


@pytest.fixture(autouse=True)
def _classroom(settings: Settings) -> Iterator[None]:
    settings.CLASSROOM = True
    THROTTLE.clear()
    yield
    THROTTLE.clear()


@pytest.fixture
def found() -> Class:
    """A class of two seats that Mara instructs."""
    operator = make_person("root", "Root", Role.OPERATOR)
    facts = actions.NewClass("Spring <class>", "python-security", date(2027, 5, 3), date(2027, 5, 5), "UTC", 2)
    made = actions.make_class(facts, by=operator)
    Membership.objects.filter(person=operator, in_class=made).delete()
    mara = User.objects.create_user("mara", "Mara")
    Membership.objects.create(person=mara, in_class=made, role=Role.INSTRUCTOR)
    return made


@pytest.fixture
def mara(found: Class) -> Client:
    """The instructor's browser."""
    return browser_of(User.objects.get(username="mara"))


def browser_of(person: User) -> Client:
    """Return the browser of somebody who has signed in."""
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def join(found: Class, name: str, **more: str) -> tuple[Client, int, str]:
    """Join in a new browser; return it, the status and the page."""
    client = Client()
    answer = client.post(reverse("join"), {"code": found.join_code, "name": name, **more}, follow=True)
    return client, answer.status_code, answer.content.decode()


def assert_leads_to_class(client: Client, found: Class) -> None:
    """Check that the course is closed, and that its first page leads to the class instead."""
    answer = client.get("/")
    assert (answer.status_code, answer["Location"]) == (302, reverse("class", args=[found.pk]))
    assert client.get("/", headers={"accept": "application/json"}).status_code == 403
    assert client.get(reverse("glossary")).status_code == 403


def test_who_lost_a_seat_reads_so(found: Class, mara: Client) -> None:
    """On the page of the class, to which the first page leads; with a seat again, a button leads to the course."""
    client, _, _ = join(found, "Elif")
    person, page = User.objects.get(display_name="Elif"), reverse("class", args=[found.pk])
    assert "Go to the course" in client.get(page).content.decode()
    mara.post(reverse("seat", args=[found.pk, person.pk]), {"number": "none"})
    client = browser_of(person)
    assert_leads_to_class(client, found)
    text = client.get(page).content.decode()
    assert ("Your seat was taken away" in text, "Go to the course" in text) == (True, False)
    mara.post(reverse("seat", args=[found.pk, person.pk]), {"number": "2"})
    text = client.get(page).content.decode()
    assert ("Your seat was taken away" in text, "Go to the course" in text) == (False, True)
    assert client.get("/").status_code == 200


def test_who_is_in_no_class_is_led_to_where_one_joins(found: Class) -> None:
    """A student whom the instructor has removed may join again, if they get a code."""
    answer = browser_of(User.objects.create_user("jo", "Jo")).get("/")
    assert (answer.status_code, answer["Location"]) == (302, reverse("join"))


def test_a_student_joins_reads_and_signs_in_again(found: Class) -> None:
    """The page shows name and passcode, is not kept by the browser, and the course is open at once."""
    client, status, page = join(found, "Elif Kaya")
    assert status == 200
    assert "You have seat 1" in page
    person = User.objects.get(display_name="Elif Kaya")
    passcode = re.findall(PASSCODE, page)
    assert person.check_password(passcode[-1])
    assert client.get("/").status_code == 200
    assert "You have seat 1." in client.get(reverse("class", args=[found.pk])).content.decode()
    again = client.get(reverse("join"))
    assert (again.status_code, again["Location"]) == (302, "/")


def test_who_reloads_reads_the_passcode_again_for_some_minutes(found: Class) -> None:
    """In the same session, and in no other of the same person; then the page says whom to ask."""
    client, _, page = join(found, "Elif")
    shown = re.findall(PASSCODE, page)[-1]
    again = client.get(reverse("joined"))
    assert shown in again.content.decode()
    assert "no-store" in again["Cache-Control"]
    person = User.objects.get(display_name="Elif")
    for late in (browser_of(person), client):
        if late is client:
            cache.clear()
        text = late.get(reverse("joined")).content.decode()
        assert re.findall(PASSCODE, text) == []
        assert "ask your instructor for a new one" in text
        assert person.username in text


def test_who_has_just_joined_is_here(found: Class) -> None:
    """The wall counts the page that follows."""
    join(found, "Elif")
    assert User.objects.get(display_name="Elif").seen_at is not None


@pytest.mark.parametrize(
    ("changed", "status", "said"),
    [
        ({"code": "AAAA-2222"}, 403, "No class has this join code."),
        ({"name": "   "}, 400, "Write a name."),
        ({"name": "x" * 200}, 400, "At most 80 letters."),
        ({"name": "x" * 2000}, 400, "At most 80 letters."),
        ({"name": "\u202eElif"}, 400, "This name cannot be shown: a character in it shows nothing"),
        ({"name": "\u3164"}, 400, "This name cannot be shown: a character in it shows nothing"),
    ],
)
def test_a_form_of_joining_comes_back_with_what_was_typed(
    found: Class, changed: dict[str, str], status: int, said: str
) -> None:
    """And the sentence at the field that is wrong; nobody was made."""
    typed = {"code": found.join_code, "name": "Elif <b>"} | changed
    answer = Client().post(reverse("join"), typed)
    page = answer.content.decode()
    assert (answer.status_code, said in page) == (status, True)
    assert all(f'value="{escape(each)}"' in page for each in typed.values())
    assert ("join-name-error" in page, "join-code-error" in page) == ("name" in changed, "code" in changed)
    assert not Membership.objects.filter(role=Role.STUDENT).exists()


def test_a_closed_class_says_so_in_the_form(found: Class, mara: Client) -> None:
    """A right code of it takes no try."""
    mara.post(reverse("change-class", args=[found.pk]), {"do": "close"})
    _, status, page = join(found, "Elif")
    assert (status, "takes no more students" in page, "Not yours" in page) == (403, True, False)


def test_a_session_from_before_gives_nothing_to_the_student(found: Class) -> None:
    """An attacker who put a session into this browser does not share the student's (session fixation)."""
    client = Client()
    client.get(reverse("join"))
    session = client.session
    session["planted"] = "yes"
    session.save()
    client.cookies["quintain-session"] = str(session.session_key)
    before = session.session_key
    client.post(reverse("join"), {"code": found.join_code, "name": "Elif"})
    assert client.session.session_key != before
    assert "planted" not in client.session


def test_who_comes_late_may_wait_and_sees_the_place(found: Class, mara: Client) -> None:
    """And gets the seat that becomes free; until then the course is closed."""
    join(found, "A")
    join(found, "B")
    _, status, page = join(found, "C")
    assert (status, "All 2 seats" in page, "Wait for a seat" in page) == (409, True, True)
    assert not User.objects.filter(display_name="C").exists()
    client, status, page = join(found, "C", wait="yes")
    assert (status, "waiting list" in page) == (200, True)
    assert_leads_to_class(client, found)
    assert "You are number 1" in client.get(reverse("class", args=[found.pk])).content.decode()
    first = User.objects.get(display_name="A")
    mara.post(reverse("seat", args=[found.pk, first.pk]), {"number": "none"})
    assert client.get("/").status_code == 200


def test_in_solo_mode_there_is_nothing_to_join(found: Class, settings: Settings) -> None:
    """One learner works alone, and opens no door for others."""
    settings.CLASSROOM = False
    _, status, _ = join(found, "A")
    assert status == 404
    assert not User.objects.filter(display_name="A").exists()


def test_an_instructor_makes_a_class_and_runs_it(mara: Client) -> None:
    """From the form to the archive, and each step is in the log."""
    form = mara.get(reverse("new-class")).content.decode()
    assert all(f"<option>{zone}</option>" in form for zone in ("Europe/Zurich", "Asia/Calcutta", "America/New_York"))
    facts = {"title": "Autumn", "starts_on": "2027-09-06", "ends_on": "2027-09-08", "time_zone": "UTC", "seats": "12"}
    made = mara.post(reverse("new-class"), facts)
    page = mara.get(made["Location"]).content.decode()
    autumn = Class.objects.get(title="Autumn")
    assert f"{autumn.join_code[:4]} {autumn.join_code[4:]}" in page
    assert "Seats: 0 of 12 taken" in page
    assert "Autumn" in mara.get(reverse("classes")).content.decode()
    change = reverse("change-class", args=[autumn.pk])
    for do in ("close", "open", "new-code", "archive"):
        mara.post(change, {"do": do})
    assert Class.objects.get(pk=autumn.pk).archived_at is None
    mara.post(change, {"do": "archive", "sure": "yes"})
    assert Class.objects.get(pk=autumn.pk).archived_at is not None
    acts = list(AuditEntry.objects.filter(in_class=autumn.pk).values_list("action", flat=True))
    assert sorted(acts) == ["archive-class", "change-class", "change-class", "make-class", "new-join-code"]


@pytest.mark.parametrize(
    "changed", [{"starts_on": "soon"}, {"seats": "99"}, {"seats": "\u0663"}, {"title": ""}, {"time_zone": "Nowhere"}]
)
def test_a_form_that_does_not_fit_comes_back_with_a_reason(mara: Client, changed: dict[str, str]) -> None:
    """With what was typed still in it."""
    facts = {"title": "Autumn", "starts_on": "2027-09-06", "ends_on": "2027-09-08", "time_zone": "UTC", "seats": "12"}
    answer = mara.post(reverse("new-class"), facts | changed)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()
    assert not Class.objects.filter(title="Autumn").exists()


def test_a_roster_makes_students_and_a_page_to_print(found: Class, mara: Client) -> None:
    """Two get the seats, the third waits; names are shown as text."""
    form = {"roster": "name,team\nAda,1\n<b>Bo</b>,2\nCy,3\n", "number": "0"}
    page = mara.post(reverse("roster", args=[found.pk]), form)
    text = page.content.decode()
    assert page.status_code == 200
    assert page["Cache-Control"] == "no-store"
    assert "&lt;b&gt;Bo&lt;/b&gt;" in text
    assert "<b>Bo</b>" not in text
    assert len(re.findall(PASSCODE, text)) == 3
    assert "waiting" in text
    assert text.count("http://testserver/sign-in/") == 3


@pytest.mark.parametrize("number", ["0", "", "-1", "2", "x", "\u0661"])
def test_a_roster_that_is_sent_again_makes_nobody_again(found: Class, mara: Client, number: str) -> None:
    """A reload of the page of passcodes, a second click, or a form with a number that is not the class's."""
    address = reverse("roster", args=[found.pk])
    mara.post(address, {"roster": "Ada\n", "number": "0"})
    again = mara.post(address, {"roster": "Ada\n", "number": number, "same-names": "yes"})
    assert (again.status_code, "nobody was added now" in again.content.decode()) == (409, True)
    assert re.findall(PASSCODE, again.content.decode()) == []
    assert User.objects.filter(display_name="Ada").count() == 1
    page = mara.get(address).content.decode()
    assert 'name="number" value="1"' in page
    assert mara.post(address, {"roster": "Bo\n", "number": "1"}).status_code == 200


def test_a_name_that_is_in_the_class_is_added_only_when_told_so(found: Class, mara: Client) -> None:
    """The answer is the same page with the names and what was typed; a tick says that they are other people."""
    join(found, "Elif Kaya")
    form = {"roster": "elif  KAYA\nBo <i>\nBo <i>\n", "number": "0"}
    answer = mara.post(reverse("roster", args=[found.pk]), form)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "twice in the roster: elif KAYA, Bo &lt;i&gt;." in text
    assert "elif  KAYA\nBo &lt;i&gt;\nBo &lt;i&gt;\n</textarea>" in text
    assert 'name="same-names"' in text
    assert not User.objects.filter(display_name="Bo <i>").exists()
    assert mara.post(reverse("roster", args=[found.pk]), form | {"same-names": "yes"}).status_code == 200
    assert User.objects.filter(display_name="Bo <i>").count() == 2


def test_a_roster_with_one_bad_line_makes_nobody(found: Class, mara: Client) -> None:
    """The page of the class names the line, and keeps what was typed."""
    answer = mara.post(reverse("roster", args=[found.pk]), {"roster": "Ada\n\n\u202eBo\n", "number": "0"})
    text = answer.content.decode()
    assert answer.status_code == 400
    assert "Line 3 of the roster" in text
    assert "Ada\n\n\u202eBo\n</textarea>" in text
    assert not User.objects.filter(display_name="Ada").exists()


def test_a_closed_module_is_closed_everywhere(found: Class, mara: Client, course: Pack) -> None:
    """Home says that it is not open yet; lesson, lab and judge say no; the instructor goes on."""
    client, _, _ = join(found, "Elif")
    module = next(each for each in course.tracks[0].modules if any(topic.labs for topic in each.topics))
    topic = next(each for each in module.topics if each.labs)
    lab = topic.labs[0]
    addresses = [reverse("topic", args=[topic.id]), reverse("lab", args=[lab]), reverse("fix", args=[lab])]
    assert all(client.get(each).status_code in {200, 302} for each in addresses)
    kept_open = [each.id for each in course.tracks[0].modules if each is not module]
    mara.post(reverse("open-modules", args=[found.pk]), {"open": kept_open})
    assert [client.get(each).status_code for each in addresses] == [403] * 3
    refused = client.get(addresses[0]).content.decode()
    assert ("<h1>Not open yet</h1>" in refused, "is not open yet" in refused) == (True, True)
    assert client.post(reverse("submissions", args=[lab]), "{}", content_type="application/json").status_code == 403
    assert "not open yet" in client.get("/").content.decode()
    assert mara.get(addresses[0]).status_code == 200
    mara.post(reverse("open-modules", args=[found.pk]), {"open": [module.id, *kept_open]})
    assert client.get(addresses[0]).status_code == 200


def test_a_day_is_closed_and_opened_by_one_button(found: Class, mara: Client, course: Pack) -> None:
    """All of its modules and no others, whatever else is ticked; a day that does not exist changes nothing."""
    address, modules = reverse("open-modules", args=[found.pk]), course.tracks[0].modules
    day = modules[0].day
    of_day = sorted(each.id for each in modules if each.day == day)
    page = mara.get(address).content.decode()
    assert f'name="close-day" value="{day}"' in page
    for value in ("99", "", "x", "\u0661", "-1"):
        mara.post(address, {"close-day": value})
        assert Class.objects.get(pk=found.pk).closed_modules == []
    mara.post(address, {"close-day": str(day)})
    assert Class.objects.get(pk=found.pk).closed_modules == of_day
    mara.post(address, {"open-day": str(day)})
    assert Class.objects.get(pk=found.pk).closed_modules == []


def test_a_new_passcode_is_shown_once_and_ends_the_sessions(found: Class) -> None:
    """The student's browser is signed out at the next request."""
    client, _, _ = join(found, "Elif")
    person = User.objects.get(display_name="Elif")
    mara = confirmed_browser(User.objects.get(username="mara"))
    page = mara.post(reverse("passcode", args=[found.pk, person.pk])).content.decode()
    told = re.findall(PASSCODE, page)
    person.refresh_from_db()
    assert person.check_password(told[0])
    assert client.get("/").status_code == 302


@pytest.mark.parametrize(
    ("address", "asked"),
    [("seat", "Take the seat away from Elif?"), ("remove-student", "Remove Elif from the class?")],
)
def test_what_ends_the_sessions_of_a_student_is_asked_first(
    found: Class, mara: Client, address: str, asked: str
) -> None:
    """The page says what comes of it, and does nothing; its button does. To others there is no such page."""
    client, _, _ = join(found, "Elif")
    student = User.objects.get(display_name="Elif")
    path = reverse(address, args=[found.pk, student.pk])
    assert f'href="{path}"' in mara.get(reverse("class", args=[found.pk])).content.decode()
    page = mara.get(path)
    assert page.status_code == 200
    assert asked in page.content.decode()
    assert client.get("/").status_code == 200
    stranger = browser_of(make_person("ines", "Ines", Role.INSTRUCTOR))
    assert (stranger.get(path).status_code, stranger.post(path).status_code) == (404, 404)
    assert mara.get(reverse(address, args=[found.pk, UUID(int=7)])).status_code == 404
    assert mara.post(path, {"number": "none"}).status_code == 302
    assert client.get("/").status_code == 302
    assert not found.seats.exclude(membership=None).exists()
    assert Membership.objects.filter(person=student).exists() == (address == "seat")


def test_an_archived_class_is_read_and_no_more(found: Class, mara: Client) -> None:
    """Its instructor still sees it; its students do not work in it any more."""
    client, _, _ = join(found, "Elif")
    mara.post(reverse("change-class", args=[found.pk]), {"do": "archive", "sure": "yes"})
    assert client.get("/").status_code == 302
    client = browser_of(User.objects.get(display_name="Elif"))
    assert_leads_to_class(client, found)
    assert "over and archived" in client.get(reverse("class", args=[found.pk])).content.decode()
    page = mara.get(reverse("class", args=[found.pk])).content.decode()
    assert "Archived on" in page
    assert "New passcode" not in page


def test_a_second_instructor_is_added_and_removed(found: Class, mara: Client) -> None:
    """By the name with which they sign in; a student never becomes one, and the last one stays."""
    join(found, "Elif")
    student = User.objects.get(display_name="Elif")
    tom = make_person("tom", "Tom", Role.AUTHOR)
    make_person("closed", "Closed", Role.INSTRUCTOR)
    User.objects.filter(username="closed").update(is_active=False)
    address, page = reverse("instructors", args=[found.pk]), reverse("class", args=[found.pk])
    mara.post(address, {"username": "tom"})
    assert browser_of(tom).get(page).status_code == 200
    assert "in this class already" in mara.post(address, {"username": "tom"}).content.decode()
    for name in (student.username, "closed", "nobody<", ""):
        answer = mara.post(address, {"username": name})
        assert answer.status_code == 409
        assert "No instructor has this name for signing in." in answer.content.decode()
    assert 'value="nobody&lt;"' in mara.post(address, {"username": "nobody<"}).content.decode()
    mara.post(address, {"remove": str(tom.pk)})
    assert browser_of(tom).get(page).status_code == 404
    for person in (str(User.objects.get(username="mara").pk), str(student.pk), "x"):
        assert mara.post(address, {"remove": person}).status_code == 404


def test_a_person_is_listed_the_classes_that_they_instruct(found: Class, mara: Client) -> None:
    """Each once, however many instruct it, and none of those in which they learn; an operator reads all."""
    operator = User.objects.get(username="root")
    facts = actions.NewClass("Autumn", "python-security", date(2027, 9, 6), date(2027, 9, 8), "UTC", 2)
    learnt = actions.make_class(facts, by=operator)
    person = User.objects.get(username="mara")
    Membership.objects.create(person=person, in_class=learnt, role=Role.STUDENT)
    Membership.objects.create(person=operator, in_class=found, role=Role.INSTRUCTOR)
    for client, shown in ((mara, {found}), (browser_of(operator), {found, learnt})):
        page = client.get(reverse("classes")).content.decode()
        listed = re.findall(r'<th scope="row"><a href="([^"]+)"', page)
        assert sorted(listed) == sorted(reverse("class", args=[each.pk]) for each in shown)


def test_the_audit_log_is_read_page_by_page(found: Class, mara: Client) -> None:
    """Names are text, an erased person is an id, a strange page number is the first; other classes stay out of it."""
    actor = User.objects.create_user("gone", "<i>Gone</i>")
    record(Action.SEE_STUDENT, actor=actor, about=actor.pk, in_class=found.pk)
    address = reverse("class-audit-log", args=[found.pk])
    assert "&lt;i&gt;Gone&lt;/i&gt; (gone)" in mara.get(address).content.decode()
    erased = str(actor.pk)
    actor.delete()
    for _ in range(LINES_OF_A_PAGE):
        record(Action.CHANGE_CLASS, actor=None, in_class=found.pk)
    record(Action.ARCHIVE_CLASS, actor=None, in_class=UUID(int=7))
    for page in ("1", "0", "-1", "x", "9" * 30, "\u0663"):
        text = mara.get(address, {"page": page}).content.decode()
        assert "?page=2" in text
        assert "archive-class" not in text
    assert erased in mara.get(address, {"page": "2"}).content.decode()
    assert mara.get(reverse("audit-log")).status_code == 403


def try_code(code: str, address: str = "127.0.0.1", name: str = "Nobody") -> HttpResponse:
    """Send the form of joining from an address."""
    answer: Any = Client(REMOTE_ADDR=address).post("/join/", {"code": code, "name": name})
    return cast("HttpResponse", answer)


def test_wrong_join_codes_run_out_and_right_ones_do_not(
    found: Class, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """An address has sixty of them, and is told so; whoever has the right code joins from there all the same.

    Those who join take none, nor do those whose name does not fit.
    """
    monkeypatch.setattr(THROTTLE, "_now", lambda: 0.0)
    assert try_code(found.join_code, name="Elif").status_code == 302
    assert try_code(found.join_code, name="\u202e").status_code == 400
    for number in range(JOIN.tries):
        assert try_code(f"ABCD{2000 + number}").status_code == 403
    refused = try_code("ABCD9999")
    assert refused.status_code == 429
    assert "many wrong ones came from your network" in refused.content.decode()
    assert "With the right code you join at once" in refused.content.decode()
    assert "429 for nobody at POST /join/ from 127.0.0.1" in caplog.text
    assert try_code(found.join_code, name="Late").status_code == 302
    assert try_code("ABCD9999", "192.0.2.7").status_code == 403


def test_guesses_of_all_addresses_together_are_bounded(found: Class, monkeypatch: pytest.MonkeyPatch) -> None:
    """Addresses that have had their tries share a bucket; when that is empty, they are refused without a look.

    An address from which nobody guesses is not among them. Right codes take nothing from the bucket.
    """
    now = [0.0]
    monkeypatch.setattr(THROTTLE, "_now", lambda: now[0])
    monkeypatch.setattr(rate_limits, "JOIN", Rate(2, 1000))
    monkeypatch.setattr(rate_limits, "JOIN_BEYOND", Rate(5, 10))
    guessers = ("192.0.2.1", "192.0.2.2")
    assert [try_code("ABCD2222", each).status_code for each in guessers * 2] == [403] * 4
    assert try_code(found.join_code, guessers[0], "Elif").status_code == 302
    assert [try_code("ABCD2222", guessers[number % 2]).status_code for number in range(5)] == [429] * 5
    refused = try_code(found.join_code, guessers[1], "Late")
    assert refused.status_code == 429
    assert "There were too many wrong tries." in refused.content.decode()
    assert try_code(found.join_code, "192.0.2.3", "Hugo").status_code == 302
    now[0] += 10
    assert "No class has this join code" in try_code("ABCD2222", guessers[0]).content.decode()


def test_the_fingerprint_of_a_certificate_of_our_own_is_on_the_page(
    found: Class, mara: Client, settings: Settings, tmp_path: Path
) -> None:
    """So that students compare it; never the key, and nothing where browsers know the certificate or there is none."""
    made = Own(tmp_path / "own-certificate.pem", ("class.example.org",)).load()
    settings.DATA = DataFolder(tmp_path)
    settings.IS_ENCRYPTED = True
    address = reverse("class", args=[found.pk])
    page = mara.get(address).content.decode()
    assert f'<p class="mono">{made.fingerprint}</p>' in page
    assert "PRIVATE KEY" not in page
    student, _, _ = join(found, "Elif")
    assert made.fingerprint not in student.get(address).content.decode()
    settings.SECURE_HSTS_SECONDS = 1
    assert made.fingerprint not in mara.get(address).content.decode()
    settings.SECURE_HSTS_SECONDS = 0
    for broken in (b"", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"):
        (tmp_path / "own-certificate.pem").write_bytes(broken)
        assert mara.get(address).status_code == 200


def test_the_join_address_is_a_picture_and_can_be_copied(found: Class, mara: Client) -> None:
    """The QR code holds the address with the code; it is drawn here, and its page is not a form for anybody else."""
    page = mara.get(reverse("class", args=[found.pk])).content.decode()
    link = f"http://testserver/join/?code={found.join_code}"
    assert f'<span id="join-link">{link}</span>' in page
    assert str(qr_code(link, "QR code of the address with the join code")) in page
    assert 'data-copy="#join-address"' in page
    assert 'data-copy="#join-link"' in page
    client = Client()
    assert f'value="{found.join_code}"' in client.get(f"/join/?code={found.join_code}").content.decode()
