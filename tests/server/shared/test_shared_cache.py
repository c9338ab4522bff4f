"""What processes keep for a while in the table that they share."""

import base64
import pickle

import pytest
from django.core.cache import cache, caches
from django.utils import timezone

from quintain.server.shared_cache import SharedCache, forget_expired
from tests.at_once import at_once
from tests.server.jobs.workers import rows

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _empty() -> None:
    assert isinstance(caches["default"], SharedCache)
    cache.clear()


def test_values_are_kept_until_they_expire() -> None:
    """By the database's clock; a default comes in their place."""
    cache.set("one", ["a", 1, None], 60)
    cache.set("two", "b", None)
    cache.set("late", "c", -1)
    assert (cache.get("one"), cache.get("two"), cache.get("late", "none")) == (["a", 1, None], "b", "none")
    cache.set("one", "again", 60)
    assert (cache.get("one"), cache.delete("one"), cache.delete("one")) == ("again", True, False)
    assert cache.get("one") is None
    forget_expired()
    assert rows("SELECT cache_key FROM quintain_cache") == [(":1:two",)]


def test_what_is_added_is_added_once() -> None:
    """By the first of all that come at once, and again when it has expired: a one-time code counts once."""
    for _ in range(2):  # the second time, there is an expired one
        told = at_once(lambda _: cache.add("code", 1, 60), range(8))
        added = [each for each in told if isinstance(each, bool)]
        assert sorted(added) == [False] * 7 + [True]
        rows("UPDATE quintain_cache SET expires = now() - interval '1 second'")


def test_a_pickle_in_the_table_is_no_program() -> None:
    """One who can write into the database runs nothing by it."""
    ran = base64.b64encode(pickle.dumps(timezone.now())).decode()
    cache.set("key", "value", 60)
    rows("UPDATE quintain_cache SET value = %s", ran)
    with pytest.raises(ValueError, match="Expecting value"):
        cache.get("key")
