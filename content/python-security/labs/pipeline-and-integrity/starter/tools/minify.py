"""Makes pages smaller: python minify.py FOLDER."""

import sys
from pathlib import Path

for page in Path(sys.argv[1]).glob("*.html"):
    lines = page.read_text(encoding="utf-8").splitlines()
    page.write_text("\n".join(line.strip() for line in lines if line.strip()), encoding="utf-8")
