"""A missing note tells nothing about the house."""

import pytest

from quintain.judge import Raised


def test_missing_note_names_no_path(box, rng):
    with pytest.raises(Raised) as caught:
        box.call("notes:read", "".join(rng.choices("abc", k=9)))
    assert "/lab" not in caught.value.text
