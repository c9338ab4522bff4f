"""Builds dist/parcels.pyz from src. All branches of the company download it."""

import shutil
import tempfile
import zipapp
from pathlib import Path


def build():
    Path("dist").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        package = Path(folder, "parcels")
        package.mkdir()
        for file in [*Path("src/parcels").glob("*.py"), Path("src/parcels/zones.json")]:
            shutil.copy(file, package)
        zipapp.create_archive(folder, "dist/parcels.pyz", main="parcels.cli:run", compressed=True)


if __name__ == "__main__":
    build()
    print("built dist/parcels.pyz")
