"""The authenticator shows its codes again, and is asked again which it accepts."""

from .recording import data_of, script_of


def test_pyotp_accepts_the_same_codes_again() -> None:
    """The secret and the clock are those of the script, so every code and every second is the same."""
    data = data_of("totp-clock")

    assert script_of("totp-clock")["record"]() | {"interpreter": ""} == data | {"interpreter": ""}


def test_each_step_of_the_window_adds_a_minute_and_two_codes() -> None:
    """No window is 30 seconds and one code; none of them stops the second use."""
    windows = data_of("totp-clock")["windows"]

    assert [(each["seconds"], each["right"]) for each in windows] == [
        (30 + 60 * width, 1 + 2 * width) for width in range(len(windows))
    ]
    assert all(each["again"] for each in windows)
