"""The checklist: labs whose first fix did not hold, hardest first; what gives an open lab away is not told."""

from dataclasses import replace

import pytest
from django.test import Client
from django.utils import timezone

from quintain.accounts.models import User
from quintain.attempts import actions
from quintain.attempts.models import Kind, State, Submission, SubmissionCounter
from quintain.catalog import pack_store
from quintain.checklists.queries import MOST_ON_PAGE, rows_of
from quintain.packs.model.checklist import LabCheck
from quintain.packs.model.lab import Lab
from quintain.packs.model.pack import Pack
from tests.classroom import make_lab, make_pack

pytestmark = pytest.mark.django_db

SHOP = LabCheck("shop", "Are values *bound*?", "No `WHERE`.", ("S608",), ("B608",), ("python.a.b",), ("x.py",))
STORE = LabCheck("store", "Is it whole?", "No rule knows.")


@pytest.fixture(autouse=True)
def _checklist(course: Pack) -> None:
    pack_store.put(replace(course, checklist=(SHOP, STORE)))


def tried(user: User, lab: Lab, *results: str) -> None:
    """Store verdicts; the last may be proven."""
    workspace = actions.workspace_of(user, lab)
    for number, result in enumerate(results, 1):
        Submission.objects.create(
            workspace=workspace,
            sequence=SubmissionCounter.objects.create().pk,
            kind=Kind.VERDICT,
            number=number,
            state=State.FINISHED,
            files={},
            result=result,
        )
    if results[-1:] == ("proven",):
        workspace.proven_at = timezone.now()
        workspace.save()


def test_a_new_learner_has_an_empty_list(page: Client) -> None:
    """The page says how it fills, and the files are there all the same."""
    assert "Your list is empty." in page.get("/checklist/").content.decode()
    assert page.get("/checklist/ruff.toml").content.decode().endswith("extend-select = [\n]\n")


@pytest.mark.parametrize(
    ("results", "reason"),
    [
        (("proven",), None),
        (("still-open",), "not proven, attempt 1"),
        (("broken", "proven"), "proven at attempt 2"),
        ((), None),
    ],
)
def test_what_was_wrong_is_on_the_list(learner: User, lab: Lab, results: tuple[str, ...], reason: str | None) -> None:
    """A lab that held at once is not, nor is one that was only opened."""
    tried(learner, lab, *results)
    assert [row.reason for row in rows_of(learner)] == ([reason] if reason else [])


def test_the_hardest_is_first(learner: User, neighbour: User, course: Pack) -> None:
    """By the number of attempts; those of others do not count."""
    tried(learner, course.labs["shop"], "broken", "proven")
    tried(learner, course.labs["store"], "broken", "broken", "proven")
    tried(neighbour, course.labs["shop"], *["broken"] * 5)
    assert [row.code for row in rows_of(learner)] == ["A02", "A01"]


def test_an_open_lab_shows_its_weakness_and_no_question(page: Client, learner: User, lab: Lab) -> None:
    """The question could give the fix away; what the weakness looks like is told by the phase find, too."""
    tried(learner, lab, "still-open")
    text = page.get("/checklist/").content.decode()
    assert "Are values" not in text
    assert "Look for code in which" in text
    tried_again = actions.workspace_of(learner, lab)
    tried_again.proven_at = timezone.now()
    tried_again.save()
    Submission.objects.filter(workspace=tried_again).update(number=2)
    assert "Are values <em>bound</em>?" in page.get("/checklist/").content.decode()


def test_files_hold_the_rules_of_the_list(page: Client, learner: User, lab: Lab) -> None:
    """As downloads; a name that is none of theirs leads nowhere."""
    tried(learner, lab, "broken", "proven")
    answers = {name: page.get(f"/checklist/{name}") for name in ("ruff.toml", "bandit.yaml", "semgrep.txt")}
    assert "S608" in answers["ruff.toml"].content.decode()
    assert "B608" in answers["bandit.yaml"].content.decode()
    assert "\npython.a.b\n" in answers["semgrep.txt"].content.decode()
    assert answers["ruff.toml"]["Content-Disposition"] == 'attachment; filename="ruff.toml"'
    assert "Are values *bound*?" in page.get("/checklist/checklist.md").content.decode()
    for name in ("other", "../ruff.toml"):
        assert page.get(f"/checklist/{name}").status_code == 404


def test_the_page_is_one_sheet_and_the_files_have_all(page: Client, learner: User) -> None:
    """Which the page says."""
    labs = [make_lab(f"lab-{number}", number=number) for number in range(1, MOST_ON_PAGE + 3)]
    checks = tuple(replace(STORE, lab=lab.slug) for lab in labs)
    pack_store.put(replace(make_pack(*labs), checklist=checks))
    for lab in labs:
        tried(learner, lab, "broken")
    text = page.get("/checklist/").content.decode()
    assert text.count('<span class="box"') == MOST_ON_PAGE
    assert "2 more labs are in the files below." in text
    assert page.get("/checklist/checklist.md").content.decode().count("- [ ]") == len(labs)


def test_the_list_is_linked_from_home_and_after_a_proof(page: Client, learner: User, lab: Lab) -> None:
    """Where a learner looks at what was done."""
    tried(learner, lab, "broken", "proven")
    for address in ("/", "/labs/shop/debrief/"):
        assert 'href="/checklist/"' in page.get(address).content.decode()


def test_the_link_is_above_the_days_and_says_how_many_labs(page: Client, learner: User, course: Pack) -> None:
    """A learner who got something wrong sees it at once; to others, whose list is empty, nothing is said."""
    assert 'href="/checklist/"' not in page.get("/").content.decode()
    tried(learner, course.labs["shop"], "proven")
    assert 'href="/checklist/"' not in page.get("/").content.decode()
    tried(learner, course.labs["store"], "still-open")
    above = page.get("/").content.decode().partition('id="days-title"')[0]
    assert "In 1 lab, a fix of yours did not hold." in above
    assert 'href="/checklist/"' in above
