"""Every bit of the signed order is flipped again."""

from .recording import data_of, script_of


def test_every_bit_is_accepted_or_refused_again_as_recorded() -> None:
    """Key and signature are fixed, and Ed25519 signs without chance."""
    data = data_of("signed-order")

    assert script_of("signed-order")["record"]() | {"interpreter": ""} == data | {"interpreter": ""}


def test_what_is_signed_cannot_be_changed_if_the_program_stops() -> None:
    """Beside the signed bytes, every bit can be flipped; without a stop, all of them can."""
    for program in data_of("signed-order")["programs"]:
        signed = 8 * program["length"]
        stops = program["after"] == "stops"

        assert program["accepted"][:signed] == ("0" if stops else "1") * signed
        assert set(program["accepted"][signed:]) <= {"1"}
