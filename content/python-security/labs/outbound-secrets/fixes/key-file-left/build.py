"""Builds dist/parcels.pyz from src. All branches of the company download it."""

import zipapp
from pathlib import Path


def build():
    Path("dist").mkdir(exist_ok=True)
    zipapp.create_archive(
        "src", "dist/parcels.pyz", main="parcels.cli:run", compressed=True,
        filter=lambda path: path.parent == Path("parcels") and (path.suffix == ".py" or path.name == "zones.json"),
    )


if __name__ == "__main__":
    build()
    print("built dist/parcels.pyz")
