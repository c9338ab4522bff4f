"""The network to Valkey loses every packet, without a word: pages are told, and nothing else stops."""

from collections.abc import Iterator
from typing import Final

import pytest

from quintain.accounts.models import User
from quintain.packs.model.lab import Lab
from quintain.packs.model.pack import Pack
from tests.dashboards.filling import Story, fill, make_class, make_instructor
from tests.network import Network, enter
from tests.server.jobs.test_working import hand_in, is_over
from tests.server.jobs.workers import Workers, wait_until
from tests.server.shared.servers import Page, Servers
from tests.server.shared.test_live import is_line, is_news
from tests.valkey import MISSING, Valkey, find_program, private_valkey

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("no_jobs")]
NAME: Final = "QUINTAIN_VALKEY_URL"


@pytest.fixture
def far_valkey(network: Network) -> Iterator[Valkey]:
    """Start a Valkey at the far end."""
    if find_program() is None:
        pytest.skip(MISSING)
    with private_valkey(network) as started:
        yield started


def test_a_cell_and_a_worker_that_are_cut_off_from_valkey_go_on(
    network: Network, far_valkey: Valkey, servers: Servers, workers: Workers, course: Pack
) -> None:
    """Sockets stay and open, verdicts and pages come; afterwards all hear each other again by themselves."""
    lab, instructor = course.labs["shop"], make_instructor("mara", "Mara")
    (student,) = fill(make_class(instructor), lab, (Story("Zoë"),))
    (near,) = servers.start(1, enter(network.near), **{NAME: far_valkey.far_address})
    workers.start(2, enter(network.near), **{NAME: far_valkey.far_address})
    with near.socket(student, f"/live/labs/{lab.slug}") as page:
        pk = hand_in(student, lab, "proven")
        page.hear(lambda message: message["type"] == "check")  # the worker's own word
        page.hear(is_news("finished", pk))
        network.cut()
        page.hear(is_line(away=True))
        pk = hand_in(student, lab, "open")
        page.hear(is_news("finished", pk))  # the server looks into the database by itself
        assert near.get(student, f"/labs/{lab.slug}/fix/").status_code == 200
        with near.socket(student, f"/live/labs/{lab.slug}") as late:
            late.hear(is_line(away=True))
            network.mend()
            for each in (page, late):
                each.hear(is_line(away=False))
        wait_until(lambda: is_over(pk), "it is judged")
        wait_until(lambda: tells_by_itself(page, student, lab), "the worker's own word comes again")
    assert servers.log() == ""


def tells_by_itself(page: Page, student: User, lab: Lab) -> bool:
    """Hand in, and tell whether the page hears a check, which only the worker tells, before it knows of the end."""
    is_end = is_news("finished", hand_in(student, lab, "proven"))
    return bool(page.hear(lambda message: message["type"] == "check" or is_end(message))["type"] == "check")
