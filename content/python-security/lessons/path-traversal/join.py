"""What a folder and a name become when they are joined, and where that is."""

import posixpath
from pathlib import PurePosixPath

FOLDER = PurePosixPath("/srv/school/worksheets")
NAMES = (
    "scales.txt",
    "2026/rhythm.txt",
    "../settings.ini",
    "2026/../../settings.ini",
    "/etc/passwd",
)

if __name__ == "__main__":
    for name in NAMES:
        joined = FOLDER / name
        print(f"{name:25}{joined!s:48}{posixpath.normpath(joined)}")
