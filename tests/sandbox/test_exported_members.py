"""The public surface of the room: what the judge may rely on."""

from quintain import sandbox


def test_public_names_are_these_and_exist() -> None:
    """A name more or less is a decision, not an accident."""
    assert sorted(sandbox.__all__) == [
        "Box",
        "BoxNotStarted",
        "Boxes",
        "Ending",
        "Facts",
        "Limit",
        "Limits",
        "Manner",
        "Meter",
        "Opened",
        "Program",
        "Record",
        "Recording",
        "Refusal",
        "Runtime",
        "RuntimeNotBuilt",
        "RuntimeSpec",
        "STARTS",
        "Sandbox",
        "SandboxError",
        "SandboxUnavailable",
        "file_rights_of",
        "probe",
        "require",
    ]
    assert all(hasattr(sandbox, name) for name in sandbox.__all__)
