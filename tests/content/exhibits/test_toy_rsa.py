"""Ten grades are encrypted and attacked again."""

from .recording import data_of, script_of


def test_every_grade_is_encrypted_and_attacked_again_as_recorded() -> None:
    """The random bits of the exhibit are fixed, so every number is the same."""
    recorded, again = data_of("toy-rsa"), script_of("toy-rsa")["record"]()

    assert {**again, "interpreter": ""} == {**recorded, "interpreter": ""}


def test_padding_stops_both_attacks() -> None:
    """Without it, each grade is found and doubled; with it, no ciphertext fits and every change is refused."""
    data = data_of("toy-rsa")
    plain, padded = (way["sent"] for way in data["ways"])

    for at, (_, found, doubled) in enumerate(plain):
        grade = at // data["times"] + 1
        assert (found, doubled) == (grade, str(2 * grade))
    assert {(found, doubled) for _, found, doubled in padded} == {(None, "refused")}
    assert len({ciphertext for ciphertext, *_ in padded}) == len(padded)
