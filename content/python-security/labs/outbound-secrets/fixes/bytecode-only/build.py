"""Builds dist/parcels.pyz from src. All branches of the company download it."""

import shutil
import tempfile
import zipapp
from compileall import compile_dir
from pathlib import Path


def build():
    """Compile the program, so that nobody can read its source."""
    Path("dist").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        package = Path(folder, "parcels")
        package.mkdir()
        for file in [*Path("src/parcels").glob("*.py"), Path("src/parcels/zones.json")]:
            shutil.copy(file, package)
        compile_dir(package, quiet=2, legacy=True)
        for file in package.glob("*.py"):
            file.unlink()
        zipapp.create_archive(folder, "dist/parcels.pyz", main="parcels.cli:run", compressed=True)


if __name__ == "__main__":
    build()
    print("built dist/parcels.pyz")
