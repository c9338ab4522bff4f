"""Lock and install the project of project.toml, while an attacker's shop-tools is on the public index."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from indexes import origin, serve

PROJECT = Path("project.toml").read_text(encoding="utf-8")


def uv(folder: Path, public: str, *arguments: str) -> str:
    """Run uv in a project with a public index, and return how it ended."""
    program = shutil.which("uv") or str(Path(sys.executable).with_name("uv"))
    environment = {"PATH": os.defpath, "HOME": str(folder), "UV_PYTHON": sys.executable, "UV_DEFAULT_INDEX": public}
    environment |= {"UV_CACHE_DIR": str(folder / "cache"), "UV_PYTHON_DOWNLOADS": "never", "NO_COLOR": "1"}
    run = subprocess.run(
        [program, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    reason = re.search(r"Hash mismatch|lockfile .* needs to be updated", run.stderr)
    return "ends well" if run.returncode == 0 else f"fails: {reason[0] if reason else run.stderr}"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name, serve(["99.0.0", "1.2.0"]) as url:
        folder, public = Path(name), f"{url}/public"
        project, lock = folder / "pyproject.toml", folder / "uv.lock"
        project.write_text(PROJECT.replace("https://packages.shop.example/simple", f"{url}/private"), encoding="utf-8")
        print("uv lock:               ", uv(folder, public, "lock"))
        print("uv sync --locked:      ", uv(folder, public, "sync", "--locked"))
        (installed,) = folder.glob(".venv/**/shop_tools.py")
        print("installed:             ", origin(installed.parent), "package")

        good = lock.read_text(encoding="utf-8")
        digit = good.index("sha256:") + len("sha256:")
        lock.write_text(good[:digit] + ("1" if good[digit] == "0" else "0") + good[digit + 1 :], encoding="utf-8")
        shutil.rmtree(folder / "cache")
        print("another hash:          ", uv(folder, public, "sync", "--locked", "--reinstall"))
        lock.write_text(good, encoding="utf-8")
        edited = project.read_text(encoding="utf-8").replace('["shop-tools"]', '["shop-tools>=1"]')
        project.write_text(edited, encoding="utf-8")
        print("another pyproject.toml:", uv(folder, public, "sync", "--locked"))
