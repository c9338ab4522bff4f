"""Builds dist/parcels.pyz from src. All branches of the company download it."""

import zipfile
from pathlib import Path

FILES = ("__init__.py", "cli.py", "client.py", "config.py", "zones.json")
START = "from parcels.cli import run\n\nrun()\n"


def build():
    Path("dist").mkdir(exist_ok=True)
    with zipfile.ZipFile("dist/parcels.pyz", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("__main__.py", START)
        for name in FILES:
            archive.write(f"src/parcels/{name}", f"parcels/{name}")


if __name__ == "__main__":
    build()
    print("built dist/parcels.pyz")
