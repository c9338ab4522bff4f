"""Look for files that nobody meant to publish, in the folder that a web server delivers."""

import tempfile
from pathlib import Path

UNWANTED = (".git", ".svn", ".env*", "*.map", "*.bak", "*.old", "*.orig", "*~", "*.swp", "*.sql", "*.sqlite3", "*.log")


def unwanted(folder: Path) -> list[str]:
    found = (path for path in folder.rglob("*") if any(path.match(pattern) for pattern in UNWANTED))
    return sorted(str(path.relative_to(folder)) for path in found)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file in (
            ".git/HEAD",
            ".env.production",
            "index.html",
            "app.js",
            "app.js.map",
            "settings.py~",
            "db/all.sql",
        ):
            (folder / file).parent.mkdir(exist_ok=True)
            (folder / file).touch()
        print(*unwanted(folder), sep="\n")
