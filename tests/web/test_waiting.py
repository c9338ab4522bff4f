"""How long somebody has to wait is said in a unit that people count in."""

import pytest

from quintain.web.waiting import wait_and_try_again


@pytest.mark.parametrize(
    ("seconds", "sentence"),
    [
        (1, "Wait 1 second, then try again."),
        (90, "Wait 90 seconds, then try again."),
        (91, "Wait 2 minutes, then try again."),
        (120, "Wait 2 minutes, then try again."),
        (3134, "Wait 53 minutes, then try again."),
        (3600, "Wait 60 minutes, then try again."),
    ],
)
def test_a_long_wait_is_told_in_minutes(seconds: int, sentence: str) -> None:
    """Rounded up, so that nobody tries in vain."""
    assert wait_and_try_again(seconds) == sentence
