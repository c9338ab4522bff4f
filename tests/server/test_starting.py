"""The steps of a start refuse with a sentence and the way out."""

from pathlib import Path

import pytest

from quintain.server.starting import StartRefused, require_sandbox
from quintain.web.folder import DataFolder


@pytest.mark.parametrize(
    ("name", "possible"),
    [("QUINTAIN_BOXES", "it may be cold or warm"), ("QUINTAIN_GROUPS", "it may be unused or used")],
)
def test_unknown_kind_of_boxes_refuses_the_start(
    name: str, possible: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server does not choose another kind in silence, and says which there are."""
    monkeypatch.setenv(name, "lukewarm")
    with pytest.raises(StartRefused, match=f"{name} is 'lukewarm'; {possible}") as refused:
        require_sandbox(DataFolder(tmp_path))
    assert f"Correct or unset {name}." in refused.value.remedy
