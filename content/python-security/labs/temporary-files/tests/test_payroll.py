"""What the office, the bank and the auditors count on."""

import re

import pytest
from helpers import enter, month_of, payments, word
from quintain.judge import Raised


def sent_to_the_bank(box, month):
    return box.read(f"outbox/{month}.txt").decode()


def test_payments_reach_the_outbox(box, rng):
    """Each payment is a line of the month's file, and the sum comes back."""
    for count in (3, 1, 0, 2000):
        month = month_of(rng)
        wanted, total = enter(box, rng, month, count)
        assert box.call("payroll:export", month) == {"payments": count, "cents": total}
        assert sent_to_the_bank(box, month) == wanted
        assert box.stat(f"outbox/{month}.txt").mode & 0o400
        assert not box.others_can_read(f"outbox/{month}.txt")


def test_bank_sends_whole_files_only(box, rng):
    """The bank's program sends what it sees. It never sees a part of a file, or an empty one."""
    month = month_of(rng)
    box.call("machine:watch")
    first, _ = enter(box, rng, month, 40)
    box.call("payroll:export", month)
    assert box.call("machine:sent", f"{month}.txt") == [first]
    second, _ = enter(box, rng, month, 2)
    box.call("payroll:export", month)
    assert box.call("machine:sent", f"{month}.txt") == [first, second]
    names = box.call("machine:names_sent")
    assert not [name for name in names if not re.fullmatch(r"[0-9]{4}-[0-9]{2}\.txt", name)]


def test_month_is_archived(box, rng):
    """The auditors get an exact copy, and a newer one takes the place of an older one."""
    month = month_of(rng)
    for text in (f"{word(rng)};12.00;Zoë\r\n" * 3000, f"{word(rng)};1.00;李\n", ""):
        box.write(f"outbox/{month}.txt", text)
        box.call("payroll:archive", month)
        assert box.read(f"archive/{month}.txt") == text.encode()
        assert box.read(f"outbox/{month}.txt") == text.encode()
        assert box.stat(f"archive/{month}.txt").mode & 0o400


def test_month_that_cannot_be_exported(box, rng):
    """A line that is not complete, or a missing month, is an error; what the bank has got before stays."""
    month = month_of(rng)
    wanted, _ = enter(box, rng, month)
    box.call("payroll:export", month)
    entered, *_ = payments(rng)
    for bad in ("Anna Weber;DE12\n", "Anna Weber;;100\n", ";DE12;100\n", "Anna Weber;DE12;-5\n"):
        box.write(f"staff/{month}.csv", entered + bad)
        with pytest.raises(Raised):
            box.call("payroll:export", month)
        assert sent_to_the_bank(box, month) == wanted
    missing = month_of(rng)
    for function in ("export", "archive"):
        with pytest.raises(Raised):
            box.call(f"payroll:{function}", missing)
    assert missing not in box.call("payroll:months")


def test_other_words_are_no_months(box, rng):
    """A month has four digits, a hyphen and two digits; everything else is refused."""
    month = month_of(rng)
    wanted, _ = enter(box, rng, month)
    for wrong in ("", month[:-1], f"{month}1", f"{month}\n", f"../outbox/{month}", month.replace("-", "/")):
        for function in ("export", "archive"):
            with pytest.raises(Raised):
                box.call(f"payroll:{function}", wrong)


def test_months_are_listed(box, rng):
    """The list has each exported month once, in order."""
    new = sorted({month_of(rng) for _ in range(4)})
    for month in reversed(new):
        enter(box, rng, month)
        box.call("payroll:export", month)
        box.call("payroll:export", month)
    assert [month for month in box.call("payroll:months") if month in new] == new
    assert box.call("payroll:months") == sorted(set(box.call("payroll:months")))


def test_files_of_others_stay(box, rng):
    """What other users have in scratch/ stays as it is, whatever its name."""
    month, text = month_of(rng), word(rng)
    names = [f"scratch/{word(rng)}.txt", f"scratch/payroll-{word(rng)}.txt", f"scratch/.{word(rng)}"]
    for name in names:
        box.write(name, text)
    enter(box, rng, month)
    box.call("payroll:export", month)
    box.call("payroll:archive", month)
    for name in names:
        assert box.read(name) == text.encode(), name
