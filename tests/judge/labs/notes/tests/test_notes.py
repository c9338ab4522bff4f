"""Notes and the vault."""

import pytest

from quintain.judge import Raised


def test_note(box, canary):
    assert box.call("notes:read", f"{canary.name}.txt") == canary.text


def test_dotted_name(box, canary):
    """A name with dots in it is a name"""
    assert box.call("notes:read", f"{canary.name}..old.txt") == f"old {canary.text}"


def test_vault_opens(box, canary):
    assert box.call("notes:vault", canary.pin) == canary.key


def test_wrong_number(box, canary, rng):
    with pytest.raises(Raised) as caught:
        box.call("notes:vault", str(rng.randrange(1000)))
    assert caught.value.names[0] == "PermissionError"
