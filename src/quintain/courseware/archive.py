"""Zip files whose bytes depend on their content alone."""

import io
import zipfile
from collections.abc import Iterable
from typing import Final

EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can name
MODE: Final = 0o644 << 16
UNIX: Final = 3  # where the attributes come from, whatever system writes the archive
COMPRESSED: Final = frozenset({"woff2", "png"})


def zip_files(files: Iterable[tuple[str, bytes]], *, stored: tuple[str, ...] = ()) -> bytes:
    """Return an archive with the files in the order given; ``stored`` ones and fonts are not compressed.

    Raises:
        ValueError: two files have one name.

    """
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        names: set[str] = set()
        for name, content in files:
            if name in names:
                raise ValueError(f"{name} is there twice.")
            names.add(name)
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.create_system = UNIX
            entry.external_attr = MODE
            is_stored = name in stored or name.rpartition(".")[2] in COMPRESSED
            entry.compress_type = zipfile.ZIP_STORED if is_stored else zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return target.getvalue()
