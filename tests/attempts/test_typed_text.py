"""Which text is newer: the server knows again what a tab has sent, and never gives up what it has."""

import json
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from quintain.accounts.models import User
from quintain.attempts import actions
from quintain.attempts.models import Copy, File, Reason, TabSave
from quintain.attempts.workspace.saving import MOST_TABS
from quintain.catalog import pack_store
from quintain.packs.model.lab import Lab
from tests.classroom import make_pack

pytestmark = pytest.mark.django_db

TAB = UUID("11111111-1111-4111-8111-111111111111")
OTHER = UUID("22222222-2222-4222-8222-222222222222")


def send(page: Client, kind: str, text: str, revision: int, sender: tuple[UUID, int], **more: object) -> Any:
    """Send a text as the page's script does: to ``files``, ``files/kept`` or ``files/settled``."""
    tab, sequence = sender
    body = {"path": "shop.py", "text": text, "revision": revision, "tab": str(tab), "sequence": sequence, **more}
    method = page.put if kind == "files" else page.post
    return method(f"/labs/shop/{kind}", json.dumps(body), content_type="application/json")


def stored() -> str:
    return File.objects.get().text


def outcome(answer: Any) -> tuple[str, int]:
    return answer.json()["outcome"], answer.json()["revision"]


def test_a_text_after_a_lost_answer_is_no_conflict(page: Client) -> None:
    """The tab does not know that its first text was stored, and sends the second on top of the old revision."""
    send(page, "files", "one", 0, (TAB, 1))
    answer = send(page, "files", "one two", 0, (TAB, 2))
    assert (answer.status_code, answer.json()["revision"]) == (200, 2)
    assert stored() == "one two"


def test_a_text_that_comes_late_does_not_replace_a_newer_one_of_its_tab(page: Client) -> None:
    """Two requests of a tab may overtake each other on the way."""
    send(page, "files", "one two", 0, (TAB, 2))
    late = send(page, "files", "one", 0, (TAB, 1))
    assert (late.status_code, late.json()["revision"]) == (200, 1)
    assert stored() == "one two"


def test_a_tab_whose_answer_was_lost_still_conflicts_with_another(page: Client) -> None:
    """Being known again gives no right to write over what somebody else saved later."""
    send(page, "files", "one", 0, (TAB, 1))
    send(page, "files", "other", 1, (OTHER, 1))
    known = send(page, "files", "one", 0, (TAB, 1))
    assert (known.status_code, known.json()["revision"]) == (200, 1)
    assert send(page, "files", "one two", known.json()["revision"], (TAB, 2)).status_code == 409
    assert stored() == "other"


def test_a_reset_is_newer_than_every_tab(page: Client, learner: User, lab: Lab) -> None:
    """A tab that saved before the reset is asked."""
    send(page, "files", "one", 0, (TAB, 1))
    actions.reset(learner, lab)
    assert send(page, "files", "one two", 1, (TAB, 2)).status_code == 409
    assert outcome(send(page, "files/kept", "one two", 1, (TAB, 2))) == ("copied", 2)
    assert not File.objects.exists()


def test_kept_text_that_was_acknowledged_is_known(page: Client) -> None:
    """The browser was killed before its deletion reached the disk."""
    send(page, "files", "one", 0, (TAB, 1))
    answer = send(page, "files/kept", "one", 0, (TAB, 1))
    assert answer.json() == {"outcome": "known", "text": "one", "revision": 1}
    assert not Copy.objects.exists()


def test_kept_text_that_is_older_than_the_acknowledged_is_known(page: Client) -> None:
    """The entry on the disk is of an earlier key press than the last save: it is not offered again."""
    send(page, "files", "one two", 0, (TAB, 2))
    assert outcome(send(page, "files/kept", "one", 0, (TAB, 1))) == ("known", 1)
    assert stored() == "one two"
    assert not Copy.objects.exists()


def test_old_acknowledged_text_is_known_after_others_have_saved(page: Client) -> None:
    """However much was saved since, a text that was stored once is neither offered nor copied."""
    send(page, "files", "one", 0, (TAB, 1))
    send(page, "files", "other", 1, (OTHER, 1))
    assert outcome(send(page, "files/kept", "one", 0, (TAB, 1))) == ("known", 2)
    assert (stored(), Copy.objects.count()) == ("other", 0)


def test_kept_text_on_the_current_revision_goes_on(page: Client) -> None:
    """Nothing was saved since it was typed, so it is the newest."""
    send(page, "files", "one", 0, (TAB, 1))
    assert outcome(send(page, "files/kept", "one two", 1, (TAB, 2))) == ("saved", 2)
    assert stored() == "one two"


def test_kept_text_typed_while_a_save_was_under_way_goes_on(page: Client) -> None:
    """It carries the revision from before that save; the tab and the sequence tell that it goes on from it."""
    send(page, "files", "one", 0, (TAB, 1))
    assert outcome(send(page, "files/kept", "one two", 0, (TAB, 2))) == ("saved", 2)
    assert stored() == "one two"


def test_a_save_that_arrives_after_its_kept_text_changes_nothing(page: Client) -> None:
    """A killed browser's last request may still be on its way when the browser is back."""
    assert outcome(send(page, "files/kept", "one two", 0, (TAB, 2))) == ("saved", 1)
    assert send(page, "files", "one", 0, (TAB, 1)).status_code == 200
    assert stored() == "one two"


def test_kept_text_on_an_older_revision_becomes_a_copy(page: Client) -> None:
    """What the server has is not touched, and the kept text is not lost; sent again, it is known."""
    send(page, "files", "newer", 0, (OTHER, 1))
    assert outcome(send(page, "files/kept", "typed offline", 0, (TAB, 7))) == ("copied", 1)
    assert outcome(send(page, "files/kept", "typed offline", 0, (TAB, 7))) == ("known", 1)
    assert stored() == "newer"
    copy = Copy.objects.get()
    assert (copy.reason, copy.path, copy.files) == (Reason.RECOVERED, "shop.py", {"shop.py": "typed offline"})
    assert "shop.py, found in a browser" in page.get("/labs/shop/fix/").content.decode()


def test_kept_text_that_equals_what_is_stored_is_known(page: Client) -> None:
    """Texts of an earlier version have no tab of their own; an equal one needs no copy."""
    send(page, "files", "same", 0, (OTHER, 1))
    assert outcome(send(page, "files/kept", "same", 0, (TAB, 1))) == ("known", 1)
    assert not Copy.objects.exists()


def test_kept_texts_of_two_tabs_are_both_there(page: Client) -> None:
    """Two tabs were offline: the first that comes goes on, the other is a copy."""
    assert outcome(send(page, "files/kept", "of one", 0, (TAB, 3)))[0] == "saved"
    assert outcome(send(page, "files/kept", "of two", 0, (OTHER, 5)))[0] == "copied"
    assert stored() == "of one"
    assert Copy.objects.get().files == {"shop.py": "of two"}


def test_a_live_tab_whose_text_was_copied_is_still_asked(page: Client) -> None:
    """A copy is no save: where tabs cannot tell that they live, one that does must not take the copy for one."""
    send(page, "files", "newer", 0, (OTHER, 1))
    send(page, "files/kept", "typed", 0, (TAB, 7))
    assert send(page, "files", "typed", 0, (TAB, 7)).status_code == 409


@pytest.mark.parametrize(("keep", "goes_on"), [("mine", "of this tab"), ("theirs", "of the other")])
def test_a_settled_conflict_leaves_both_texts_as_copies(page: Client, keep: str, goes_on: str) -> None:
    """Neither choice destroys a text, and each copy tells which it was."""
    send(page, "files", "of the other", 0, (OTHER, 1))
    assert send(page, "files", "of this tab", 0, (TAB, 1)).status_code == 409
    answer = send(page, "files/settled", "of this tab", 1, (TAB, 1), keep=keep)
    assert (answer.status_code, answer.json()["text"]) == (200, goes_on)
    assert stored() == goes_on
    copies = {copy.files["shop.py"]: copy.reason for copy in Copy.objects.all()}
    other = "of the other" if keep == "mine" else "of this tab"
    assert copies == {goes_on: Reason.CHOSEN, other: Reason.NOT_CHOSEN}
    listed = page.get("/labs/shop/fix/").content.decode()
    assert "shop.py, the text chosen in a conflict" in listed
    assert "shop.py, the other text of a conflict" in listed


def test_a_conflict_that_is_settled_twice_is_settled_once(page: Client) -> None:
    """The answer was lost; what was typed since then is no new conflict."""
    send(page, "files", "of the other", 0, (OTHER, 1))
    send(page, "files/settled", "of this tab", 1, (TAB, 1), keep="mine")
    again = send(page, "files/settled", "of this tab", 1, (TAB, 1), keep="mine")
    more = send(page, "files/settled", "of this tab, and more", 1, (TAB, 2), keep="mine")
    assert (again.status_code, more.status_code) == (200, 200)
    assert stored() == "of this tab, and more"


def test_a_conflict_is_not_settled_over_a_text_that_nobody_saw(page: Client) -> None:
    """While the dialog was open, the other tab saved once more: the learner is asked again, with that text."""
    send(page, "files", "of the other", 0, (OTHER, 1))
    send(page, "files", "of the other, later", 1, (OTHER, 2))
    answer = send(page, "files/settled", "of this tab", 1, (TAB, 1), keep="mine")
    assert (answer.status_code, answer.json()["text"]) == (409, "of the other, later")
    assert stored() == "of the other, later"


def test_a_copy_of_one_file_comes_back_alone(page: Client, lab: Lab) -> None:
    """Bringing back a copy from a conflict replaces that file, and keeps what was there."""
    send(page, "files", "of the other", 0, (OTHER, 1))
    send(page, "files/settled", "of this tab", 1, (TAB, 1), keep="mine")
    copy = Copy.objects.get(reason=Reason.NOT_CHOSEN)
    assert page.post(f"/labs/shop/copies/{copy.pk}/restore").status_code == 302
    assert stored() == "of the other"
    assert Copy.objects.filter(files={"shop.py": "of this tab"}).exists()


def test_other_files_stay_when_a_copy_of_one_comes_back(page: Client, lab: Lab) -> None:
    """Also where a lab has several that are mended: the copy says nothing of them."""
    pack_store.put(make_pack(replace(lab, run=replace(lab.run, editable=("shop.py", "schema.sql")))))
    send(page, "files", "of the schema", 0, (OTHER, 1), path="schema.sql")
    revision = send(page, "files", "of the other", 0, (OTHER, 2)).json()["revision"]
    send(page, "files/settled", "of this tab", revision, (TAB, 1), keep="mine")
    copy = Copy.objects.get(reason=Reason.NOT_CHOSEN)
    assert page.post(f"/labs/shop/copies/{copy.pk}/restore").status_code == 302
    assert dict(File.objects.values_list("path", "text")) == {"schema.sql": "of the schema", "shop.py": "of the other"}


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        ("files", {"tab": "no-uuid"}),
        ("files", {"tab": 3}),
        ("files", {"sequence": 0}),
        ("files", {"sequence": "1"}),
        ("files/kept", {"text": "x" * (256 * 1024 + 1)}),
        ("files/kept", {"path": "../shop.py"}),
        ("files/settled", {}),
        ("files/settled", {"keep": "both"}),
    ],
)
def test_what_is_no_typed_text_is_refused_in_words(page: Client, kind: str, wrong: dict[str, object]) -> None:
    """Whatever comes in, the answer tells what is wrong, and nothing is stored."""
    body = {"path": "shop.py", "text": "x", "revision": 0, "tab": str(TAB), "sequence": 1, **wrong}
    method = page.put if kind == "files" else page.post
    answer = method(f"/labs/shop/{kind}", json.dumps(body), content_type="application/json")
    assert answer.status_code in {400, 413}
    assert answer.json()["error"]
    assert answer.json()["remedy"]
    assert not File.objects.exists()
    assert not Copy.objects.exists()


def test_of_long_gone_tabs_nothing_is_remembered(learner: User, lab: Lab) -> None:
    """The newest 200 tabs of a lab are enough; an older one's kept text would become a copy at worst."""
    document = actions.fix_file(learner, lab, "shop.py")
    for number in range(MOST_TABS + 5):
        actions.save(document, actions.Typed(f"text {number}", number, uuid4(), 1))
    assert TabSave.objects.count() == MOST_TABS
    assert TabSave.objects.order_by("-revision")[0].revision == MOST_TABS + 5


def test_pages_with_texts_are_not_taken_from_a_browsers_cache(page: Client) -> None:
    """A tab that the browser restores after a crash must show what the server has, not an older page."""
    assert page.get("/labs/shop/fix/").headers["Cache-Control"] == "no-store"
