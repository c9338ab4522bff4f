"""Translations travel with the pack, and its signature is over them."""

import io
import zipfile
from pathlib import Path

import pytest

from quintain.packs import load_pack
from quintain.packs.packed.archive import contents_of, read_pack_file
from quintain.packs.packed.errors import PackFileRefused
from quintain.packs.translations import take, translate_pack
from tests.packs.conftest import Folder, pack
from tests.packs.packed.making import build_file
from tests.packs.translations.saying import everything, say

__all__ = ["pack"]

CATALOG = "translations/de/lessons/paths.po"


@pytest.fixture
def file(pack: Folder, tmp_path: Path) -> Path:
    """Give the file of a pack that is translated into German."""
    pack.edit("pack.toml", 'code = "S-1"\n', 'code = "S-1"\nversion = "1.2"\n')
    loaded = load_pack(pack.root)
    take(loaded, "de", everything(loaded))
    return build_file(pack.root, tmp_path / "x.zip")


def test_an_installed_pack_is_translated_as_its_author_has_it(file: Path, tmp_path: Path) -> None:
    """The manifest, which is what is signed, names each catalog with its digest."""
    pack_file = read_pack_file(file)
    assert CATALOG in {each.path for each in pack_file.manifest.files}
    for each, content in contents_of(pack_file):
        (place := tmp_path / "out" / each.path).parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    said, problems = translate_pack(load_pack(tmp_path / "out"), "de")
    assert not problems
    assert said.lessons["paths"].title == say("Paths")


def test_a_catalog_that_was_changed_on_the_way_is_refused(file: Path) -> None:
    """It is not the file whose digest the manifest has."""
    content = file.read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        original = archive.read(f"pack/{CATALOG}")
    changed = original.replace(b"\xc3\x9cber", b"Unter", 1)
    assert len(changed) == len(original)
    file.write_bytes(content.replace(original, changed))
    with pytest.raises(PackFileRefused):
        read_pack_file(file)
