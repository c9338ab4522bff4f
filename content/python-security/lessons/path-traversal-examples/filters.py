"""Each archive, unpacked with each filter of tarfile and with the function of after.py."""

import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import IO

from after import unpack
from archives import ARCHIVES, outcome


def with_filter(name: str) -> Callable[[IO[bytes], Path], None]:
    def extract(archive: IO[bytes], folder: Path) -> None:
        with tarfile.open(fileobj=archive) as tar:
            tar.extractall(folder, filter=name)

    return extract


WAYS = {
    "fully_trusted": with_filter("fully_trusted"),
    "tar": with_filter("tar"),
    "data": with_filter("data"),
    "after.py": unpack,
}

if __name__ == "__main__":
    print(f"{'':14}" + "".join(f"{way:15}" for way in WAYS).rstrip())
    for name in ARCHIVES:
        print(f"{name:14}" + "".join(f"{outcome(way, name):15}" for way in WAYS.values()).rstrip())
