"""The phase *break*, with the real judge: an exploit on the original program, and again on the learner's own fix."""

import json
import threading
import time
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connections
from django.test import Client
from pytest_django import Settings

from quintain.accounts.models import User
from quintain.attempts import actions, errors, queries, tasks
from quintain.attempts.judging import grading
from quintain.attempts.models import Copy, Exploit, Kind, State, Submission, Workspace
from quintain.catalog import pack_store, progress
from quintain.catalog.progress import LabState, Phase
from quintain.packs import load_lab
from quintain.packs.model.lab import Break, Lab
from quintain.packs.model.pack import Pack
from quintain.web.templatetags.pagekit import ring
from tests.attempts.handing_in import save_exploit, save_file
from tests.classroom import make_lab, make_pack

pytestmark = [pytest.mark.sample(most=12, of="file"), pytest.mark.django_db(transaction=True)]

LABS = Path(__file__).parents[2] / "content" / "python-security" / "labs"
HARMLESS = 'from target import http\nprint(http.get("/orders", params={"number": "1"}).text)\n'


@pytest.fixture
def lab(course: Pack, settings: Settings) -> Lab:
    """A live lab to break, beside one that has no such phase."""
    settings.JUDGE = "tests.attempts.real_judge.make_judge"
    lab = load_lab(LABS / "sql-login")
    pack_store.put(make_pack(lab, make_lab()))
    return lab


@pytest.fixture
def phase(lab: Lab) -> Break:
    """What the lab says of its phase."""
    assert lab.break_ is not None
    return lab.break_


@pytest.fixture
def reference(lab: Lab, phase: Break) -> str:
    """The author's own exploit."""
    return (lab.folder / phase.reference).read_text()


def put(page: Client, body: Any, lab: str = "sql-login") -> Any:
    """Save the exploit as the page's script does."""
    text = body if isinstance(body, str) else json.dumps(body)
    return page.put(f"/labs/{lab}/exploit", text, content_type="application/json")


def send(page: Client, target: Any = "original", lab: str = "sql-login") -> Any:
    """Run it as the page's script does."""
    return page.post(f"/labs/{lab}/runs", json.dumps({"target": target}), content_type="application/json")


def write(page: Client, text: str) -> None:
    """Save a text over whatever is there."""
    exploit = Exploit.objects.first()
    revision = exploit.revision if exploit else 0
    assert put(page, {"path": "exploit.py", "text": text, "revision": revision}).status_code == 200


def run(page: Client, text: str, target: str = "original") -> Any:
    """Save and run an exploit; return the report of what came of it."""
    write(page, text)
    return page.get(send(page, target).json()["url"]).json()


def assault_of(report: Any) -> Any:
    """Return what is stored of a run."""
    return Submission.objects.get(pk=report["id"]).assault


def state_of(user: User, lab: Lab) -> LabState:
    """Return how far the learner is, as the home page knows it."""
    return progress.reader().states(user, [lab])[lab.uuid]


def test_an_exploit_that_works_ends_the_phase(page: Client, learner: User, lab: Lab, reference: str) -> None:
    """The stolen secret is marked in what the exploit printed and in what went to and fro, and so it is drawn."""
    report = run(page, reference)
    assault = assault_of(report)
    assert (report["kind"], report["state"], report["result"]) == ("exploit", "finished", "landed")
    assert report["sentence"] == "Your exploit printed the secret of the vault."
    console, steps = assault["console"], assault["steps"]
    ((start, end),) = assault["console_marks"]
    assert console[start:end].startswith("canary-")
    assert [step["kind"] for step in steps] == ["sent", "line", "ran", "came-back"]
    assert console[start:end] in steps[-1]["text"]
    marked = f"<mark>{console[start:end]}</mark>"
    assert marked in report["evidence"]["console"]
    assert "<b>You are in.</b>" in report["evidence"]["console"]
    assert report["evidence"]["log"].count(marked) == 1
    assert '<li class="landed"><details open>' in report["evidence"]["log"]
    assert report["evidence"]["state"].startswith('<span class="state landed">')
    assert report["exploit"] == reference
    assert state_of(learner, lab).break_ is Phase.DONE
    assert page.get("/labs/sql-login/fix/").context["page"].broken


@pytest.mark.whole
def test_an_exploit_that_does_not_work_leaves_the_phase_in_work(page: Client, learner: User, lab: Lab) -> None:
    """It says what was missing, shows all that was asked, and stays in the history."""
    report = run(page, HARMLESS * 5)
    assert (report["result"], report["number"]) == ("repelled", None)
    assert "does not contain the secret of the vault" in report["sentence"]
    assert [step["kind"] for step in assault_of(report)["steps"]].count("sent") == 5
    assert report["evidence"]["log"].count('<code class="asked">') == 5
    assert state_of(learner, lab).break_ is Phase.WORK
    shown = page.get("/labs/sql-login/break/")
    assert [row.result for row in shown.context["page"].runs] == ["repelled"]
    assert "it did not work" in shown.content.decode()


@pytest.mark.whole
def test_what_an_exploit_prints_is_bounded_and_holds_no_control_characters(page: Client, lab: Lab) -> None:
    """Neither a database nor a page meets a NUL, and an endless flood stops."""
    report = run(page, "while True: print('\\0\\x1b[31m' + 'x' * 1000)")
    assert report["result"] == "repelled"
    assault = assault_of(report)
    assert "printed more" in assault["cut_short"]
    assert len(assault["console"]) <= 64 * 1024
    assert assault["console"].startswith("··[31m")
    assert assault["cut_short"] in report["evidence"]["console"]


def test_what_an_exploit_prints_is_text_on_the_page(page: Client, lab: Lab) -> None:
    """No markup of its own."""
    drawn = run(page, "print('<script>alert(1)</script>')")["evidence"]["console"]
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in drawn
    assert "<script" not in drawn


def test_the_page_begins_with_the_labs_own_start(page: Client, lab: Lab, phase: Break) -> None:
    """exploit.py first and editable, the program's files read-only behind it."""
    shown = page.get("/labs/sql-login/break/").context["page"]
    begun = (lab.folder / phase.starter).read_text()
    files = shown.data["files"]
    assert [(file["path"], file["editable"]) for file in files] == [
        ("exploit.py", True),
        ("shop.py", False),
        ("shop.sql", False),
    ]
    assert files[0]["text"] == files[0]["original"] == begun


def test_a_saved_exploit_comes_back(page: Client, lab: Lab) -> None:
    """Each change counts its revision up by one; the same again changes nothing."""
    first = put(page, {"path": "exploit.py", "text": "one", "revision": 0})
    again = put(page, {"path": "exploit.py", "text": "one", "revision": 0})
    second = put(page, {"path": "exploit.py", "text": "two", "revision": 1})
    assert [answer.json()["revision"] for answer in (first, again, second)] == [1, 1, 2]
    data = page.get("/labs/sql-login/break/").context["page"].data
    assert (data["files"][0]["text"], data["revision"]) == ("two", 2)


def test_starting_the_exploit_again_keeps_a_copy(page: Client, lab: Lab, phase: Break) -> None:
    """What was there comes back from the copy; the exploit that the lab begins with is not copied."""
    begun = (lab.folder / phase.starter).read_text() if phase.starter else ""
    write(page, "print('mine')\n")
    for _ in range(2):
        assert page.post("/labs/sql-login/break/reset")["Location"] == "/labs/sql-login/break/"
    assert Exploit.objects.get().text == begun, "the exploit is as the lab begins it"
    copy = Copy.objects.get()
    assert page.post(f"/labs/sql-login/copies/{copy.pk}/restore")["Location"] == "/labs/sql-login/break/"
    assert Exploit.objects.get().text == "print('mine')\n", "the copy is back"


def test_a_second_tab_cannot_save_over_the_first(page: Client, lab: Lab) -> None:
    """The tab that is behind gets the stored text and its revision."""
    put(page, {"path": "exploit.py", "text": "first tab", "revision": 0})
    behind = put(page, {"path": "exploit.py", "text": "second tab", "revision": 0})
    assert behind.status_code == 409
    assert (behind.json()["text"], behind.json()["revision"]) == ("first tab", 1)
    assert Exploit.objects.get().text == "first tab"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("{", 400),
        ({"path": "exploit.py", "text": "x"}, 400),
        ({"path": "shop.py", "text": "x", "revision": 0}, 400),
        ({"path": "../exploit.py", "text": "x", "revision": 0}, 400),
        ({"path": "exploit.py", "text": "a\0b", "revision": 0}, 400),
        ('{"path": "exploit.py", "text": "\\ud800", "revision": 0}', 400),
        ({"path": "exploit.py", "text": ["x"], "revision": 0}, 400),
        ({"path": "exploit.py", "text": "x", "revision": -1}, 400),
        ({"path": "exploit.py", "text": "x", "revision": 7}, 409),
        ({"path": "exploit.py", "text": "x" * (256 * 1024 + 1), "revision": 0}, 413),
    ],
)
def test_what_is_no_exploit_is_refused_in_words(page: Client, lab: Lab, body: Any, status: int) -> None:
    """The answer is JSON with a sentence and a way out, and nothing is stored."""
    answer = put(page, body)
    assert answer.status_code == status
    assert answer.json()["error"]
    assert answer.json()["remedy"]
    assert not Exploit.objects.exists()


@pytest.mark.parametrize("target", ["other", "", None, 1, ["original"]])
def test_a_run_names_its_target(page: Client, lab: Lab, target: Any) -> None:
    """Nothing is run otherwise, and the endpoint for fixes accepts no exploit."""
    assert send(page, target).status_code == 400
    kinds = [{"kind": "exploit"}, {"kind": "replay"}]
    answers = [page.post("/labs/sql-login/submissions", json.dumps(k), content_type="application/json") for k in kinds]
    assert [answer.status_code for answer in answers] == [400, 400]
    assert not Submission.objects.exists()


def test_a_lab_without_the_phase_has_no_door_to_it(page: Client, lab: Lab) -> None:
    """Its page leads on to the fix, and its bar names no such phase."""
    assert page.get("/labs/shop/break/")["Location"] == "/labs/shop/fix/"
    assert put(page, {"path": "exploit.py", "text": "x", "revision": 0}, lab="shop").status_code == 404
    assert send(page, lab="shop").status_code == 404
    assert page.post("/labs/shop/break/skip").status_code == 404
    assert page.post("/labs/shop/break/reset").status_code == 404
    assert [tab.name for tab in page.get("/labs/shop/fix/").context["page"].header.phases] == ["find", "fix"]
    assert not page.get("/labs/shop/fix/").context["page"].broken


@pytest.mark.whole
def test_replay_says_whether_the_fix_stops_it(page: Client, learner: User, lab: Lab, reference: str) -> None:
    """The exploit that worked still works on the original files, and not on a sound fix."""
    run(page, reference)
    write(page, "print('something else by now')")
    assert page.get(send(page, "fix").json()["url"]).json()["result"] == "landed"
    sound = lab.sound_fixes[0].files["shop.py"]
    save_file(learner, lab, "shop.py", sound, 0)
    report = page.get(send(page, "fix").json()["url"]).json()
    assert (report["kind"], report["result"], report["exploit"]) == ("replay", "repelled", reference)
    assert "What your fix was asked" in report["evidence"]["log"]
    assert "Your fix stops it" in report["evidence"]["head"]
    assert page.get("/labs/sql-login/fix/").context["page"].data["last"]["id"] == report["id"]
    assert Workspace.objects.get().proven_at is None


def test_replay_is_offered_once_there_is_a_fix(page: Client, learner: User, lab: Lab, reference: str) -> None:
    """The original code, saved as it is, is no fix; its first change is one."""
    run(page, reference)
    for text, offered in ((lab.starter["shop.py"], False), (f"{lab.starter['shop.py']}# changed\n", True)):
        save_file(learner, lab, "shop.py", text, actions.workspace_of(learner, lab).revision)
        assert ('id="replay"' in page.get("/labs/sql-login/break/").content.decode()) is offered


@pytest.mark.whole
def test_replay_on_a_program_that_does_not_start_says_so(page: Client, learner: User, lab: Lab, reference: str) -> None:
    """Whoever answers nobody has stopped the exploit, and the sentence tells at what price."""
    run(page, reference)
    save_file(learner, lab, "shop.py", "def broken(:\n", 0)
    report = page.get(send(page, "fix").json()["url"]).json()
    assert report["result"] == "repelled"
    assert "gave no answer" in report["sentence"]


def test_replay_needs_an_exploit_that_worked(page: Client, lab: Lab) -> None:
    """A clear no, before and after a try in vain."""
    assert send(page, "fix").status_code == 409
    run(page, HARMLESS)
    answer = send(page, "fix")
    assert (answer.status_code, answer.json()["error"]) == (409, "No exploit of yours has worked yet.")


@pytest.mark.whole
def test_the_phase_can_be_skipped_and_taken_up_later(page: Client, learner: User, lab: Lab, reference: str) -> None:
    """The bar says so, the lab opens at the fix, and a run takes the word back."""
    assert page.post("/labs/sql-login/break/skip")["Location"] == "/labs/sql-login/fix/"
    tab = page.get("/labs/sql-login/fix/").context["page"].header.phases[1]
    assert (tab.name, tab.state, tab.note) == ("break", "skipped", "skipped")
    assert page.get("/labs/sql-login/")["Location"] == "/labs/sql-login/fix/"
    assert "skipped" in page.get("/labs/sql-login/break/").content.decode()
    run(page, HARMLESS)
    assert state_of(learner, lab).break_ is Phase.WORK
    run(page, reference)
    page.post("/labs/sql-login/break/skip")
    assert state_of(learner, lab).break_ is Phase.DONE


def test_the_lab_opens_at_the_phase_that_is_due(page: Client, learner: User, lab: Lab, reference: str) -> None:
    """Find, then break, then fix; each page leads on to the next."""
    assert page.get("/labs/sql-login/")["Location"] == "/labs/sql-login/find/"
    assert page.get("/labs/sql-login/find/").context["page"].header.after_find.name == "break"
    Workspace.objects.filter(pk=actions.workspace_of(learner, lab).pk).update(found_at="2026-01-01T00:00Z")
    assert page.get("/labs/sql-login/")["Location"] == "/labs/sql-login/break/"
    assert page.get("/").context["home"].continue_.label == "Go on breaking it"
    run(page, reference)
    assert page.get("/labs/sql-login/")["Location"] == "/labs/sql-login/fix/"


def test_the_ring_has_an_arc_for_each_phase() -> None:
    """Two done and one to do are two thick arcs and a thin one; a skipped phase stays thin."""
    drawn = ring(LabState(find=Phase.DONE, break_=Phase.DONE, fix=Phase.TODO))
    assert (drawn.count('class="done"'), drawn.count('class="arc"')) == (2, 1)
    skipped = ring(LabState(find=Phase.DONE, break_=Phase.SKIPPED, fix=Phase.OPEN))
    assert (skipped.count('class="done"'), skipped.count('class="arc"'), skipped.count('class="landed"')) == (1, 1, 1)
    assert ring(LabState(find=Phase.DONE, fix=Phase.TODO)).count("<path") == 2


def test_a_proof_without_the_phase_break_looks_different() -> None:
    """Its ring keeps the arcs round the tick; without such a phase, or with it done, there is the tick alone."""
    proven = LabState(find=Phase.DONE, break_=Phase.SKIPPED, fix=Phase.DONE, proven_at=datetime(2026, 1, 1, tzinfo=UTC))
    assert (ring(proven).count('class="arc"'), ring(proven).count('class="tick"')) == (1, 1)
    for state in (replace(proven, break_=Phase.DONE), replace(proven, break_=None)):
        assert (ring(state).count("<path"), ring(state).count('class="tick"')) == (1, 1)


def test_the_bar_leads_from_a_proof_back_to_the_phase_break(page: Client, learner: User, lab: Lab) -> None:
    """Whether it was skipped or never opened; the debrief does so in a sentence."""
    space = actions.workspace_of(learner, lab)
    Workspace.objects.filter(pk=space.pk).update(proven_at="2026-01-01T00:00Z")
    tab = page.get("/labs/sql-login/fix/").context["page"].header.phases[1]
    assert (tab.name, tab.state, tab.note) == ("break", "skipped", "skipped: try it now")


@pytest.fixture
def idle_judge(course: Pack, settings: Settings) -> None:
    """Take jobs and never do them."""
    settings.TASKS = settings.TASKS | {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}


@pytest.mark.usefixtures("idle_judge")
def test_a_second_run_waits_for_the_first(page: Client, lab: Lab) -> None:
    """One thing of a learner's at a time in a lab, be it a run or a fix."""
    answers = [send(page), send(page), send(page)]
    judged = page.post("/labs/sql-login/submissions", '{"kind": "verdict"}', content_type="application/json")
    assert [answer.status_code for answer in (*answers, judged)] == [201, 429, 429, 429]
    assert Submission.objects.count() == 1


@pytest.mark.usefixtures("idle_judge")
def test_a_restart_takes_up_a_run(learner: User, lab: Lab, phase: Break, settings: Settings, reference: str) -> None:
    """What a killed server left running is run after all, with the text as it was sent."""
    save_exploit(learner, lab, phase, reference, 0)
    left = actions.run_exploit(learner, lab, phase)
    assert actions.begin(left.pk)
    save_exploit(learner, lab, phase, "changed since", 1)
    settings.TASKS = settings.TASKS | {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}
    assert tasks.resume() == 1
    left.refresh_from_db()
    assert (left.state, left.result) == (State.FINISHED, "landed")


@pytest.mark.whole
def test_runs_and_fixes_share_the_limit_of_a_minute(page: Client, lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    """A script in a loop does not keep the judge from others."""
    monkeypatch.setattr("quintain.attempts.submissions.jobs.SUBMISSIONS_PER_MINUTE", 1)
    assert [send(page).status_code, send(page).status_code] == [201, 429]


def test_another_learners_run_is_not_there(page: Client, neighbour: User, lab: Lab, reference: str) -> None:
    """Neither by the endpoint of runs nor by that of fixes, and nothing of it is on one's own page."""
    other = Client()
    other.force_login(neighbour, backend="quintain.accounts.backends.PersonBackend")
    report = run(other, reference)
    assert page.get(report["url"]).status_code == 404
    assert page.get(f"/labs/sql-login/submissions/{report['id']}").status_code == 404
    assert page.get(f"/labs/shop/runs/{report['id']}").status_code == 404
    assert page.get(f"/labs/sql-login/runs/{uuid.uuid4()}").status_code == 404
    assert report["id"] not in page.get("/labs/sql-login/break/").content.decode()
    assert Client().get(report["url"], headers={"accept": "application/json"}).status_code == 401
    assert send(page, "fix").status_code == 409


def test_a_fault_of_ours_does_not_count(page: Client, learner: User, lab: Lab, reference: str) -> None:
    """A judge that breaks down leaves an id to quote, and the phase as it was."""
    scene = replace(lab, break_=Break(goal="vault_secret", reference="reference.py", scene="nowhere.py"))
    pack_store.put(make_pack(scene))
    report = run(page, reference)
    assert report["result"] == "error"
    assert "Try again" in report["evidence"]["log"]
    assert report["id"] in report["evidence"]["log"]
    assert state_of(learner, lab).break_ is Phase.WORK
    assert "our judge stopped; not counted" in page.get("/labs/sql-login/break/").content.decode()
    assert send(page, "fix").status_code == 409


def test_a_lab_that_lost_the_phase_fails_its_runs(learner: User, lab: Lab, phase: Break, idle_judge: None) -> None:
    """Nobody waits for ever."""
    left = actions.run_exploit(learner, lab, phase)
    pack_store.put(make_pack(replace(lab, break_=None)))
    grading.grade(left.pk)
    left.refresh_from_db()
    assert (left.state, left.sentence) == (State.FAILED, "This lab no longer has the phase break.")


def test_old_runs_are_forgotten_and_the_one_that_worked_is_not(
    page: Client, learner: User, lab: Lab, reference: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However often one tries in vain afterwards, the replay has its exploit."""
    monkeypatch.setattr("quintain.attempts.submissions.runs.KEPT_RUNS", 1)
    for text in (reference, "", HARMLESS, ""):
        run(page, text)
    assert sorted(Submission.objects.values_list("result", flat=True)) == ["landed", "repelled"]
    assert send(page, "fix").status_code == 201


def test_a_run_is_no_attempt_at_the_fix(page: Client, learner: User, lab: Lab, reference: str) -> None:
    """The list of attempts, the figure of the home page and the socket's first word are those of the fix."""
    run(page, reference)
    assert page.get("/labs/sql-login/fix/").context["page"].attempts == ()
    assert queries.last_submission(learner, lab) is None
    assert progress.reader().last_try(learner, lab) is None
    assert state_of(learner, lab).fix is Phase.TODO


def test_the_database_itself_keeps_exploits_out_of_fixes(learner: User, lab: Lab) -> None:
    """Even code that forgets to ask cannot mix them."""
    facts = {"files": {}, "pack_digest": "", "lab_digest": "", "workspace": actions.workspace_of(learner, lab)}
    with pytest.raises((IntegrityError, ValidationError)):
        Submission.objects.create(kind=Kind.VERDICT, exploit="print()", **facts)
    with pytest.raises(errors.NothingToReplay):
        actions.replay(learner, lab)


def test_hints_of_the_phase_open_apart(page: Client, lab: Lab) -> None:
    """Those of find and fix stay closed."""
    assert page.post("/labs/sql-login/hints", {"phase": "break"})["Location"] == "/labs/sql-login/break/"
    opened = page.get("/labs/sql-login/break/").context["page"].hints.open
    assert [(hint.step, hint.number) for hint in opened] == [("break", 1)]
    assert page.get("/labs/sql-login/fix/").context["page"].hints.open == ()


def stop(page: Client, run: Submission) -> Any:
    """Stop a run as the page's script does."""
    return page.post(f"/labs/sql-login/runs/{run.pk}/stop", "{}", content_type="application/json")


@pytest.fixture
def at_work(learner: User, lab: Lab, phase: Break, idle_judge: None) -> Iterator[Submission]:
    """A run that is at work for a minute, unless it is stopped."""
    save_exploit(learner, lab, phase, "print('begun')\nimport time; time.sleep(60)\n", 0)
    begun = actions.run_exploit(learner, lab, phase)
    thread = threading.Thread(target=grade_in_thread, args=(begun.pk,))
    thread.start()
    until = time.monotonic() + 30
    while Submission.objects.get(pk=begun.pk).state != State.RUNNING and time.monotonic() < until:
        time.sleep(0.05)
    yield begun
    thread.join(60)


def grade_in_thread(pk: uuid.UUID) -> None:
    """Let the judge do one job, and close the thread's own line to the database."""
    try:
        grading.grade(pk)
    finally:
        connections.close_all()


def test_a_run_is_stopped(page: Client, learner: User, lab: Lab, at_work: Submission) -> None:
    """It ends in the sandbox long before it would by itself, says that it was stopped, and the next one may begin."""
    asked_at = time.monotonic()
    assert stop(page, at_work).status_code == 200
    while page.get(f"/labs/sql-login/runs/{at_work.pk}").json()["state"] != "finished":
        assert time.monotonic() - asked_at < 45, "it runs on"  # the exploit itself sleeps for a minute
        time.sleep(0.1)
    report = page.get(f"/labs/sql-login/runs/{at_work.pk}").json()
    assert (report["result"], report["number"]) == ("stopped", None)
    assert "Stopped." in report["evidence"]["console"]
    assert "stopped by you" in page.get("/labs/sql-login/break/").content.decode()
    assert state_of(learner, lab).break_ is Phase.WORK
    assert send(page).status_code == 201


def test_two_stops_at_once_stop_once(page: Client, learner: User, at_work: Submission) -> None:
    """From two tabs: both are answered, and the run has one end."""
    other = Client()
    other.force_login(learner, backend="quintain.accounts.backends.PersonBackend")
    statuses = []

    def press(tab: Client) -> None:
        statuses.append(stop(tab, at_work).status_code)
        connections.close_all()

    tabs = [threading.Thread(target=press, args=(tab,)) for tab in (page, other)]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join(120)
    assert statuses == [200, 200]
    until = time.monotonic() + 60
    while Submission.objects.get().state != State.FINISHED and time.monotonic() < until:
        time.sleep(0.1)
    assert Submission.objects.get().result == "stopped"


def test_another_learners_run_cannot_be_stopped(page: Client, neighbour: User, at_work: Submission) -> None:
    """It runs on, and to them there is no such run; without a session, a form of another site or by a link, neither."""
    other = Client()
    other.force_login(neighbour, backend="quintain.accounts.backends.PersonBackend")
    assert stop(other, at_work).status_code == 404
    assert (
        Client().post(f"/labs/sql-login/runs/{at_work.pk}/stop", headers={"accept": "application/json"}).status_code
        == 401
    )
    assert page.get(f"/labs/sql-login/runs/{at_work.pk}/stop").status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(neighbour, backend="quintain.accounts.backends.PersonBackend")
    assert stop(strict, at_work).status_code == 403
    at_work.refresh_from_db()
    assert (at_work.state, at_work.stop_asked_at) == (State.RUNNING, None)
    assert stop(page, at_work).status_code == 200


@pytest.mark.usefixtures("idle_judge")
def test_a_run_that_waits_is_over_once_it_is_stopped(page: Client, learner: User, lab: Lab, phase: Break) -> None:
    """The judge never begins it, and no exploit's absence of an answer is shown as a fault of ours."""
    waiting = actions.run_exploit(learner, lab, phase)
    report = stop(page, waiting).json()
    assert (report["state"], report["result"]) == ("finished", "stopped")
    assert "before it had begun" in report["evidence"]["console"]
    assert "Our judge" not in report["evidence"]["log"]
    grading.grade(waiting.pk)
    waiting.refresh_from_db()
    assert (waiting.result, waiting.started_at) == ("stopped", None)


def test_stop_after_the_end_changes_nothing(page: Client, lab: Lab, reference: str) -> None:
    """What has succeeded has succeeded; and a fix is nothing that this address stops."""
    report = run(page, reference)
    again = stop(page, Submission.objects.get()).json()
    assert (again["result"], again["finished_at"]) == ("landed", report["finished_at"])
    assert Submission.objects.get().stop_asked_at is None
    fix = page.post("/labs/sql-login/submissions", '{"kind": "tests"}', content_type="application/json").json()
    assert page.post(f"/labs/sql-login/runs/{fix['id']}/stop").status_code == 404


@pytest.mark.usefixtures("idle_judge")
def test_a_stop_survives_a_restart(page: Client, learner: User, lab: Lab, phase: Break, settings: Settings) -> None:
    """The server was killed between the click and the end: the run is not played again."""
    left = actions.run_exploit(learner, lab, phase)
    assert actions.begin(left.pk)
    stop(page, left)
    settings.TASKS = settings.TASKS | {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}
    tasks.resume()
    left.refresh_from_db()
    assert (left.state, left.result) == (State.FINISHED, "stopped")


def test_an_exception_leads_to_its_line_and_shows_what_the_program_answered(page: Client, lab: Lab) -> None:
    """The traceback names lines of exploit.py alone, each a way into the editor; below it the SQL and the answer."""
    console = run(page, "from target import http\nhttp.get('/orders', params={'number': \"'\"}).json()['x']\n")[
        "evidence"
    ]["console"]
    assert '<span data-file="exploit.py" data-line="2">File &quot;exploit.py&quot;, line 2</span>' in console
    assert "An exception ended your exploit" in console
    assert "SQL that the database refused" in console
    assert "500 INTERNAL SERVER ERROR" in console
    assert "/lab/" not in console
    caught = run(page, "print('  File \"exploit.py\", line 7')\nprint('ValueError: x')\n")["evidence"]["console"]
    assert "An exception ended your exploit" not in caught


def test_the_original_code_is_not_called_the_learners(page: Client, lab: Lab) -> None:
    """In this phase the program that raises is nobody's fix."""
    drawn = run(page, "from target import http\nhttp.get('/orders', params={'number': \"'\"})\n")["evidence"]["log"]
    assert "The program raised" in drawn
    assert "Your program" not in drawn


@pytest.mark.sample(most=1)  # in every run
@pytest.mark.usefixtures("idle_judge")
def test_a_fix_that_waits_is_not_stopped(learner: User, lab: Lab) -> None:
    """Only runs of exploits and demonstrations are: a verdict that waits gets its verdict."""
    waiting = actions.submit(learner, lab, Kind.VERDICT)
    actions.stop_run(waiting)
    assert (waiting.state, waiting.result, waiting.stop_asked_at) == (State.WAITING, "", None)
    Submission.objects.filter(pk=waiting.pk).update(state=State.RUNNING)
    actions.stop_run(waiting)
    assert (waiting.state, waiting.stop_asked_at) == (State.RUNNING, None)
