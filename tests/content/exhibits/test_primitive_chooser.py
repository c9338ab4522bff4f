"""Three attacks are tried again on seven primitives."""

from .recording import data_of, script_of


def test_every_attack_is_tried_again_and_ends_as_recorded() -> None:
    """Keys and nonces are new in each run; which attacks work is not."""
    recorded, again = data_of("primitive-chooser"), script_of("primitive-chooser")["record"]()

    assert again["ways"] == recorded["ways"]


def test_no_primitive_alone_stops_all_three_attacks() -> None:
    """What has no key stops nothing, only AES-GCM stops reading and changing, only a signature stops the receiver."""
    works = {way["name"]: way["works"] for way in data_of("primitive-chooser")["ways"]}

    assert [name for name, each in works.items() if all(each)] == ["Base64", "CRC-32", "SHA-256"]
    assert [name for name, (read, change, _) in works.items() if not read and not change] == ["AES-GCM"]
    assert [name for name, (*_, receiver) in works.items() if not receiver] == ["Ed25519 signature"]
    assert all(any(each) for each in works.values())
