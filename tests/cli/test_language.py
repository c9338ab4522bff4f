"""The language of the interface is settled before anything starts."""

from pathlib import Path

import pytest

from quintain.server.starting import StartRefused, require_language
from quintain.web.folder import DataFolder
from tests.pseudo import CODE, write_catalogs


@pytest.mark.parametrize("language", ["", "en", CODE])
def test_english_and_what_is_translated_are_spoken(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A catalog in the data folder is enough."""
    write_catalogs(tmp_path)
    monkeypatch.setenv("QUINTAIN_LANGUAGE", language)
    require_language(DataFolder(tmp_path))


@pytest.mark.parametrize("language", ["tlh", "../../etc", "eo\0", "e", "eo-" + "x" * 9000])
def test_a_language_without_a_catalog_is_refused(language: str, tmp_path: Path) -> None:
    """The refusal says where the catalog belongs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("os.environ", {"QUINTAIN_LANGUAGE": language})
        with pytest.raises(StartRefused, match="There is no translation") as refused:
            require_language(DataFolder(tmp_path))
    assert "LC_MESSAGES" in refused.value.remedy
