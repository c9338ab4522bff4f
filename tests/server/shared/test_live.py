"""Pages at one server hear what happens in other processes; without the Valkey they go on, and catch up after it."""

import signal
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest

from quintain.accounts.models import User
from quintain.cohorts.models import Class
from quintain.packs.model.lab import Lab
from quintain.packs.model.pack import Pack
from tests.dashboards.filling import Story, fill, make_class, make_instructor
from tests.server.jobs.test_working import hand_in, is_over
from tests.server.jobs.workers import Workers
from tests.server.shared.servers import Servers
from tests.valkey import Valkey

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("no_jobs")]


@dataclass(frozen=True, slots=True)
class Taught:
    """A class, who instructs it, and its student in the first seat, with a lab."""

    in_class: Class
    instructor: User
    student: User
    lab: Lab


@pytest.fixture
def taught(course: Pack, no_jobs: None) -> Taught:
    """Make a class of one."""
    instructor, lab = make_instructor("mara", "Mara"), course.labs["shop"]
    made = make_class(instructor)
    (student,) = fill(made, lab, (Story("Zoë"),))
    return Taught(made, instructor, student, lab)


def is_news(state: str, of: UUID) -> Any:
    """Return what finds the report of a submission with a state."""
    told = {"state": state, "id": str(of)}
    return lambda message: message["type"] == "submission" and told.items() <= message["submission"].items()


def is_line(*, away: bool) -> Any:
    """Return what finds the word on the line between processes."""
    return lambda message: message.get("type") == "line" and message["away"] is away


def test_pages_hear_other_servers_and_workers(
    valkey: Valkey, servers: Servers, workers: Workers, taught: Taught
) -> None:
    """That somebody comes at another server, a submission of a third process, and each check of a worker."""
    lab, student = taught.lab, taught.student
    here, there = servers.start(2)
    workers.start()
    with (
        here.socket(taught.instructor, f"/live/classes/{taught.in_class.pk}") as wall,
        here.socket(student, f"/live/labs/{lab.slug}") as page,
    ):
        wall.hear(lambda message: message["seats"] == [0])
        User.objects.filter(pk=student.pk).update(seen_at=None)
        assert there.get(student, "/").status_code == 200
        wall.hear(lambda message: message["seats"] == [1])
        pk = hand_in(student, lab, "wait")
        page.hear(is_news("running", pk))
        workers.let_go()
        page.hear(lambda message: message["type"] == "check")
        page.hear(is_news("finished", pk))
        wall.hear(lambda message: message["seats"] == [1])


@pytest.mark.whole
def test_a_killed_valkey_is_missed_by_nobody_for_long(
    valkey: Valkey, servers: Servers, workers: Workers, taught: Taught
) -> None:
    """Pages, saves and verdicts go on, sockets stay and open, and hear everything again by themselves."""
    lab, student = taught.lab, taught.student
    (here,) = servers.start(1)
    workers.start()
    with (
        here.socket(student, f"/live/labs/{lab.slug}") as page,
        here.socket(taught.instructor, f"/live/classes/{taught.in_class.pk}") as wall,
    ):
        page.line.ping().wait(30)
        valkey.kill()
        page.hear(is_line(away=True))
        wall.hear(is_line(away=True))
        pk = hand_in(student, lab, "proven")
        page.hear(is_news("finished", pk))  # the server looks into the database by itself
        assert is_over(pk)
        assert here.get(student, f"/labs/{lab.slug}/fix/").status_code == 200
        with here.socket(student, f"/live/labs/{lab.slug}") as late:
            late.hear(is_line(away=True))
            valkey.start()
            for each in (page, late):
                each.hear(is_line(away=False))
                each.hear(is_news("finished", pk))  # what it may have missed
            wall.hear(is_line(away=False))
            assert 0 in wall.hear(lambda message: "seats" in message)["seats"]
            pk = hand_in(student, lab, "open")
            for each in (page, late):
                each.hear(is_news("finished", pk))  # whoever came back first, the worker or the server
            pk = hand_in(student, lab, "proven")
            for each in (page, late):
                each.hear(lambda message: message["type"] == "check")  # the worker's own word
                each.hear(is_news("finished", pk))
    assert servers.log() == ""


@pytest.mark.whole
def test_servers_start_without_the_valkey(valkey: Valkey, servers: Servers, taught: Taught) -> None:
    """Sockets open, and are told when it is there."""
    lab, student = taught.lab, taught.student
    valkey.kill()
    (here,) = servers.start(1)
    with here.socket(student, f"/live/labs/{lab.slug}") as page:
        page.hear(is_line(away=True))
        valkey.start()
        page.hear(is_line(away=False))
    servers.processes[0].send_signal(signal.SIGINT)
    servers.processes[0].wait(30)
    assert servers.log() == ""
