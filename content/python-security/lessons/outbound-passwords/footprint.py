"""Give a program its token in eight ways, run it, and search eight places for the token."""

import base64
import io
import os
import py_compile
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

TOKEN = "demo-7Q2F9X4K"
IN_SOURCE = f'TOKEN = "{TOKEN}"'
FROM_FILE = 'TOKEN = Path(os.environ["BANK_TOKEN_FILE"]).read_text()'
WAYS: Mapping[str, str] = {
    "in the source": IN_SOURCE,
    "base64 in the source": f'TOKEN = base64.b64decode("{base64.b64encode(TOKEN.encode()).decode()}").decode()',
    "default value": f'TOKEN = os.environ.get("BANK_TOKEN", "{TOKEN}")',
    "removed before the build": FROM_FILE,
    "argument": "TOKEN = sys.argv[1]",
    "environment": 'TOKEN = os.environ["BANK_TOKEN"]',
    "file": FROM_FILE,
    "file, and masked": 'TOKEN = Secret(Path(os.environ["BANK_TOKEN_FILE"]).read_text())',
}
PLACES = ("source", "bytecode", "image", "arguments", "environ", "child", "log", "report")
PROGRAM = """
import base64, logging, os, subprocess, sys, traceback, urllib.request
from dataclasses import dataclass
from pathlib import Path
from secret import Secret

{way}

@dataclass
class Bank:
    url: str
    token: object

def send(bank):
    value = {value}
    request = urllib.request.Request(bank.url, headers={{"Authorization": f"Bearer {{value}}"}})
    urllib.request.urlopen(request)

print("arguments", Path("/proc/self/cmdline").read_bytes())
print("environ", Path("/proc/self/environ").read_bytes())
print("child", subprocess.run(["env"], capture_output=True).stdout)
bank = Bank("http://127.0.0.1:9/", TOKEN)
logging.basicConfig(level="DEBUG", format="log %(message)s", stream=sys.stdout)
logging.debug("connecting: %r", bank)
try:
    send(bank)
except OSError as error:
    report = traceback.TracebackException.from_exception(error, capture_locals=True)
    print("report", "".join(report.format()).replace("\\n", " "))
"""


def build(folder: Path, way: str) -> None:
    """Write the program as a developer leaves it: compiled by the last run, and perhaps changed after it."""
    value = "bank.token.reveal()" if way == "file, and masked" else "bank.token"
    program = folder / "bank.py"
    leftover = way == "removed before the build"
    program.write_text(PROGRAM.format(way=IN_SOURCE if leftover else WAYS[way], value=value))
    (folder / "secret.py").write_text((Path(__file__).with_name("secret.py")).read_text())
    bytecode = folder / "__pycache__" / f"bank.{sys.implementation.cache_tag}.pyc"  # or PYTHONPYCACHEPREFIX moves it
    py_compile.compile(str(program), str(bytecode), doraise=True)
    if leftover:
        program.write_text(PROGRAM.format(way=WAYS[way], value=value))


def layer(folder: Path) -> bytes:
    """Return the folder as `COPY . .` stores it in an image: a tar archive."""
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w") as tar:
        tar.add(folder, arcname="app")
    return archive.getvalue()


def run(folder: Path, way: str) -> str:
    """Run the program with its token, and return all that it wrote."""
    with tempfile.TemporaryDirectory() as mounted:
        secret = Path(mounted, "bank-token")
        secret.write_text(TOKEN)
        environment = {"PATH": os.environ["PATH"], "BANK_TOKEN_FILE": str(secret)}
        if way == "environment":
            environment["BANK_TOKEN"] = TOKEN
        words = ["python", "-B", "bank.py", *([TOKEN] if way == "argument" else [])]
        ran = subprocess.run(
            words, executable=sys.executable, cwd=folder, env=environment, capture_output=True, text=True, check=True
        )
    return ran.stdout


def places(way: str) -> Iterator[tuple[str, bytes]]:
    """Yield each place, and the bytes that are in it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        build(folder, way)
        yield "source", (folder / "bank.py").read_bytes()
        yield "bytecode", b"".join(path.read_bytes() for path in folder.glob("__pycache__/*.pyc"))
        yield "image", layer(folder)
        for line in run(folder, way).splitlines():
            place, _, text = line.partition(" ")
            yield place, text.encode()


def found(data: bytes) -> bool:
    return TOKEN.encode() in data or base64.b64encode(TOKEN.encode()) in data


if __name__ == "__main__":
    print(f"{'':26}" + " ".join(f"{place:9}" for place in PLACES).rstrip())
    for way in WAYS:
        here = {place for place, data in places(way) if found(data)}
        print(f"{way:26}" + " ".join(f"{'LEAKS' if place in here else '-':9}" for place in PLACES).rstrip())
