"""The dialogues between user, phishing page and bank are held again."""

from .recording import data_of, script_of


def test_the_dialogues_are_held_again_as_recorded() -> None:
    """Every message, code and refusal is the same; keys and signatures are new each time and are not shown."""
    data = data_of("relay-replay")

    assert script_of("relay-replay")["record"]() | {"interpreter": ""} == data | {"interpreter": ""}


def test_only_the_code_can_be_passed_on() -> None:
    """The four attempts with a passkey end at the browser, at the key, and twice at the bank."""
    ends = [(scene["inside"], scene["end"].split(":")[0]) for scene in data_of("relay-replay")["scenes"]]

    assert ends == [
        (True, "the attacker is signed in"),
        (False, "the browser refuses"),
        (False, "the security key has no key for bank-login.example"),
        (False, "the bank refuses"),
        (False, "the bank refuses"),
    ]
