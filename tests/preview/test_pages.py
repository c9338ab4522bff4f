"""The workbench's place for a program, and the endpoints that start and end one."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.test import Client
from pytest_django import Settings

from quintain.accounts.models import User
from quintain.catalog import pack_store
from quintain.packs.model.lab import Break, Lab
from quintain.preview import actions
from quintain.preview.hosts import label_of
from quintain.preview.programs import Programs
from tests.classroom import make_lab, make_pack

WORKBENCH = "/labs/shop/fix/"


class Straw:
    """A judge whose programs run for ever."""

    files: dict[str, str]

    def open_preview(self, lab: Lab, files: dict[str, str], *, watch: object) -> "Straw":
        """Start at once."""
        del lab, watch  # the contract's
        self.files = files
        return self

    def output(self) -> bytes:
        """Nothing is said."""
        return b""

    def over(self, _seconds: float) -> str | None:
        """Never."""

    def close(self) -> None:
        """Nothing is held."""


@pytest.fixture
def straw(monkeypatch: pytest.MonkeyPatch) -> Iterator[Straw]:
    """Put a judge of straw in place, and no program."""
    judge, programs = Straw(), Programs[Straw]()
    monkeypatch.setattr(actions, "current_judge", lambda: judge)
    monkeypatch.setattr(actions, "PROGRAMS", programs)
    yield judge
    programs.close()


def start(page: Client, host: str = "127.0.0.1:8132") -> tuple[int, dict[str, str]]:
    answer = page.post("/labs/shop/program", headers={"accept": "application/json", "host": host})
    return answer.status_code, json.loads(answer.content)


def frame_source(page: Client, host: str = "127.0.0.1:8132", address: str = WORKBENCH) -> str | None:
    policy = page.get(address, headers={"host": host}).headers["Content-Security-Policy"]
    found = re.search(r"frame-src ([^;]+)", policy)
    return found[1] if found else None


def test_workbench_may_frame_one_origin(page: Client, lab: Lab) -> None:
    """The learner's own program of this lab, at the port of the page, and nothing else."""
    assert re.fullmatch(r"http://lab-[0-9a-f]{32}\.localhost:8132", frame_source(page) or "")
    assert frame_source(page) == frame_source(page)
    assert "frame-src" not in page.get("/").headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in page.get(WORKBENCH).headers["Content-Security-Policy"]


def test_origins_differ_by_learner_lab_and_session(page: Client, client: Client, neighbour: User) -> None:
    """So nothing that one program leaves in a browser is met by another."""
    mine = frame_source(page)
    store = frame_source(page, address="/labs/store/fix/")
    other = Client()
    other.force_login(neighbour, backend="quintain.accounts.backends.PersonBackend")
    theirs = frame_source(other)
    again = Client()
    again.force_login(User.objects.get(username="zoe"), backend="quintain.accounts.backends.PersonBackend")
    origins = {mine, store, theirs, frame_source(again)}
    assert len(origins - {None}) == 4


def test_page_from_elsewhere_says_that_there_is_no_preview(page: Client, settings: Settings, straw: Straw) -> None:
    """Another machine's browser would look for the program on itself."""
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "192.0.2.7", "class.example.org"]
    answer = page.get(WORKBENCH, headers={"host": "192.0.2.7:8132"})
    assert "No preview at this address" in answer.content.decode()
    settings.CLASSROOM = True  # a student cannot open it anywhere else, and sets no domain
    told = page.get(WORKBENCH, headers={"host": "192.0.2.7:8132"}).content.decode()
    assert ("This classroom has no preview" in told, "QUINTAIN_LAB_DOMAIN" in told) == (True, False)
    settings.CLASSROOM = False
    assert "frame-src" not in answer.headers["Content-Security-Policy"]
    assert start(page, host="192.0.2.7:8132")[1]["entry"] == ""  # asked by hand, it works there too


def test_preview_domain_serves_other_machines(page: Client, settings: Settings, straw: Straw) -> None:
    """With a domain whose every name leads here."""
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "class.example.org"]
    settings.LAB_DOMAIN = "labs.example.net"
    assert (frame_source(page, "class.example.org:8132") or "").endswith(".labs.example.net:8132")
    status, body = start(page, host="class.example.org:8132")
    assert status == 200
    assert body["entry"].startswith(f"{body['origin']}/.quintain/enter?ticket=")
    assert label_of(f"lab-{'a' * 32}.labs.example.net:8132")
    assert label_of(f"lab-{'a' * 32}.localhost:8132") is None


def test_saved_files_run(page: Client, lab: Lab, straw: Straw) -> None:
    """As they were last saved, and those that were never touched as original."""
    saved = {"path": "shop.py", "text": "app = 1", "revision": 0}
    page.put("/labs/shop/files", saved, content_type="application/json")
    status, body = start(page)
    assert (status, body["phase"] in {"starting", "running"}) == (200, True)
    program = actions.PROGRAMS.find(label_of(body["origin"].removeprefix("http://")) or "")
    assert program is not None
    program.started.result(5)
    assert straw.files == {"shop.py": "app = 1"}


def test_leaving_ends_it(page: Client, straw: Straw) -> None:
    """But only the lab that was left."""
    _, body = start(page)
    page.post("/labs/store/program/stop", headers={"host": "127.0.0.1:8132"})
    program = actions.PROGRAMS.find(label_of(body["origin"].removeprefix("http://")) or "")
    assert program is not None
    assert program.is_wanted
    assert page.post("/labs/shop/program/stop", headers={"host": "127.0.0.1:8132"}).status_code == 200
    assert not program.is_wanted


@pytest.fixture
def breakable(lab: Lab) -> Lab:
    """Put the lab into the pack store with a phase *break*."""
    found = replace(lab, break_=Break("key", "reference.py"))
    pack_store.put(make_pack(found, make_lab("store", number=2, find=False)))
    return found


def test_original_code_runs_beside_an_exploit(page: Client, breakable: Lab, straw: Straw) -> None:
    """Whatever the learner has saved; under an origin of its own, and in the one place that a learner has."""
    saved = {"path": "shop.py", "text": "app = 1", "revision": 0}
    page.put("/labs/shop/files", saved, content_type="application/json")
    own = start(page)[1]["origin"]
    headers = {"accept": "application/json", "host": "127.0.0.1:8132"}
    original = page.post("/labs/shop/original/program", headers=headers).json()["origin"]
    assert own != original
    program = actions.PROGRAMS.find(label_of(original.removeprefix("http://")) or "")
    assert program is not None
    program.started.result(5)
    assert straw.files == {"shop.py": breakable.starter["shop.py"]}
    assert actions.PROGRAMS.find(label_of(own.removeprefix("http://")) or "") is None
    assert frame_source(page, address="/labs/shop/break/") == original
    page.post("/labs/shop/program/stop", headers=headers)
    assert program.is_wanted, "the page of the fix ends its own program alone"
    page.post("/labs/shop/original/program/stop", headers=headers)
    assert not program.is_wanted


def test_original_code_runs_for_those_who_may_attack_it(client: Client, page: Client, lab: Lab, straw: Straw) -> None:
    """Signed in, by a form of ours, in a lab that has the phase."""
    headers = {"accept": "application/json"}
    refused = page.post("/labs/shop/original/program", headers=headers)
    assert (refused.status_code, straw.__dict__) == (404, {})
    assert "no phase" in refused.json()["error"]
    assert page.get("/labs/shop/original/program").status_code == 405
    assert Client().post("/labs/shop/original/program", headers=headers).status_code == 401
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(User.objects.get(username="zoe"), backend="quintain.accounts.backends.PersonBackend")
    assert strict.post("/labs/shop/original/program").status_code == 403


def test_doors_ask_who_comes(client: Client, course: object, db: None) -> None:
    """Nobody who is signed out, no other method, no unknown lab."""
    assert client.post("/labs/shop/program", headers={"accept": "application/json"}).status_code == 401
    assert client.post("/labs/shop/program/stop", headers={"accept": "application/json"}).status_code == 401


def test_doors_take_a_token_and_one_method(page: Client, learner: User) -> None:
    """A form of another site starts nothing."""
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(learner, backend="quintain.accounts.backends.PersonBackend")
    assert strict.post("/labs/shop/program").status_code == 403
    assert page.get("/labs/shop/program").status_code == 405
    assert page.post("/labs/none/program").status_code == 404


def test_names_of_programs_are_no_hosts_of_ours(page: Client) -> None:
    """Or a program's page could open our sockets."""
    for host in (f"lab-{'a' * 32}.localhost:8132", "x.localhost"):
        assert page.get("/", headers={"host": host}).status_code == 400
