"""What attacks did to the original code, beside a learner's verdict, with the real judge."""

import re
from collections.abc import Sequence
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.tasks.backends.dummy import DummyBackend
from django.test import Client
from django.utils.html import strip_tags
from pytest_django import Settings

from quintain.accounts.models import User
from quintain.attempts import actions
from quintain.attempts.judging import demonstrations
from quintain.attempts.models import Demonstration, Kind, Submission
from quintain.attempts.tasks import demonstrate_lab
from quintain.catalog import pack_store
from quintain.judge.judge import Judge
from quintain.judge.verdict import Check
from quintain.packs import load_lab
from quintain.packs.model.lab import Lab, Status
from quintain.packs.model.pack import Pack
from quintain.packs.model.proof import Proof
from tests.attempts.handing_in import save_file, submit
from tests.attempts.real_judge import make_judge
from tests.classroom import StrawJudge, make_pack

pytestmark = [pytest.mark.sample(most=4, of="file"), pytest.mark.django_db(transaction=True)]

NOTES = Path(__file__).parents[1] / "judge" / "labs" / "notes"
HIDDEN = "exploits/doubled"
LABELS = re.compile(r'<span class="label">([^<]*)</span>')


class BrokenJudge(StrawJudge):
    """Cannot try the original code."""

    def demonstrate(self, lab: Lab, *, user: str) -> Sequence[Check]:
        """Fail as a machine without boxes does."""
        raise OSError(lab.slug, user)

    def grade(self, *arguments: Any, **options: Any) -> Any:
        """Judge as ever."""
        return make_judge().grade(*arguments, **options)


@pytest.fixture(autouse=True)
def _no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demonstrations, "_failed", set())
    monkeypatch.setattr(demonstrations, "_under_way", set())


@pytest.fixture
def lab(course: Pack, settings: Settings) -> Lab:
    """A live lab with an attack in two variants, one without, and one that is held out."""
    settings.JUDGE = "tests.attempts.real_judge.make_judge"
    notes = load_lab(NOTES)
    lab = replace(notes, status=Status.LIVE, proof=Proof(notes.judged, {}))
    pack_store.put(make_pack(lab))
    return lab


def hand_in(learner: User, lab: Lab, text: str) -> Submission:
    """Save a text and have it judged."""
    workspace = actions.workspace_of(learner, lab)
    save_file(learner, lab, "notes.py", text, workspace.revision)
    submission = submit(learner, lab, Kind.VERDICT)
    submission.refresh_from_db()
    return submission


def without_two_dots_in_front(lab: Lab) -> str:
    """Return a fix that stops one variant of an attack and lets the other in."""
    guard = "def read(name):\n    if name.startswith('../'):\n        raise FileNotFoundError(name)\n"
    return lab.starter["notes.py"].replace("def read(name):\n", guard)


def ask(page: Client, submission: Submission) -> Any:
    """Ask as the page's script does."""
    return page.get(f"/labs/notes/submissions/{submission.pk}/original")


def test_the_same_variant_is_shown_on_the_shipped_code(page: Client, learner: User, lab: Lab) -> None:
    """Same attack, same variant, same kinds of steps; nothing but what the verdict itself shows."""
    submission = hand_in(learner, lab, without_two_dots_in_front(lab))
    assert ask(page, submission).json()["state"] == "waiting"
    answer = ask(page, submission).json()
    assert answer["state"] == "known"
    assert set(answer["checks"]) == {"exploits/up", "exploits/root"}
    own = {check["id"]: check for check in submission.checks}
    for name, original in demonstrations.beside(submission, lab).checks.items():
        assert (original["variant"], original["title"]) == (own[name]["variant"], own[name]["title"])
        drawn = answer["checks"][name]
        assert '<span class="state landed">succeeded</span>' in drawn
        assert "Came back" in LABELS.findall(drawn)[1:], "something was sent before"
        assert f'id="original-{own[name]["number"]}" hidden' in drawn
        assert "data-line" not in drawn, "the original lines stand in no editor"
    assert own["exploits/up"]["variant"] == "detour"
    plain = {name: unescape(strip_tags(drawn)) for name, drawn in answer["checks"].items()}
    assert "'./.././vault/key.txt'" in plain["exploits/up"]
    assert "'../vault/key.txt'" not in "".join(plain.values())


@pytest.mark.whole
def test_what_is_hidden_is_not_even_played(page: Client, learner: User, lab: Lab) -> None:
    """Neither the stored demonstration nor any page holds it."""
    submission = hand_in(learner, lab, lab.starter["notes.py"])
    ask(page, submission)
    assert HIDDEN in {check["id"] for check in submission.checks}
    assert HIDDEN not in {check["id"] for check in Demonstration.objects.get().checks}
    told = ask(page, submission).content.decode() + page.get("/labs/notes/attempts/1/").content.decode()
    assert "....//" not in told


@pytest.mark.whole
def test_an_attack_that_came_to_be_hidden_is_shown_no_more(page: Client, learner: User, lab: Lab) -> None:
    """What is kept from the time before leaks nothing."""
    submission = hand_in(learner, lab, lab.starter["notes.py"])
    ask(page, submission)
    later = replace(lab, exploits=tuple(replace(each, hidden=True) for each in lab.exploits))
    assert demonstrations.beside(submission, later).checks == {}


def test_it_is_tried_once_and_survives_a_restart(
    page: Client, learner: User, lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The workbench asks for it before the first verdict; later ones find it stored, though no judge could try it."""
    assert page.get("/labs/notes/fix/").status_code == 200
    made_at = Demonstration.objects.get().made_at
    monkeypatch.setattr(Judge, "demonstrate", BrokenJudge.demonstrate)
    submission = hand_in(learner, lab, lab.starter["notes.py"])
    assert ask(page, submission).json()["state"] == "known"
    assert Demonstration.objects.get().made_at == made_at


def test_a_lab_that_was_changed_is_tried_anew(learner: User, lab: Lab) -> None:
    """Evidence of an earlier state takes the place of nothing, and old attempts show none."""
    submission = hand_in(learner, lab, lab.starter["notes.py"])
    demonstrations.demonstrate(lab.uuid)
    changed = replace(lab, judged="another", digest="another")
    assert demonstrations.beside(submission, changed).state == "none"
    pack_store.put(make_pack(changed))
    demonstrations.demonstrate(lab.uuid)
    assert Demonstration.objects.get().judged == "another"


def make_broken_judge() -> BrokenJudge:
    """Return it."""
    return BrokenJudge()


def test_a_failure_of_ours_only_offers_nothing(page: Client, learner: User, lab: Lab, settings: Settings) -> None:
    """Verdict, workbench and attempt are as ever."""
    settings.JUDGE = f"{__name__}.make_broken_judge"
    assert page.get("/labs/notes/fix/").status_code == 200
    submission = hand_in(learner, lab, lab.starter["notes.py"])
    assert submission.result == "still-open"
    assert ask(page, submission).json() == {"state": "none", "checks": {}}
    shown = page.get("/labs/notes/attempts/1/")
    assert shown.status_code == 200
    assert "Beside the original code" not in shown.content.decode()


def test_a_page_waits_for_no_judge(page: Client, learner: User, lab: Lab, settings: Settings) -> None:
    """With a queue that does not move, pages answer without it, and the lab is queued once."""
    submission = hand_in(learner, lab, lab.starter["notes.py"])
    settings.TASKS = settings.TASKS | {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}
    for _ in range(3):
        assert ask(page, submission).json() == {"state": "waiting", "checks": {}}
    assert "Beside the original code" not in page.get("/labs/notes/attempts/1/").content.decode()
    queue = demonstrate_lab.get_backend()
    assert isinstance(queue, DummyBackend)
    assert len(queue.results) == 1


def test_the_page_of_an_attempt_shows_both_and_escapes_them(page: Client, learner: User, lab: Lab) -> None:
    """Marked and escaped as ever; the original lines are nobody's."""
    submission = hand_in(learner, lab, lab.starter["notes.py"])
    demonstrations.demonstrate(lab.uuid)
    kept = Demonstration.objects.get()
    step = next(check for check in kept.checks if check["id"] == "exploits/root")["steps"][0]
    step["text"], step["marks"] = "a<script>b", [[1, 9]]
    kept.save()
    shown = page.get(f"/labs/notes/attempts/{submission.number}/").content.decode()
    assert shown.count("Beside the original code") == 2
    assert "a<mark>&lt;script&gt;</mark>b" in shown
    assert "a<script>b" not in shown
    assert "reported by the program" in shown
    assert "Line 10 of notes.py" in shown


def test_a_neighbours_evidence_is_out_of_reach(page: Client, neighbour: User, lab: Lab) -> None:
    """As their submission is; runs of the tests have none, and a made-up id leads nowhere."""
    theirs = hand_in(neighbour, lab, lab.starter["notes.py"])
    assert ask(page, theirs).status_code == 403
    assert page.get(f"/labs/store/submissions/{theirs.pk}/original").status_code == 404
    assert page.get(f"/labs/notes/submissions/{lab.uuid}/original").status_code == 404
    assert page.post(f"/labs/notes/submissions/{theirs.pk}/original").status_code == 405


@pytest.mark.whole
def test_a_run_of_the_tests_has_nothing_beside_it(page: Client, learner: User, lab: Lab) -> None:
    """No attack was played."""
    submission = submit(learner, lab, Kind.TESTS)
    assert ask(page, submission).json() == {"state": "none", "checks": {}}
