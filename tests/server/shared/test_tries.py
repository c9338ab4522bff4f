"""Sign-in tries are counted for all servers together."""

import os
import subprocess
import sys
import threading

import pytest
from django.db import connection
from django.test import RequestFactory

from quintain.accounts.limits.rate_limits import PAIR, THROTTLE, password_buckets
from quintain.accounts.limits.shared_throttle import SharedThrottle
from quintain.accounts.limits.throttle import Rate
from quintain.accounts.models import TryBucket
from tests.server.jobs.workers import address, rows

pytestmark = pytest.mark.django_db(transaction=True)
FIVE, HUNDRED = Rate(5, 3600), Rate(100, 3600)
TAKE = """
import django
django.setup(set_prefix=False)
from quintain.accounts.limits.rate_limits import THROTTLE
from quintain.accounts.limits.throttle import Rate
pair, name = ("pair", Rate(5, 3600)), ("name", Rate(100, 3600))
print("ready", flush=True)
input()
print(sum(THROTTLE.take(order) == 0 for _ in range(20) for order in ((pair, name), (name, pair))))
"""


@pytest.mark.whole
def test_two_processes_get_no_more_tries_than_one() -> None:
    """Both guess as fast as they can, at buckets that they share, in either order."""
    settings = {"QUINTAIN_DATABASE_URL": address(), "DJANGO_SETTINGS_MODULE": "quintain.server.settings"}
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", TAKE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | settings,
        )
        for _ in range(2)
    ]
    for process in processes:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin
        process.stdin.write("\n")
        process.stdin.flush()
    taken = [int(process.communicate(timeout=60)[0]) for process in processes]
    assert sum(taken) == FIVE.tries
    assert THROTTLE.take([("pair", FIVE)]) > 3500
    assert THROTTLE.take([("name", Rate(100, 3600))]) == 0


def test_a_bucket_is_as_that_of_one_server() -> None:
    """It fills up again, a try is given back, one without tries keeps the others whole, and asking takes none."""
    throttle = SharedThrottle()
    quick = ("quick", Rate(2, 10))
    assert [throttle.take([quick]) for _ in range(2)] == [0, 0]
    assert 9 < throttle.take([quick, ("other", FIVE)]) <= 10
    assert throttle.wait([("other", Rate(1, 3600))]) == 0
    assert TryBucket.objects.count() == 3
    throttle.give_back([quick])
    assert [throttle.wait([quick]), throttle.take([quick])] == [0, 0]
    rows("UPDATE accounts_trybucket SET full_at = full_at - interval '12 seconds'")
    assert throttle.take([quick]) == 0
    assert throttle.wait([("quick", Rate(1, 10))]) == 0  # another rate is another bucket
    throttle.clear()
    assert throttle.take([quick]) == 0


def test_a_password_takes_a_try_at_each_of_its_rates(rf: RequestFactory) -> None:
    """Of its pair, its name and its address, whose seconds are whole numbers and fractions."""
    throttle, buckets = SharedThrottle(), password_buckets(rf.post("/sign-in/"), "nobody")
    assert [throttle.take(buckets) for _ in range(PAIR.tries)] == [0] * PAIR.tries
    assert 0 < throttle.take(buckets) <= PAIR.seconds
    throttle.give_back(buckets)
    assert throttle.take(buckets) == 0


def test_what_is_full_again_is_forgotten_and_nothing_tells_who_tried() -> None:
    """Names, addresses and what somebody typed into the wrong field are in no copy of the database."""
    throttle = SharedThrottle()
    throttle.take([("password name my-secret-password", FIVE), ("password address 192.0.2.7", HUNDRED)])
    assert "secret" not in str(rows("SELECT * FROM accounts_trybucket"))
    assert "192" not in str(rows("SELECT name FROM accounts_trybucket WHERE name LIKE %s", "%192.0%"))
    throttle.wait([("full", FIVE)])
    throttle.forget_full()
    assert TryBucket.objects.count() == 2


def test_many_threads_take_give_back_and_forget_without_a_deadlock() -> None:
    """What is given back is there again, to the last try."""
    throttle, failures = SharedThrottle(), list[BaseException]()
    buckets = [(f"bucket {number}", HUNDRED) for number in range(6)]

    def work(turn: int) -> None:
        try:
            for step in range(15):
                own = buckets[(turn + step) % 6 :] + buckets[: (turn + step) % 6]
                if throttle.take(own) == 0:
                    throttle.give_back(own[::-1])
                throttle.forget_full()
        except BaseException as error:  # noqa: BLE001  told by the test
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(turn,)) for turn in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(60)
    assert failures == []
    assert throttle.wait([(name, Rate(100, 3600)) for name, _ in buckets]) == 0
    assert [throttle.take([buckets[0]]) for _ in range(100)] == [0.0] * 100
