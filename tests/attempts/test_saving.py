"""Saving files: nothing typed is lost, nothing foreign is written."""

import json
from typing import Any

import pytest
from django.test import Client

from quintain.accounts.models import User
from quintain.attempts import actions
from quintain.attempts.models import Copy, File, Workspace
from quintain.packs.model.lab import Lab
from tests.attempts.handing_in import save_file

pytestmark = pytest.mark.django_db


def put(page: Client, body: Any, lab: str = "shop", kind: str = "application/json") -> Any:
    """Save as the page's script does."""
    text = body if isinstance(body, str | bytes) else json.dumps(body)
    return page.put(f"/labs/{lab}/files", text, content_type=kind)


def test_a_save_answers_with_the_next_revision(page: Client) -> None:
    """Each change counts the workspace's revision up by one."""
    first = put(page, {"path": "shop.py", "text": "one", "revision": 0})
    second = put(page, {"path": "shop.py", "text": "two", "revision": 1})
    assert (first.status_code, first.json()["revision"]) == (200, 1)
    assert (second.status_code, second.json()["revision"]) == (200, 2)
    assert File.objects.get().text == "two"


def test_the_same_save_twice_is_no_conflict(page: Client) -> None:
    """An answer that got lost on the way makes the script send again, which must change nothing."""
    put(page, {"path": "shop.py", "text": "one", "revision": 0})
    again = put(page, {"path": "shop.py", "text": "one", "revision": 0})
    assert (again.status_code, again.json()["revision"]) == (200, 1)


def test_a_second_tab_cannot_save_over_the_first(page: Client) -> None:
    """The tab that is behind gets the stored text and the revision to go on from."""
    put(page, {"path": "shop.py", "text": "first tab", "revision": 0})
    behind = put(page, {"path": "shop.py", "text": "second tab", "revision": 0})
    assert behind.status_code == 409
    assert behind.json() == {
        "error": "This file was changed in another tab.",
        "remedy": "Choose which text to keep.",
        "revision": 1,
        "text": "first tab",
    }
    assert File.objects.get().text == "first tab"


def test_a_tab_from_before_a_reset_cannot_bring_the_old_text_back(page: Client, learner: User, lab: Lab) -> None:
    """A reset exchanges all files, so every older revision is behind."""
    put(page, {"path": "shop.py", "text": "mine", "revision": 0})
    actions.reset(learner, lab)
    late = put(page, {"path": "shop.py", "text": "mine and more", "revision": 1})
    assert late.status_code == 409
    assert late.json()["text"] == lab.starter["shop.py"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("{", 400),
        (b"\xff\xfe", 400),
        ("[" * 100_000, 400),
        ("[]", 400),
        ("null", 400),
        ({}, 400),
        ({"path": "shop.py", "text": "x"}, 400),
        ({"path": "shop.py", "text": "x", "revision": -1}, 400),
        ({"path": "shop.py", "text": "x", "revision": "0"}, 400),
        ({"path": "shop.py", "text": "x", "revision": True}, 400),
        ({"path": "shop.py", "text": "x", "revision": 1.0}, 400),
        ({"path": "shop.py", "text": "x", "revision": 10**400}, 400),
        ({"path": "shop.py", "text": "x", "revision": 99}, 409),
        ({"path": "shop.py", "text": None, "revision": 0}, 400),
        ({"path": "shop.py", "text": ["x"], "revision": 0}, 400),
        ({"path": "shop.py", "text": "a\0b", "revision": 0}, 400),
        ('{"path": "shop.py", "text": "\\ud800", "revision": 0}', 400),
        ({"path": ["shop.py"], "text": "x", "revision": 0}, 400),
        ({"path": "schema.sql", "text": "x", "revision": 0}, 400),
        ({"path": "../../etc/passwd", "text": "x", "revision": 0}, 400),
        ({"path": "/etc/passwd", "text": "x", "revision": 0}, 400),
        ({"path": "", "text": "x", "revision": 0}, 400),
        ({"path": "shop.py", "text": "x" * (256 * 1024 + 1), "revision": 0}, 413),
        ({"path": "shop.py", "text": "x" * (3 * 1024 * 1024), "revision": 0}, 413),
    ],
)
def test_what_is_no_save_is_refused_in_words(page: Client, body: Any, status: int) -> None:
    """Whatever comes in, the answer is JSON with a sentence and a way out, and nothing is stored."""
    answer = put(page, body)
    assert answer.status_code == status
    assert answer.json()["error"]
    assert answer.json()["remedy"]
    assert not File.objects.exists()


def test_a_file_of_exactly_256_kibibytes_is_taken(page: Client) -> None:
    """The limit counts bytes of UTF-8, and is itself allowed."""
    assert put(page, {"path": "shop.py", "text": "ä" * (128 * 1024), "revision": 0}).status_code == 200
    assert put(page, {"path": "shop.py", "text": "ä" * (128 * 1024) + "x", "revision": 1}).status_code == 413


def test_a_save_needs_json(page: Client) -> None:
    """A form of another site cannot pass for a script."""
    assert put(page, "path=shop.py", kind="application/x-www-form-urlencoded").status_code == 400
    assert put(page, '{"path": "shop.py", "text": "x", "revision": 0}', kind="text/plain").status_code == 400


def test_a_save_to_an_unknown_lab_is_not_found(page: Client) -> None:
    """The script hears of it in JSON."""
    answer = put(page, {"path": "shop.py", "text": "x", "revision": 0}, lab="shopp")
    assert (answer.status_code, answer.json()["error"]) == (404, "There is nothing at this address.")


def test_a_save_without_a_session_says_so(client: Client, lab: Lab) -> None:
    """A script gets 401, not the page for the signed-out."""
    answer = put(client, {"path": "shop.py", "text": "x", "revision": 0})
    assert (answer.status_code, answer.json()["error"]) == (401, "Your session has ended.")


def test_a_save_without_the_forms_token_is_refused(learner: User) -> None:
    """Another site's script cannot write, whatever cookies come along."""
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(learner, backend="quintain.accounts.backends.PersonBackend")
    answer = put(strict, {"path": "shop.py", "text": "x", "revision": 0})
    assert answer.status_code == 403
    assert "token" in answer.json()["error"]


def test_neighbours_do_not_share_a_workspace(page: Client, neighbour: User, lab: Lab) -> None:
    """A save goes to the workspace of the person who saved."""
    put(page, {"path": "shop.py", "text": "all mine", "revision": 0})
    assert actions.files_of(Workspace.objects.filter(user=neighbour).first(), lab)["shop.py"] == lab.starter["shop.py"]
    other = Client()
    other.force_login(neighbour, backend="quintain.accounts.backends.PersonBackend")
    assert "all mine" not in other.get("/labs/shop/fix/").content.decode()
    assert put(other, {"path": "shop.py", "text": "theirs", "revision": 0}).json()["revision"] == 1
    assert sorted(File.objects.values_list("text", flat=True)) == ["all mine", "theirs"]


def test_a_reset_keeps_a_copy_that_comes_back(page: Client, learner: User, lab: Lab) -> None:
    """Reset and restore never lose a text."""
    put(page, {"path": "shop.py", "text": "mine", "revision": 0})
    assert page.post("/labs/shop/reset").status_code == 302
    workspace = Workspace.objects.get()
    assert actions.files_of(workspace, lab) == {"shop.py": lab.starter["shop.py"]}
    copy = Copy.objects.get()
    assert copy.files == {"shop.py": "mine"}
    assert page.post(f"/labs/shop/copies/{copy.pk}/restore").status_code == 302
    assert actions.files_of(workspace, lab) == {"shop.py": "mine"}


def test_a_second_reset_makes_no_further_copy(page: Client) -> None:
    """What is as original need not be kept."""
    put(page, {"path": "shop.py", "text": "mine", "revision": 0})
    page.post("/labs/shop/reset")
    page.post("/labs/shop/reset")
    assert Copy.objects.count() == 1


def test_a_neighbours_copy_is_out_of_reach(page: Client, neighbour: User, lab: Lab) -> None:
    """A known id opens nothing."""
    save_file(neighbour, lab, "shop.py", "theirs", 0)
    actions.reset(neighbour, lab)
    copy = Copy.objects.get()
    assert page.post(f"/labs/shop/copies/{copy.pk}/restore").status_code == 403
    assert not Workspace.objects.filter(user__username="zoe").exists()
