"""One process alone on its database is no cell; and what a cell knows without asking."""

import os
import subprocess
import sys
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from quintain.accounts.models import User
from quintain.cells.cookies import COOKIE, header_for, named_in
from quintain.cells.models import Cell, Ownership
from quintain.cells.names import read_name
from quintain.cells.ownership import Neighbour
from quintain.cells.partitions import partition_of
from quintain.cells.this_cell import ThisCell, hold_for
from quintain.cohorts import actions as cohorts
from quintain.cohorts.models import Class
from quintain.server import routing
from quintain.server.health import HealthPage
from quintain.web.health import Health
from quintain.web.origins import Scope
from tests.dashboards.conftest import a_class, mara
from tests.loops import run_in_loop

__all__ = ["a_class", "mara"]


@pytest.mark.django_db
def test_one_process_sets_no_cookie_and_owns_nothing(page: Client) -> None:
    """Neither for a page, nor for anything else."""
    answer = page.get("/")
    assert answer.status_code == 200
    assert COOKIE not in answer.cookies
    assert "quintain.cells.middleware.NameCell" not in settings.MIDDLEWARE
    assert not settings.IS_GROWN
    assert hold_for(uuid4()) is None
    assert not Cell.objects.exists()
    assert not Ownership.objects.exists()


def test_its_sockets_are_the_rooms_own() -> None:
    """Nothing is in front of them."""
    assert all(type(each).__name__ != "InCell" for each in (routing.pairing, routing.terminal, routing.requests))


@pytest.mark.django_db
def test_a_person_belongs_to_the_class_or_to_nobody(a_class: Class, mara: User) -> None:
    """A student who waits for a seat, too; an instructor who tries a lab is alone; a class that is over is none."""
    student = User.objects.get(pk=cohorts.join(a_class.join_code, "Elif").person.pk)
    assert partition_of(student) == a_class.pk
    assert partition_of(User.objects.get(pk=mara.pk)) == mara.pk
    cohorts.archive(a_class, by=User.objects.get(pk=mara.pk))
    assert partition_of(User.objects.get(pk=student.pk)) == student.pk


def test_a_browser_is_led_to_the_owner_else_left_where_it_is() -> None:
    """A name that nobody has is replaced; while a cell leaves, all of a class are led to the same other one."""
    cell, partition = ThisCell("web-1"), uuid4()
    assert cell.where(partition, "web-2") == ""
    cell._cells = (Neighbour("web-1", cell.incarnation), Neighbour("web-2", uuid4()), Neighbour("web-3", uuid4()))
    assert cell.where(partition, "web-2") == "web-2"
    assert cell.where(partition, "web-9") == cell.where(partition, "") == "web-1"
    cell._owners[partition] = "web-3"
    assert cell.where(partition, "web-2") == "web-3"
    cell._owners[partition] = "web-9"  # which lives no more
    cell.is_draining = True
    led = {cell.where(partition, named) for named in ("web-1", "", "web-9")}
    assert len(led) == 1
    assert led <= {"web-2", "web-3"}


@pytest.mark.parametrize("name", ["web-1", "a", "0", "x" * 32, ""])
def test_a_name_that_a_cookie_can_hold_is_taken(name: str) -> None:
    """With spaces around it, too."""
    assert read_name(f" {name} ") == name


@pytest.mark.parametrize("name", ["Web", "-web", "web_1", "web 1", "web;1", "x" * 33, "x" * 10_000, "é"])
def test_another_name_is_refused(name: str) -> None:
    """With what it may be."""
    with pytest.raises(ImproperlyConfigured, match="such as web-1"):
        read_name(name)


@pytest.mark.parametrize(
    "value", [b"web-1; Path=/", b"WEB", b"", b'"a b"', b"x" * 40, b"x" * 10_000, b"\xff\xfe", b"a\nb"]
)
def test_a_cookie_that_names_no_cell_is_none(value: bytes) -> None:
    """What is no name is never put into a header."""
    assert named_in([(b"cookie", COOKIE.encode() + b"=" + value)]) in {"", "web-1"}
    assert header_for("web-1")[1].startswith(COOKIE.encode() + b"=web-1; ")


def test_a_server_that_leaves_is_not_ready(tmp_path: os.PathLike[str]) -> None:
    """Whatever state its data is in, and without asking."""
    sent: list[Scope] = []

    async def receive() -> Scope:
        return {}

    async def send(message: Scope) -> None:
        sent.append(message)

    async def ask() -> None:
        page = HealthPage(Health(tmp_path), lambda: True)  # type: ignore[arg-type]  # it is not looked at
        await page({"method": "GET"}, receive, send)

    run_in_loop(ask)
    assert sent[0]["status"] == 503
    assert b'"leaving"' in sent[1]["body"]


def test_a_name_that_is_none_stops_the_start_in_one_sentence() -> None:
    """As any other setting does."""
    code = "import django; django.setup()"
    environment = os.environ | {"QUINTAIN_CELL": "Web 1", "DJANGO_SETTINGS_MODULE": "quintain.server.settings"}
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True, env=environment)
    assert done.returncode
    assert "QUINTAIN_CELL is a name such as web-1" in done.stderr
