"""What is left behind."""

import pytest
from helpers import enter, month_of, payments
from quintain.judge import Raised


def test_nothing_is_left_behind(box, rng):
    """After an export, with or without an error, there is no other new file than the one in the outbox."""
    good, bad, missing = (month_of(rng) for _ in range(3))
    enter(box, rng, good)
    box.write(f"staff/{bad}.csv", payments(rng)[0] + "Anna Weber;DE12\n")
    before = set(box.files())
    box.call("payroll:export", good)
    for month in (bad, missing):
        with pytest.raises(Raised):
            box.call("payroll:export", month)
    box.call("payroll:archive", good)
    assert set(box.files()) - before == {f"outbox/{good}.txt", f"archive/{good}.txt"}
