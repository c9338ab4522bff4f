"""Put a token into a source file, run it, hide the change with `git stash`, and look at what an image would contain."""

import io
import py_compile
import subprocess
import tarfile
import tempfile
from collections.abc import Sequence
from pathlib import Path

TOKEN = "0123456789abcdef0123456789abcdef01234567"
CLEAN = 'def fetch(repository="owner/repo", access_token=None):\n    return access_token\n'
EDITED = CLEAN.replace("None", f'"{TOKEN}"')


def git(folder: Path, *words: str) -> bytes:
    name = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    return subprocess.run(["git", *name, *words], cwd=folder, check=True, capture_output=True).stdout


def image(folder: Path, ignored: Sequence[str] = (".git",)) -> bytes:
    """Return the folder as `COPY . .` stores it, without the names in `.dockerignore`."""
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w") as tar:
        tar.add(folder, "app", filter=lambda entry: None if Path(entry.name).name in ignored else entry)
    return archive.getvalue()


def look(step: str, folder: Path, built: bytes | None = None) -> None:
    places = {
        "build.py": (folder / "build.py").read_bytes(),
        ".pyc": b"".join(path.read_bytes() for path in folder.glob("__pycache__/*")),
        "image": built,
    }
    cells = ("" if data is None else "TOKEN" if TOKEN.encode() in data else "-" for data in places.values())
    print(f"{step:42}" + "".join(f"{cell:10}" for cell in cells).rstrip())


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "build.py"
        git(folder, "init", "--quiet", "-b", "main")
        (folder / ".gitignore").write_text("__pycache__/\n")
        source.write_text(CLEAN)
        git(folder, "add", ".")
        git(folder, "commit", "--quiet", "-m", "first")
        print(f"{'':42}{'build.py':10}{'.pyc':10}image")
        look("committed", folder)
        source.write_text(EDITED)
        py_compile.compile(str(source), doraise=True)
        look("token added, program run", folder)
        git(folder, "stash")
        look("git stash, then COPY . .", folder, image(folder))
        look("the same, __pycache__ in .dockerignore", folder, image(folder, (".git", "__pycache__")))
        look("built from the commit (git archive)", folder, git(folder, "archive", "HEAD"))
