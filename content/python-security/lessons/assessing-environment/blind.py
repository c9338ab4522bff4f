"""Look for a library that somebody copied into a package."""

import re
import tempfile
from pathlib import Path

from inventory import inventory, make

VERSION = re.compile(r"""__version__ = ['"](.+)['"]""")

with tempfile.TemporaryDirectory() as name:
    folder = Path(name)
    make(folder)
    copied = folder / "shop" / "_vendor" / "urllib3"
    copied.mkdir(parents=True)
    (copied / "__init__.py").write_text('__version__ = "1.26.5"\n', encoding="utf-8")

    print("the metadata knows urllib3", inventory(folder)["urllib3"][0])
    for path in sorted(folder.rglob("__init__.py")):
        if found := VERSION.search(path.read_text(encoding="utf-8")):
            print("a search of the files finds", path.parent.relative_to(folder).as_posix(), found[1])
