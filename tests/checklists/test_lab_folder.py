"""A lab as a zip, with the learner's own files; nothing of others, nothing hidden."""

import io
import zipfile
from datetime import date

import pytest
from django.test import Client

from quintain.accounts.models import User
from quintain.attempts import actions
from quintain.catalog import pack_store
from quintain.cohorts import actions as cohorts
from quintain.packs.model.lab import Lab
from quintain.packs.model.pack import Pack
from tests.attempts.handing_in import save_file
from tests.classroom import SHOP, make_pack
from tests.courses import whole_course

pytestmark = pytest.mark.django_db


def unpacked(content: bytes) -> dict[str, str]:
    """Return the files of a zip."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_a_learner_gets_their_own_files(page: Client, learner: User, neighbour: User, lab: Lab) -> None:
    """The original where nothing was changed, and the latest text that the server has."""
    save_file(neighbour, lab, "shop.py", "not mine", actions.workspace_of(neighbour, lab).revision)
    answer = page.get("/labs/shop/folder.zip")
    assert answer["Content-Disposition"] == 'attachment; filename="shop.zip"'
    assert unpacked(answer.content)["shop/program/shop.py"] == SHOP
    save_file(learner, lab, "shop.py", "mine", actions.workspace_of(learner, lab).revision)
    assert unpacked(page.get("/labs/shop/folder.zip").content)["shop/program/shop.py"] == "mine"


def test_the_button_is_beside_the_code(page: Client, lab: Lab) -> None:
    """On the workbench, where a learner works."""
    assert 'href="/labs/shop/folder.zip"' in page.get("/labs/shop/fix/").content.decode()


def test_a_module_that_is_not_open_has_no_folders(page: Client, learner: User, course: Pack) -> None:
    """Its labs are for later, the brief and the program too."""
    facts = cohorts.NewClass("Ours", course.id, date(2027, 5, 3), date(2027, 5, 5), "UTC", 2)
    ours = cohorts.make_class(facts, by=None)
    learner.memberships.update(in_class=ours)
    ours.seats.filter(number=1).update(membership=learner.memberships.get())
    assert page.get("/labs/shop/folder.zip").status_code == 200
    ours.closed_modules = ["injection"]
    ours.save()
    refused = page.get("/labs/shop/folder.zip")
    assert (refused.status_code, b"is not open yet" in refused.content) == (403, True)


def test_a_lab_for_finding_only_is_no_folder(page: Client) -> None:
    """There is nothing to grade; an unknown lab is not there either."""
    pack_store.put(make_pack(whole_course().labs["stride-triage"]))
    assert page.get("/labs/stride-triage/folder.zip").status_code == 404
    assert page.get("/labs/nowhere/folder.zip").status_code == 404
