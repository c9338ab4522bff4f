"""A pack may have any name that its author gives it: none is that of a file of the server's own."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from quintain.cli.main import main
from quintain.cli.new import write_pack
from quintain.packs.packed.signatures import public_key_of
from quintain.server.installed_packs import EARLIER_LOCK, installed_root
from quintain.web.folder import DataFolder
from tests.packs.packed.making import KEY, build_file


@pytest.mark.parametrize("name", ["lock", "received", "downloaded", "unpacked"])
def test_a_pack_is_installed_under_any_name(name: str, tmp_path: Path) -> None:
    """Also where an earlier version has left a lock of the name, and twice, and it can be removed."""
    data = DataFolder(tmp_path / "data")
    data.packs.mkdir(parents=True)
    (data.packs / EARLIER_LOCK).touch()
    root = tmp_path / name
    write_pack(root, "Web course")

    def run(*words: str) -> None:
        result = CliRunner().invoke(main, ["pack", *words, "--data", str(data.root)])
        assert result.exit_code == 0, result.output

    run("trust", public_key_of(KEY).line)
    file = build_file(root, tmp_path / "pack.zip")
    for _ in range(2):
        run("install", str(file))
        found = installed_root(data, name)
        assert found is not None
        assert found.parent == data.packs / name
    run("remove", name, "--forget")
    assert not (data.packs / name).exists()
