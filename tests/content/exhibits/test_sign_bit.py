"""All 256 bytes are read again, in both readings."""

from .recording import data_of, script_of


def test_every_byte_is_read_again_as_recorded() -> None:
    """The lesson's own parser reads or refuses each byte as the exhibit shows."""
    recorded, again = data_of("sign-bit"), script_of("sign-bit")["record"]()

    assert {**again, "interpreter": ""} == {**recorded, "interpreter": ""}


def test_only_a_negative_length_gets_past_the_limit() -> None:
    """Above 127, the signed parser reads everything; the unsigned one never reads more than the limit."""
    data = data_of("sign-bit")

    for byte, case in enumerate(data["cases"]):
        assert case["unsigned"]["length"] == byte
        assert (case["unsigned"]["read"] is None) == (byte > data["limit"])
        assert (case["signed"]["read"] == data["rest"]) == (byte > 127)
