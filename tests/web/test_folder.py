"""The data folder: what starts that meet leave in it."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from quintain.web.folder import DataFolder


def test_starts_at_once_read_one_secret(tmp_path: Path) -> None:
    """Each reads what the first wrote, for a session signed by one must be good at the other; no draft is left."""
    folder, starts = DataFolder(tmp_path / "data"), 8
    barrier = Barrier(starts)

    def start(_: int) -> str:
        barrier.wait()
        folder.prepare()
        return folder.secret_key

    with ThreadPoolExecutor(starts) as threads:
        read = set(threads.map(start, range(starts)))
    assert len(read) == 1
    assert [path.name for path in folder.root.iterdir()] == ["secret-key"]


def test_a_torn_secret_is_replaced(tmp_path: Path) -> None:
    """A start that was killed while it wrote must not leave a key that somebody could guess."""
    folder = DataFolder(tmp_path / "data")
    folder.root.mkdir()
    (folder.root / "secret-key").write_text("torn")
    folder.prepare()
    assert len(folder.secret_key) == 64
    assert [path.name for path in folder.root.iterdir()] == ["secret-key"]
