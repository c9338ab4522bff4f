"""Four packages of one author. The code of each wants to run at another moment."""

import base64
import hashlib
import io
import tarfile
import zipfile
from pathlib import Path

STEAL = 'import os; open(os.environ["TRACE"], "w").write(f"code of {NAME} read DEPLOY_TOKEN\\n")'
BACKEND = """
STEAL_HERE

def get_requires_for_build_wheel(settings=None): return []

def prepare_metadata_for_build_wheel(folder, settings=None):
    info = f"{folder}/hello-1.0.dist-info"
    os.mkdir(info)
    open(f"{info}/METADATA", "w").write("Metadata-Version: 2.1\\nName: hello\\nVersion: 1.0\\n")
    return "hello-1.0.dist-info"

def build_wheel(folder, settings=None, metadata=None):
    import packages_wheel
    return packages_wheel.wheel(folder, {"hello/__init__.py": "def greet(): return 'hello'\\n"})
"""


def steal(name: str) -> str:
    return STEAL.replace("{NAME}", name)


def wheel(folder: str | Path, files: dict[str, str]) -> str:
    """Write hello-1.0 as a wheel: a zip file whose files are copied into site-packages."""
    info = "hello-1.0.dist-info"
    files = dict(files) | {
        f"{info}/METADATA": "Metadata-Version: 2.1\nName: hello\nVersion: 1.0\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: by hand\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    rows = []
    for name, text in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
        rows.append(f"{name},sha256={digest},{len(text)}")
    files[f"{info}/RECORD"] = "\n".join([*rows, f"{info}/RECORD,,"]) + "\n"
    path = Path(folder) / "hello-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path.name


def source(folder: str | Path) -> str:
    """Write hello-1.0 as a source distribution, which the installer must build first."""
    files = {
        "pyproject.toml": '[build-system]\nrequires = []\nbuild-backend = "build_it"\nbackend-path = ["."]\n',
        "build_it.py": BACKEND.replace("STEAL_HERE", steal("build_it.py")),
        "packages_wheel.py": Path(__file__).read_text(encoding="utf-8"),
        "PKG-INFO": "Metadata-Version: 2.1\nName: hello\nVersion: 1.0\n",
    }
    path = Path(folder) / "hello-1.0.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        for name, text in files.items():
            entry = tarfile.TarInfo(f"hello-1.0/{name}")
            entry.size = len(text.encode())
            archive.addfile(entry, io.BytesIO(text.encode()))
    return path.name


GREET = "def greet(): return 'hello'\n"
WHEELS = {
    "function": {"hello/__init__.py": f"def greet():\n    {steal('hello.greet')}\n    return 'hello'\n"},
    "module": {"hello/__init__.py": f"{steal('hello/__init__.py')}\n{GREET}"},
    "start": {"hello/__init__.py": GREET, "hello_init.pth": f"{steal('hello_init.pth')}\n"},
}


# A fifth wheel: an installer moves the files of its folder .data to site-packages, too.
MOVED = {"moved": {"hello/__init__.py": GREET, "hello-1.0.data/purelib/sitecustomize.py": steal("sitecustomize.py")}}


def make(kind: str, folder: str | Path) -> str:
    return source(folder) if kind == "build" else wheel(folder, (WHEELS | MOVED)[kind])


if __name__ == "__main__":
    for kind, files in WHEELS.items():
        print(f"{kind:<9}{', '.join(files)}")
    print("build    build_it.py, which the installer runs")
