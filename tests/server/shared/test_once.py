"""What is done once a day is done by one of all servers."""

import os
import signal
import subprocess
import sys
import threading

import pytest
from django.core.cache import cache
from django.db import connection

from quintain.web.once import locked_in_database, once_in
from tests.server.jobs.workers import address, wait_until

pytestmark = pytest.mark.django_db(transaction=True)
HOLD = """
import django, time
django.setup(set_prefix=False)
from quintain.web.once import locked_in_database
with locked_in_database("erase") as is_ours:
    print(is_ours, flush=True)
    time.sleep(600)
"""


@pytest.fixture(autouse=True)
def _not_done() -> None:
    cache.clear()


def test_two_that_begin_at_once_do_it_once() -> None:
    """The second one leaves it to the first, and afterwards it is done for a day."""
    begun, go, done = threading.Event(), threading.Event(), list[str]()

    def work() -> None:
        begun.set()
        assert go.wait(60)
        done.append("work")

    def first() -> None:
        try:
            done.append(str(once_in(3600, "erase", work)))
        finally:
            connection.close()

    thread = threading.Thread(target=first)
    thread.start()
    assert begun.wait(60)
    assert not once_in(3600, "erase", lambda: done.append("again"))
    assert once_in(3600, "another", lambda: done.append("another"))
    go.set()
    thread.join(60)
    assert not once_in(3600, "erase", lambda: done.append("again"))
    assert done == ["another", "work", "True"]


def test_what_fails_is_done_by_the_next() -> None:
    """It counts as not done."""
    with pytest.raises(ZeroDivisionError):
        once_in(3600, "erase", lambda: 1 // 0)
    assert once_in(3600, "erase", lambda: None)


@pytest.mark.whole
def test_a_killed_server_s_lock_goes_with_it() -> None:
    """Another one does the work."""
    settings = {"QUINTAIN_DATABASE_URL": address(), "DJANGO_SETTINGS_MODULE": "quintain.server.settings"}
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD], stdout=subprocess.PIPE, text=True, env=os.environ | settings
    )
    assert holder.stdout
    assert holder.stdout.readline() == "True\n"
    assert not once_in(3600, "erase", lambda: None)
    holder.send_signal(signal.SIGKILL)
    holder.communicate()

    def is_free() -> bool:
        with locked_in_database("erase") as is_ours:
            return is_ours

    wait_until(is_free, "the database has noticed")
    assert once_in(3600, "erase", lambda: None)
