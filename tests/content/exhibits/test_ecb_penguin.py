"""The drawing is encrypted again in each mode."""

from .recording import data_of, script_of


def test_every_view_is_encrypted_again_as_recorded() -> None:
    """Key and nonces of the exhibit are fixed, so every pixel is the same."""
    recorded, again = data_of("ecb-penguin"), script_of("ecb-penguin")["record"]()

    assert again["views"] == recorded["views"]


def test_ecb_keeps_equal_blocks_and_a_nonce_that_is_used_twice_removes_the_encryption() -> None:
    """ECB has as many different blocks as the picture, GCM only different ones, and XOR is that of the two pictures."""
    script, data = script_of("ecb-penguin"), data_of("ecb-penguin")
    picture, ecb, gcm, twice = data["views"]
    drawings = script["picture"]
    both = script["xor"](drawings.paint(drawings.PENGUIN), drawings.paint(drawings.FISH))

    assert ecb["different"] == picture["different"] < 50
    assert gcm["different"] == data["blocks"]
    assert twice["shades"] == script["shades"](both)
