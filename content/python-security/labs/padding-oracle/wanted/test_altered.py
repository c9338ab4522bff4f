"""What is not a label, or was changed, is refused."""

import pytest
from helpers import post, word

from quintain.judge import Raised


def altered(rng, label):
    """Change one character of a label, and not one of the last of a part, which may not count."""
    letters = "ABCDEFGHabcdefgh01234567"
    inside = [at for at in range(len(label) - 4) if label[at : at + 4].isalnum()]
    for at in rng.sample(inside, 12):
        other = rng.choice([letter for letter in letters if letter.lower() != label[at].lower()])  # hexadecimal
        yield label[:at] + other + label[at + 1 :]


def test_altered_labels_are_refused(box, canary, rng):
    """A label in which a character was changed, or that lacks a part, is refused with a LabelError."""
    parcel = post(box, rng, "Kim Berger and the whole family from the second floor")
    for label in (parcel["label"], parcel["pickup"]):
        for other in [
            *altered(rng, label),
            *(label[:size] for size in (0, 16, 24, 44, len(label) // 2, len(label) - 8)),
        ]:
            with pytest.raises(Raised) as refused:
                box.call("labels:read", other)
            assert "LabelError" in refused.value.names, other
            ((answer, _),) = box.call("depot:scan", [other])
            assert answer.startswith("refused"), other
            with pytest.raises(Raised):
                box.call("depot:pick_up", other)
            with pytest.raises(Raised):
                box.call("depot:deliver", other, canary.driver_pin)


def test_other_strings_are_refused(box, rng):
    """Any other string is refused with a LabelError, too."""
    for other in [
        "",
        "x",
        "1001",
        "Ünicode",
        "%%%",
        ".",
        "a.b",
        "=" * 8,
        "A" * 64,
        "0" * 96,
        word(rng, 43),
        word(rng, 128),
    ]:
        with pytest.raises(Raised) as refused:
            box.call("labels:read", other)
        assert "LabelError" in refused.value.names, other
