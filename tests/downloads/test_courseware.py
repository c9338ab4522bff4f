"""The page of what can be taken home: who gets what, how it is made, and what is left on the disk."""

import json
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from django.test import Client
from pytest_django import Settings

from quintain.accounts.models import Membership, Role, User
from quintain.catalog import pack_store
from quintain.cli.new import write_pack
from quintain.cohorts import actions as cohorts
from quintain.courseware import editions
from quintain.courseware.editions import HANDBOOK, Edition, read_key
from quintain.courseware.progress import Step
from quintain.downloads import making, tasks, under_way
from quintain.downloads.cache import Cache
from quintain.downloads.making import MakingFailed, Progress, make
from quintain.packs import join, load_pack
from quintain.packs.model.pack import Pack
from quintain.web.folder import DataFolder
from tests.courses import COURSE, small_course
from tests.people import make_person

pytestmark = pytest.mark.django_db

type Tell = Callable[[Progress], None]

LEARNER, INSTRUCTOR = "handbook-learner-a4", "handbook-instructor-a4"
MANY = 4


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: Path) -> Iterator[None]:
    """Keep files in a folder of the test, and forget what was under way."""
    settings.DATA = DataFolder(tmp_path / "data")
    yield
    under_way._states.clear()


@pytest.fixture
def cache(settings: Settings, course: Pack) -> Cache:
    """Return the cache of the small course."""
    return Cache(settings.DATA.courseware, course.digest)


def found(key: str) -> Edition:
    edition = read_key(key)
    assert edition is not None
    return edition


def put(cache: Cache, key: str, content: bytes = b"%PDF") -> None:
    """Put a finished file in the cache."""
    cache.folder.mkdir(parents=True, exist_ok=True)
    cache.path(found(key)).write_bytes(content)


def browser(person: User) -> Client:
    client = Client()
    client.force_login(person, backend="quintain.accounts.backends.PersonBackend")
    return client


def test_a_learner_has_a_file_made_and_gets_it(page: Client, cache: Cache) -> None:
    """First a button, then how far it is, then a link; the file has a name that says what it is."""
    assert 'action="/courseware/handbook-learner-a4/"' in page.get("/courseware/").content.decode()
    answer = page.post(f"/courseware/{LEARNER}/")
    assert answer["Location"] == f"/courseware/#{LEARNER}"
    shown = page.get("/courseware/").content.decode()
    assert "waits" in shown
    assert 'data-renewed="/courseware/"' in shown
    assert "Look again" in shown
    put(cache, LEARNER)
    under_way.end(cache.digest, LEARNER)
    assert f'href="/courseware/{LEARNER}/" download' in page.get("/courseware/").content.decode()
    answer = page.get(f"/courseware/{LEARNER}/")
    assert (answer.getvalue(), answer["Content-Type"]) == (b"%PDF", "application/pdf")
    assert answer["Content-Disposition"] == 'attachment; filename="sec-1-handbook-learner-a4.pdf"'
    assert "private" in answer["Cache-Control"]


def test_before_a_file_is_made_the_page_says_how_large_it_becomes(page: Client) -> None:
    """And how long that takes; one button of a row is first among its files."""
    shown = page.get("/courseware/").content.decode()
    assert "in one to three minutes" in shown
    assert shown.count("about 200 KB") >= 2
    assert 0 < shown.count('<button class="button">Make') < shown.count(">Make ") / 2


def test_a_file_of_a_large_course_is_estimated_as_it_was_measured() -> None:
    """Within a fifth of the files of a course of 141 lessons and labs, and of one day of it."""
    for key, parts, measured in (
        ("handbook-learner-a4", 141, 5_181_875),
        ("handbook-instructor-a4", 141, 8_344_596),
        ("handbook-learner-a4-day-1", 45, 1_627_067),
        ("epub-learner", 141, 1_272_632),
        ("epub-instructor", 141, 1_935_612),
        ("epub-learner-day-2", 48, 569_016),
        ("offline-learner", 141, 2_056_911),
        ("offline-instructor", 141, 3_123_123),
    ):
        assert abs(found(key).estimate_bytes(parts) / measured - 1) < 0.2, key


def test_a_file_that_is_not_made_says_where_to_have_it_made(page: Client) -> None:
    """An old link leads to a sentence and the page."""
    answer = page.get(f"/courseware/{LEARNER}/")
    assert answer.status_code == 409
    assert "This file is not made yet." in answer.content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
def test_instructors_editions_are_for_instructors(page: Client, cache: Cache, method: str) -> None:
    """A learner who types the address gets no file, and has none made; nobody without a session either."""
    put(cache, INSTRUCTOR, b"secret")
    for client in (page, Client()):
        answer = getattr(client, method)(f"/courseware/{INSTRUCTOR}/", headers={"accept": "application/json"})
        assert answer.status_code in {401, 403}
        assert b"secret" not in answer.content
    assert under_way.state_of(cache.digest, INSTRUCTOR) is None
    assert "For instructors" not in page.get("/courseware/").content.decode()


def test_an_instructor_gets_both(course: Pack, cache: Cache) -> None:
    """The learners' edition, too: to hand it out."""
    client = browser(make_person("ines", "Ines", Role.INSTRUCTOR))
    put(cache, INSTRUCTOR, b"secret")
    shown = client.get("/courseware/").content.decode()
    assert "For instructors" in shown
    assert "For learners" in shown
    assert client.get(f"/courseware/{INSTRUCTOR}/").getvalue() == b"secret"


@pytest.mark.parametrize("key", ["handbook-learner-a4-day-9", "handbook-learner-a4-lesson-nothing", "novel", "x" * 300])
def test_what_the_course_has_not_is_a_missing_page(page: Client, key: str) -> None:
    """No job begins for it."""
    assert page.get(f"/courseware/{key}/").status_code == 404
    assert page.post(f"/courseware/{key}/").status_code == 404


def test_closed_modules_are_in_no_file(settings: Settings, course: Pack, cache: Cache) -> None:
    """Who waits for a module gets the days and lessons before it, and the whole only with the last module."""
    settings.CLASSROOM = True
    ours = cohorts.make_class(
        cohorts.NewClass("Ours", course.id, date(2027, 5, 3), date(2027, 5, 5), "UTC", 2), by=None
    )
    ours.closed_modules = ["injection"]
    ours.save()
    person = User.objects.create_user("zoe", "Zoe")
    ours.seats.filter(number=1).update(
        membership=Membership.objects.create(person=person, in_class=ours, role=Role.STUDENT)
    )
    client = browser(person)
    for key in (LEARNER, f"{LEARNER}-day-2", f"{LEARNER}-lesson-injection"):
        put(cache, key, b"closed")
        for answer in (client.get(f"/courseware/{key}/"), client.post(f"/courseware/{key}/")):
            assert answer.status_code == 403
            assert b"closed" not in answer.content[:6]
    assert "Opens together with Injection." in client.get("/courseware/").content.decode()


def test_a_missing_package_is_said_in_one_sentence(page: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page, and a form that was sent nevertheless, say what to install; what needs no package can be made."""
    without = replace(HANDBOOK, packages=("typst_that_is_nowhere",))
    monkeypatch.setitem(editions.FORMATS, "handbook", without)
    shown = page.get("/courseware/").content.decode()
    assert "typst_that_is_nowhere is not installed" in shown
    assert "pip install &#x27;quintain[courseware]&#x27;" in shown or "pip install 'quintain[courseware]'" in shown
    asked = re.findall(r'action="/courseware/([a-z]+)-', shown)
    assert set(asked) == {"epub", "offline"}
    answer = page.post(f"/courseware/{LEARNER}/")
    assert answer.status_code == 503
    assert "typst_that_is_nowhere is not installed" in answer.content.decode()


def test_one_lesson_can_be_chosen(page: Client) -> None:
    """Without a script: the list of lessons is a form, whose answer shows the lesson's files."""
    shown = page.get("/courseware/?lesson=injection").content.decode()
    assert 'id="learner-lesson-injection"' in shown.partition("Show its files below")[2].partition("</h3>")[0]
    assert "every lab, with answers" not in shown, "as solutions of labs are not in it"
    assert f'action="/courseware/{LEARNER}-lesson-injection/"' in shown
    assert '<option value="injection" selected>' in shown
    assert "-lesson-" not in page.get("/courseware/?lesson=<script>").content.decode()


def test_twice_at_once_is_made_once(page: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many ask, one process is started; a failure is told, and may be tried again."""
    settings.TASKS = settings.TASKS | {
        "courseware": {"BACKEND": "quintain.server.queue.InProcessBackend", "OPTIONS": {"workers": 2, "capacity": 9}}
    }
    started: list[str] = []
    go_on = threading.Event()

    def make_slowly(
        _pack: Path, _digest: str, edition: Edition, target: Path, tell: Callable[[Progress], None], *, beside: object
    ) -> None:
        started.append(edition.key)
        tell(Progress(Step.WRITING, 1, 2))
        assert go_on.wait(20)
        assert beside == ()
        target.write_bytes(b"made")

    monkeypatch.setattr(tasks, "make", make_slowly)
    digest = pack_store.current_pack().digest
    with ThreadPoolExecutor(MANY) as pool:
        begun = list(pool.map(lambda _: under_way.begin("other", LEARNER, UUID(int=1)), range(MANY)))
    assert sorted(begun) == [False] * (MANY - 1) + [True]
    for _ in range(MANY):
        assert page.post(f"/courseware/{LEARNER}/").status_code == 302
    wait_until(lambda: bool(started))
    assert "1 of 2 chapters written" in page.get("/courseware/").content.decode()
    go_on.set()
    wait_until(lambda: under_way.state_of(digest, LEARNER) is None)
    assert started == [LEARNER]
    assert page.get(f"/courseware/{LEARNER}/").getvalue() == b"made"


def test_who_waits_is_told_how_many_are_before(page: Client) -> None:
    """In the order in which they were asked for; a failure is not before anybody."""
    digest = pack_store.current_pack().digest
    for key in (f"{LEARNER}-day-1", f"{LEARNER}-day-2", LEARNER):
        page.post(f"/courseware/{key}/")
    states = [under_way.state_of(digest, key) for key in (f"{LEARNER}-day-1", f"{LEARNER}-day-2", LEARNER)]
    assert [state.place if state else None for state in states] == [None, 0, 1]  # day 1 has nothing written
    assert "waits; 1 file is made before it" in page.get("/courseware/").content.decode()
    under_way.fail(digest, f"{LEARNER}-day-2")
    assert "It could not be made." in page.get("/courseware/").content.decode()
    state = under_way.state_of(digest, LEARNER)
    assert state is not None
    assert state.place == 0


def test_one_person_does_not_fill_the_queue(page: Client, neighbour: User) -> None:
    """Who asks for more than all files of a day is told to wait; others are served, and a file that is done is room."""
    digest = pack_store.current_pack().digest
    keys = [f"{name}-learner{paper}-day-2" for name, paper in (("handbook", "-a4"), ("handbook", "-letter"))]
    keys += ["epub-learner-day-2", "offline-learner-day-2"]
    assert [page.post(f"/courseware/{key}/").status_code for key in keys] == [302] * under_way.MOST_OF_ONE
    under_way.Teller(digest, keys[0])(Progress(Step.WRITING, 1, 2))
    assert page.post(f"/courseware/{keys[0]}/").status_code == 302
    assert page.post(f"/courseware/{LEARNER}/").status_code == 503
    assert under_way.state_of(digest, LEARNER) is None
    assert browser(neighbour).post("/courseware/epub-learner/").status_code == 302
    under_way.end(digest, keys[0])
    assert page.post(f"/courseware/{LEARNER}/").status_code == 302


def test_a_file_has_the_packs_that_are_taught_beside_the_course(tmp_path: Path) -> None:
    """The process joins them as the server does, and finds the digest that the server has asked for."""
    write_pack(tmp_path / "web-course", "Web course")
    root, further = small_course(), tmp_path / "web-course"
    digest = join(load_pack(root), load_pack(further)).digest
    make(root, digest, found(LEARNER), tmp_path / "book.pdf", lambda _: None, beside=(further,))
    assert (tmp_path / "book.pdf").read_bytes().startswith(b"%PDF-1.7")


def test_a_file_is_made_by_a_process_of_its_own(tmp_path: Path) -> None:
    """It tells its steps, and leaves one whole file."""
    root = small_course()
    told: list[Progress] = []
    target = tmp_path / "book.pdf"
    make(root, load_pack(root).digest, found(LEARNER), target, told.append)
    assert target.read_bytes().startswith(b"%PDF-1.7")
    assert list(tmp_path.iterdir()) == [target]
    assert list(dict.fromkeys(progress.step for progress in told)) == list(Step)


def test_a_course_that_has_changed_is_not_written(tmp_path: Path) -> None:
    """The file would be kept under the name of another course."""
    with pytest.raises(MakingFailed, match="The course has changed meanwhile"):
        make(small_course(), "another", found(LEARNER), tmp_path / "book.pdf", lambda _: None)
    assert list(tmp_path.iterdir()) == []


def test_a_process_without_memory_fails_as_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit holds, no half file is left, and no traceback is told."""
    monkeypatch.setattr(making, "MOST_MEBIBYTES", 150)
    with pytest.raises(MakingFailed) as failure:
        make(COURSE, "", found(f"{LEARNER}-lesson-redos"), tmp_path / "book.pdf", lambda _: None)
    assert "\n" not in str(failure.value)
    assert list(tmp_path.iterdir()) == []


def test_a_process_that_takes_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is killed, and leaves nothing."""
    monkeypatch.setattr(making, "LONGEST_SECONDS", 0.05)
    with pytest.raises(MakingFailed, match="status -9"):
        make(COURSE, "", found(LEARNER), tmp_path / "book.pdf", lambda _: None)
    assert list(tmp_path.iterdir()) == []


def test_a_killed_process_leaves_nothing_in_the_temporary_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a document is set from, with solutions in an instructor's edition, would stay there otherwise."""
    (scratch := tmp_path / "scratch").mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))
    killed = tmp_path / "killed"
    killed.write_text('#!/bin/sh\ntouch "$TMPDIR/half"\nkill -9 $$\n', encoding="utf-8")
    killed.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(killed))
    with pytest.raises(MakingFailed, match="status -9"):
        make(COURSE, "", found(LEARNER), tmp_path / "book.pdf", lambda _: None)
    assert list(scratch.iterdir()) == []


def test_a_process_ends_with_its_parent(tmp_path: Path) -> None:
    """A server that is killed leaves none behind: its end of the pipe is closed by the system."""
    command = [sys.executable, "-m", "quintain.courseware", str(COURSE), LEARNER, str(tmp_path / "book.pdf")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert json.loads(process.stdout.readline())["step"] == "reading"
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(60) == 1
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_process_left_is_deleted(cache: Cache) -> None:
    """A draft, a file of another course, and one of another version go; a file that is still good stays."""
    put(cache, LEARNER)
    strangers = [".0.2.0-draft.pdf.17", "0.2.0-0000000000000000-handbook-learner-a4.pdf", "0.0.1-digest-pack-x.pdf"]
    for name in strangers:
        (cache.folder / name).write_bytes(b"half")
    with cache.locked():
        cache.clean()
    assert {path.name for path in cache.folder.iterdir()} == {".lock", cache.path(found(LEARNER)).name}


def test_the_longest_unused_files_go_first(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    """When all together are too much for the disk; reading a file is using it."""
    monkeypatch.setattr("quintain.downloads.cache.MOST_BYTES", 8)
    for age, key in enumerate((LEARNER, f"{LEARNER}-day-2", INSTRUCTOR)):
        put(cache, key)
        os.utime(cache.path(found(key)), (age, age))
    file = cache.open(found(LEARNER))
    assert file is not None
    with file:
        assert file.read() == b"%PDF"
    cache.clean()
    assert [cache.size_bytes(found(key)) for key in (LEARNER, f"{LEARNER}-day-2", INSTRUCTOR)] == [4, None, 4]


def test_a_link_in_the_folder_is_not_followed(cache: Cache, tmp_path: Path) -> None:
    """Somebody who can write there reads no other file of the server by it."""
    secret = tmp_path / "secret"
    secret.write_bytes(b"key")
    cache.folder.mkdir(parents=True)
    cache.path(found(LEARNER)).symlink_to(secret)
    assert cache.open(found(LEARNER)) is None


def test_a_file_that_the_queue_did_not_take_can_be_asked_for_again(
    page: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It does not count as under way."""

    class Full:
        def enqueue(self, **_: object) -> None:
            """Take nothing."""
            raise RuntimeError("full")

    with monkeypatch.context() as patched:
        patched.setattr(tasks, "make_edition", Full())
        assert page.post(f"/courseware/{LEARNER}/").status_code == 503
    assert under_way._states == {}
    assert page.post(f"/courseware/{LEARNER}/").status_code == 302


def wait_until(holds: Callable[[], bool]) -> None:
    """Wait for what a thread does; the timeout of the test is the end of it."""
    while not holds():
        time.sleep(0.01)
