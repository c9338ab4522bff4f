"""The network to PostgreSQL loses every packet, without a word.

Nothing hangs, nothing is written twice, nothing is kept by those who are gone.
"""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from typing import Final

import httpx
import psycopg
import pytest

from quintain.accounts.models import User
from quintain.attempts.models import Submission
from quintain.cells.models import Ownership
from quintain.coedit import actions
from quintain.coedit.models import Consent, PairSession
from quintain.packs.model.lab import Lab
from quintain.packs.model.pack import Pack
from quintain.server.jobs.sweeping import sweep
from tests.cells.grown.processes import Browser, Cells, Running, Tab, stored
from tests.dashboards.filling import Story, fill, make_class, make_instructor
from tests.network import Network, enter
from tests.server.jobs.test_working import hand_in, is_over
from tests.server.jobs.workers import Workers, address, age_heartbeats, wait_until
from tests.server.shared.servers import At, Servers, cookie_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("no_jobs")]

BOUND_SECONDS: Final = 40
"""Far above the 13 s after which a page says what is wrong, far below the quarter of an hour of TCP by itself."""
AT_ONCE: Final = 12
"""Several times the threads of pages: if each page waited by itself, the last one would come after a minute."""
SAYS: Final = "database does not answer. What was saved is safe."
LOCK: Final = 4711
HOLD: Final = f"""
import os, psycopg, time
from pathlib import Path
from quintain.server.databases import database_settings
address = os.environ["QUINTAIN_DATABASE_URL"]
with psycopg.connect(address, **database_settings(address, Path())["OPTIONS"], autocommit=True) as held:
    held.execute("SELECT pg_advisory_lock({LOCK})")
    print("held", flush=True)
    time.sleep(600)
"""


def test_a_cell_that_is_cut_off_answers_and_the_other_one_has_its_class(
    network: Network, far_database: str, servers: Servers, course: Pack
) -> None:
    """Pages say within a bound what is wrong; both of a pair find the cell that is left, and one text is stored."""
    lab, instructor = course.labs["shop"], make_instructor("mara", "Mara")
    a_class = make_class(instructor)
    (student,) = fill(a_class, lab, (Story("Zoë"),))
    instructor = User.objects.get(pk=instructor.pk)
    session = actions.ask(a_class, student, lab, by=instructor)
    actions.answer(session, Consent.TYPE, lab, by=User.objects.get(pk=student.pk))
    path, text, cookie = f"/labs/{lab.slug}/fix/", "fix/shop.py", cookie_of(student)
    one, two = start_cells(network, far_database, servers)
    cells = Cells(servers.folder, running={"near": one, "here": two})
    with (
        Tab(Browser(cells, student, one), session, lab) as left,
        Tab(Browser(cells, instructor, one), session, lab) as right,
    ):
        left.type(text, "before")
        assert left.saved()
        assert right.hears(text, "before")
        assert one.owns(a_class.pk)
        epoch = Ownership.objects.get(partition=a_class.pk).epoch
        assert {page.status_code for page in ask_at_once(one, cookie, path)} == {200}  # all threads have connections
        network.cut()
        left.type(text, "before, and into the void")
        pages = ask_at_once(one, cookie, path)
        assert {(page.status_code, SAYS in page.text) for page in pages} == {(503, True)}
        right.browser.passed_over.add("near")
        right.browser.first = two
        right.come()
        assert right.cell is two
        assert right.document.texts()[text] == "before"
        right.type(text, "before and after")
        assert right.saved()
        network.mend()
        assert left.is_moved(BOUND_SECONDS), left.codes
        left.come()
        assert left.cell is two
        assert left.saved()
        merged = left.document.texts()[text]
        assert right.hears(text, merged)
        assert stored(PairSession.objects.get(pk=session.pk), lab)[text] == merged
        assert ("void" in merged, "after" in merged) == (True, True)
        assert two.owns(a_class.pk)
        assert Ownership.objects.get(partition=a_class.pk).epoch > epoch
        wait_until(lambda: At(one.port).get(student, "/").status_code == 200, "pages come again")


def start_cells(network: Network, far_database: str, servers: Servers) -> tuple[Running, Running]:
    """Start one cell at the near end, and one that no cut reaches."""
    (near,) = servers.start(1, enter(network.near), QUINTAIN_DATABASE_URL=far_database, QUINTAIN_CELL="near")
    (here,) = servers.start(1, QUINTAIN_CELL="here")
    return Running("near", servers.processes[0], near.port), Running("here", servers.processes[1], here.port)


def ask_at_once(cell: Running, cookie: str, path: str) -> list[httpx.Response]:
    """Ask for a page in many tabs of a browser."""
    get = partial(httpx.get, headers={"Cookie": cookie}, trust_env=False, timeout=BOUND_SECONDS)
    with ThreadPoolExecutor(AT_ONCE) as tabs:
        return list(tabs.map(get, [f"http://{cell.host}{path}"] * AT_ONCE))


def test_a_verdict_that_comes_while_the_worker_is_cut_off_is_stored_once(
    network: Network, far_database: str, workers: Workers, learner: User, lab: Lab
) -> None:
    """After the network is back, by itself; the log says in lines what is wrong, and that it is over."""
    own = {"QUINTAIN_DATABASE_URL": far_database, "QUINTAIN_LOG": "1", "QUINTAIN_DATA": str(workers.folder)}
    (workers.folder / "quintain.log").touch()  # the worker makes it with its first entry
    worker = workers.start(2, enter(network.near), **own)
    pk = hand_in(learner, lab, "wait")
    wait_until(lambda: workers.begun() == ["wait"], "the judge is at work")
    network.cut()
    workers.let_go()
    wait_until(lambda: "does not answer" in said(workers), "the worker notices")
    assert not is_over(pk)
    network.mend()
    wait_until(lambda: is_over(pk), "it is judged")
    finished = Submission.objects.get(pk=pk).finished_at
    after = hand_in(learner, lab, "open")
    wait_until(lambda: is_over(after), "what comes next is judged")
    wait_until(lambda: "the database answers again" in said(workers), "it says that all is well")
    assert "Traceback" not in said(workers), said(workers)
    submission = Submission.objects.get(pk=pk)
    assert (submission.result, submission.finished_at, submission.number) == ("proven", finished, 1)
    assert workers.begun() == ["wait"] * (submission.restarts + 1) + ["open"]
    assert worker.poll() is None


def said(workers: Workers) -> str:
    """Return the log of a worker, and what it printed."""
    return (workers.folder / "quintain.log").read_text() + (workers.folder / "errors").read_text()


def test_a_worker_that_judged_while_it_was_cut_off_stores_nothing_over_another_one(
    network: Network, far_database: str, workers: Workers, learner: User, lab: Lab
) -> None:
    """Its submission was begun again elsewhere; its own word comes late, and the worker then goes on."""
    cut_off = workers.start(2, enter(network.near), QUINTAIN_DATABASE_URL=far_database)
    pk = hand_in(learner, lab, "wait")
    wait_until(lambda: workers.begun() == ["wait"], "the judge is at work")
    network.cut()
    age_heartbeats()
    sweep()
    with ExitStack() as elsewhere:
        other = Workers(workers.folder / "other")
        other.folder.mkdir()
        elsewhere.callback(other.stop)
        other.start()
        wait_until(lambda: other.begun() == ["wait"], "another worker has begun again")
        other.let_go()
        wait_until(lambda: is_over(pk), "it is judged")
    finished = Submission.objects.get(pk=pk).finished_at
    workers.let_go()
    network.mend()
    after = hand_in(learner, lab, "open")
    wait_until(lambda: is_over(after), "what comes next is judged")
    submission = Submission.objects.get(pk=pk)
    assert (submission.result, submission.restarts, submission.finished_at) == ("proven", 1, finished)
    assert cut_off.poll() is None


def test_what_a_machine_held_that_is_gone_is_free_in_seconds(network: Network, far_database: str) -> None:
    """The database looks whether its clients are there: a lock would be kept for two hours else."""
    process = subprocess.Popen(
        [*enter(network.near), sys.executable, "-c", HOLD],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"QUINTAIN_DATABASE_URL": far_database},
    )
    try:
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        network.cut()
        with psycopg.connect(address(), autocommit=True) as database:
            database.execute(f"SET lock_timeout = '{BOUND_SECONDS}s'")
            database.execute("SELECT pg_advisory_lock(%s)", [LOCK])
    finally:
        process.kill()
        process.communicate()
