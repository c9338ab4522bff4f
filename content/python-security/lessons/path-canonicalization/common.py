"""Two functions that sound alike, and a comparison of paths that looks at no disk."""

import os
from pathlib import PurePosixPath

FOLDER, FILE = "/srv/worksheets", "/srv/worksheets-old/7.txt"

if __name__ == "__main__":
    print("commonprefix  ", os.path.commonprefix([FOLDER, FILE]))
    print("commonpath    ", os.path.commonpath([FOLDER, FILE]))
    print("is_relative_to", PurePosixPath("/srv/worksheets/../settings.ini").is_relative_to(FOLDER))
    print("realpath      ", os.path.realpath("/no/such/../folder"))
    try:
        print("strict        ", os.path.realpath("/no/such/../folder", strict=True))
    except FileNotFoundError as error:
        print("strict        ", type(error).__name__)
