"""Two package indexes on this machine, and uv between them."""

import ast
import base64
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import zipfile
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

OLD, YESTERDAY = "2025-01-10T00:00:00Z", "2026-11-27T00:00:00Z"
JSON = "application/vnd.pypi.simple.v1+json"


def wheel(folder: Path, version: str, origin: str) -> Path:
    """Write a wheel of shop-tools that remembers who made it."""
    info = f"shop_tools-{version}.dist-info"
    files = {
        "shop_tools.py": f"ORIGIN = {origin!r}\n",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: shop-tools\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    rows = []
    for name, text in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
        rows.append(f"{name},sha256={digest},{len(text)}")
    files[f"{info}/RECORD"] = "\n".join([*rows, f"{info}/RECORD,,"]) + "\n"
    path = folder / f"shop_tools-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name), text)
    return path


class Index(BaseHTTPRequestHandler):
    """Answers /private/shop-tools/ and /public/shop-tools/ as PEP 691 says, and the files."""

    files: dict[str, dict[str, tuple[bytes, str]]] = {}

    def do_GET(self) -> None:
        parts = self.path.strip("/").split("/")
        known = self.files.get(parts[0], {})
        if len(parts) == 3 and parts[2] in known:
            self.answer(known[parts[2]][0], "application/zip")
        elif len(parts) == 2 and known:
            entries = [
                {
                    "filename": name,
                    "url": f"/{parts[0]}/shop-tools/{name}",
                    "hashes": {"sha256": hashlib.sha256(data).hexdigest()},
                    "upload-time": uploaded,
                }
                for name, (data, uploaded) in known.items()
            ]
            page = {"meta": {"api-version": "1.1"}, "name": "shop-tools", "versions": [], "files": entries}
            self.answer(json.dumps(page).encode(), JSON)
        else:
            self.send_error(404)

    do_HEAD = do_GET

    def answer(self, data: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Stay quiet."""


@contextmanager
def serve(public: list[str]):
    """Serve our shop-tools 1.2.0 on the private index, and an attacker's versions on the public one."""
    with tempfile.TemporaryDirectory() as name:
        ours = wheel(Path(name), "1.2.0", "our")
        private = {ours.name: (ours.read_bytes(), OLD)}
        theirs = [wheel(Path(name), version, "the attacker's") for version in public]
        Index.files = {"private": private, "public": {each.name: (each.read_bytes(), YESTERDAY) for each in theirs}}
        server = ThreadingHTTPServer(("127.0.0.1", 0), Index)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        server.server_close()


def our_hash() -> str:
    """Return the hash that a lock file holds for our own version."""
    with tempfile.TemporaryDirectory() as name:
        return hashlib.sha256(wheel(Path(name), "1.2.0", "our").read_bytes()).hexdigest()


def origin(target: Path) -> str:
    """Return whose package was installed into a folder, if one was."""
    module = target / "shop_tools.py"
    return ast.literal_eval(module.read_text(encoding="utf-8").removeprefix("ORIGIN = ")) if module.exists() else ""


def uv(*arguments: str) -> str:
    """Install into an empty folder, and return whose package is there now."""
    program = shutil.which("uv") or str(Path(sys.executable).with_name("uv"))
    with tempfile.TemporaryDirectory() as name:
        target = Path(name) / "target"
        environment = {"PATH": os.defpath, "HOME": name, "UV_NO_CONFIG": "1", "UV_CACHE_DIR": f"{name}/cache"}
        command = [program, "pip", "install", "-q", "--python", sys.executable, "--target", str(target), *arguments]
        subprocess.run(command, env=environment, capture_output=True, check=False)
        found = origin(target)
    return f"installs {found} package" if found else "installs nothing"


if __name__ == "__main__":
    with serve(["99.0.0"]) as url:
        private, public = f"{url}/private", f"{url}/public"
        both = ["--index", private, "--default-index", public, "shop-tools"]
        print("the highest version of all:", uv("--index-strategy", "unsafe-best-match", *both))
        print("the first index that has it:", uv(*both))
        print("only our own index:         ", uv("--default-index", private, "shop-tools"))
