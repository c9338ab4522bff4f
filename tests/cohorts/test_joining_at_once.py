"""A class has as many students as seats, however many join in the same moment."""

from collections import Counter
from datetime import date

import pytest
from pytest_django import Settings

from quintain.accounts.models import Membership, User
from quintain.cohorts import actions
from quintain.cohorts.errors import ClassFull
from quintain.cohorts.models import Class, Seat
from tests.at_once import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]

SEATS, PEOPLE = 12, 100


@pytest.fixture
def found(settings: Settings) -> Class:
    """A class of twelve seats; without its audit entry, which the end of this test could not delete.

    Passcodes are hashed fast, so that all come to the seats at the same moment.
    """
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    day = date(2027, 5, 3)
    made = Class.objects.create(title="Class", course="python-security", starts_on=day, ends_on=day, time_zone="UTC")
    Seat.objects.bulk_create(Seat(in_class=made, number=number) for number in range(1, SEATS + 1))
    return made


def test_a_hundred_people_join_twelve_seats_at_once(found: Class) -> None:
    """Twelve are in, each on a seat of their own, and 88 are told that the class is full; nobody gets anything else."""
    outcomes = at_once(lambda number: actions.join(found.join_code, f"Student {number}"), range(PEOPLE))
    joined = [each for each in outcomes if isinstance(each, actions.Joined)]
    refused = [each for each in outcomes if isinstance(each, Exception)]
    assert Counter(type(each) for each in refused) == {ClassFull: PEOPLE - SEATS}, refused
    assert {each.sentence for each in refused if isinstance(each, ClassFull)} == {
        "All 12 seats of this class are taken."
    }
    assert sorted(each.seat for each in joined) == list(range(1, SEATS + 1))
    assert Membership.objects.count() == User.objects.count() == SEATS
    assert set(Seat.objects.values_list("membership__person", flat=True)) == {each.person.pk for each in joined}
    assert all(each.person.check_password(each.passcode) for each in joined)


def test_who_waits_gets_no_seat_that_another_has(found: Class) -> None:
    """A seat that is freed while others join goes to one person."""
    outcomes = at_once(
        lambda number: actions.join(found.join_code, f"Student {number}", may_wait=True), range(SEATS + 8)
    )
    seats = Counter(each.seat for each in outcomes if isinstance(each, actions.Joined))
    assert seats == {0: 8} | dict.fromkeys(range(1, SEATS + 1), 1)
