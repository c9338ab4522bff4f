"""Only what the brief allows is a description."""

import pytest
from helpers import honest, layer, scan, size, title, word

from quintain.judge import Raised


def test_other_sizes_are_refused(box, rng):
    """A width or height of 0 or more than 10,000 is refused, and the next scan is described."""
    for width, height in [(0, 5), (5, 0), (10_001, 5), (5, 10_001)]:
        with pytest.raises(Raised):
            box.call("archive:describe", scan(size(width, height), title(word(rng))))
    data, description = honest(rng)
    assert box.call("archive:describe", data) == description


def test_too_much_is_refused(box, rng):
    """More than 100 layers or 200 characters are refused, and the next scan is described."""
    for extra in [[layer(1, 1)] * 101, [title(word(rng, 201, 201))]]:
        with pytest.raises(Raised):
            box.call("archive:describe", scan(size(3, 4), *extra))
    data, description = honest(rng)
    assert box.call("archive:describe", data) == description
