"""What members and keepers of the archive count on."""

import pytest

from helpers import decoded, encoded, mira_token, part, word, zoe_token

from quintain.judge import Raised


def test_keepers_see_the_plan(box, canary):
    """A keeper sees the plan of the vault, and her own notes."""
    token = mira_token(box, canary)
    assert box.call("archive:plan", token) == canary.vault_plan
    assert box.call("archive:profile", token) == {"name": "mira", "notes": [canary.mira_note]}


def test_tokens_for_several_services(box, canary):
    """A token may be for several services, in any order."""
    for audiences in (("archive", "archive-training"), ("archive-training", "archive")):
        assert box.call("archive:plan", mira_token(box, canary, *audiences)) == canary.vault_plan
    token = mira_token(box, canary, "forum", "archive", "arch")
    assert box.call("archive:profile", token)["name"] == "mira"


def test_readers_see_their_notes(box, canary):
    """A reader sees their own notes, and not the plan."""
    for name, password in (("zoe", "harbour-7421"), ("Jürg O'Neill", canary.jurg_password)):
        token = box.call("signin:sign_in", name, password, "archive")
        profile = box.call("archive:profile", token)
        assert profile["name"] == name
        assert len(profile["notes"]) == 1
        with pytest.raises(Raised):
            box.call("archive:plan", token)


def test_tokens_work_for_an_hour(box, canary):
    """A token from fifty minutes ago still works."""
    box.write("earlier.txt", "3000")
    token = mira_token(box, canary)
    box.write("earlier.txt", "0")
    assert box.call("archive:plan", token) == canary.vault_plan
    assert box.call("archive:profile", token)["name"] == "mira"


def test_new_keys_work_at_once(box, canary):
    """When the sign-in service has a new key, its tokens work, and so do those of older keys."""
    before = mira_token(box, canary)
    for _ in range(2):
        box.call("signin:new_key")
        assert box.call("archive:plan", mira_token(box, canary)) == canary.vault_plan
    assert box.call("archive:plan", before) == canary.vault_plan
    assert box.call("archive:profile", before)["name"] == "mira"


def test_new_keys_work_after_wrong_tokens(box, canary, rng):
    """Tokens with unknown keys do not keep the tokens of a new key from working at once."""
    header, claims, signature = zoe_token(box).split(".")
    for _ in range(30):
        other = {**decoded(header), "kid": f"city-9-{word(rng)}"}
        with pytest.raises(Raised):
            box.call("archive:plan", f"{part(other)}.{claims}.{signature}")
    box.call("signin:new_key")
    token = mira_token(box, canary)
    assert box.call("archive:plan", token) == canary.vault_plan
    assert box.call("archive:profile", token)["name"] == "mira"


def test_members_upload_files(box, rng):
    """Members upload drawings and keys."""
    for end in ("svg", "txt", "pem"):
        name, text = f"{word(rng)}-1.{end}", word(rng)
        assert box.call("archive:upload", zoe_token(box), name, text) == f"uploads/{name}"
        assert box.read(f"uploads/{name}") == text.encode()


def test_wrong_tokens_change_nothing(box, canary, rng):
    """Wrong tokens are refused, and afterwards the right ones work."""
    token = mira_token(box, canary)
    header, claims, signature = zoe_token(box).split(".")
    other = {**decoded(header), "kid": f"city-9-{word(rng)}"}
    for wrong in (
        "",
        ".",
        "..",
        "...",
        word(rng),
        f"{header}.{claims}.{encoded(rng.randbytes(64))}",
        f"{part(other)}.{claims}.{signature}",
        f"{part([])}.{claims}.{signature}",
        f"{header}.{part([])}.{signature}",
        "é.é.é",
    ):
        with pytest.raises(Raised):
            box.call("archive:plan", wrong)
    assert box.call("archive:plan", token) == canary.vault_plan
    assert box.call("archive:profile", token)["name"] == "mira"
