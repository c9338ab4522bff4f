"""Print what 448 real calls of sign_in() did: record.py of the exhibit compiled member.c in four ways and kept it."""

import json
from pathlib import Path

DATA = Path(__file__).parents[2] / "exhibits" / "memory-strip" / "data.json"

BUILDS = ("none", "stack", "FORTIFY", "ASan")  # as the exhibit calls them

lengths, ways = json.loads(DATA.read_text(encoding="utf-8"))["tables"]

for table in (lengths, ways):
    print(table["title"])
    width = max(len(row[0].strip("`")) for row in table["rows"]) + 2
    for row in ([table["columns"][0], *BUILDS], *table["rows"]):
        first, *builds = (cell.replace("`", "") for cell in row)
        cells = "".join(f"{cell.split(':')[0]:11}" for cell in builds)
        print(f"{first:{width}}{cells}".rstrip())
