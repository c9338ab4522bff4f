"""Lets pytest run a lab's tests and attacks with the suspect in its own process, as a course without a sandbox would.

Every test gets a fresh import of the suspect, a fresh folder and fresh canaries, as in a box.
"""

import importlib
import json
import os
import random
import re
import string
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import oracles  # type: ignore[import-not-found]  # it lies beside this file
import pytest

LAB: dict[str, Any] = json.loads(Path(__file__).with_name("lab.json").read_text())
PACKAGE = Path(LAB["package"])
judge = sys.modules["quintain"] = ModuleType("quintain")
judge.judge = sys.modules["quintain.judge"] = oracles  # type: ignore[attr-defined]  # what attacks import
judge.__path__, oracles.__path__ = [str(PACKAGE)], [str(PACKAGE / "judge")]  # grammars and codes are the judge's own
oracles.guessed_session_key = importlib.import_module("quintain.judge.codes").guessed_session_key


class Box:
    """What a test gets as ``box``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._first: Any = None

    def call(self, target: str, *args: object, **keywords: object) -> object:
        """Call a function of the suspect."""
        module, _, name = target.partition(":")
        return getattr(importlib.import_module(module), name)(*args, **keywords)

    @property
    def http(self) -> Any:
        """The first visitor."""
        self._first = self._first or self.client()
        return self._first

    def client(self) -> Any:
        """Let another visitor in."""
        import httpx  # noqa: PLC0415  only web labs need it

        module, _, name = LAB["target"].partition(":")
        transport = httpx.WSGITransport(getattr(importlib.import_module(module), name))
        return httpx.Client(transport=transport, base_url="http://lab.test", trust_env=False)

    def run(self, *argv: str, stdin: bytes | str = b"", env: Mapping[str, str] | None = None) -> object:
        """Run a program of the suspect."""
        text = stdin.encode() if isinstance(stdin, str) else stdin
        ran = subprocess.run(
            [sys.executable, *argv],
            input=text,
            capture_output=True,
            cwd=self._folder,
            env={**os.environ, **(env or {})},
            check=False,
        )
        return oracles.Answer(ran.returncode, ran.stdout, ran.stderr)

    def read(self, path: str) -> bytes | None:
        """Read a file."""
        file = self._folder / path
        return file.read_bytes() if file.is_file() else None

    def write(self, path: str, content: bytes | str) -> None:
        """Write a file."""
        file = self._folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)

    def files(self) -> tuple[str, ...]:
        """Name all files."""
        return tuple(str(path.relative_to(self._folder)) for path in self._folder.rglob("*") if path.is_file())


def draw(kind: str) -> str:
    """Draw one canary."""
    match kind:
        case "token":
            return f"canary-{random.getrandbits(48):012x}"
        case "word":
            return "".join(random.choices(string.ascii_lowercase, k=8))  # noqa: S311  no secret of anybody's
        case "number":
            return str(random.randrange(100_000, 1_000_000))  # noqa: S311  as above
    return "".join(random.choices(string.ascii_letters + string.digits, k=16))  # noqa: S311  as above


def plant(folder: Path, canaries: Mapping[str, str]) -> None:
    """Lay out the suspect's folder."""

    def fill(text: str) -> str:
        return re.sub(r"\$\{([A-Za-z_]\w*)\}", lambda match: canaries.get(match[1], match[0]), text)

    texts = {path: text if path in LAB["editable"] else fill(text) for path, text in LAB["starter"].items()}
    texts |= {fill(path): fill(text) for path, text in LAB["files"].items()}
    for path, text in texts.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)


@pytest.fixture
def rng() -> random.Random:
    """Draw values."""
    return random.Random()  # noqa: S311  as above


@pytest.fixture
def canary() -> SimpleNamespace:
    """Draw canaries."""
    return SimpleNamespace(**{name: draw(kind) for name, kind in LAB["canaries"].items()})


@pytest.fixture
def box(canary: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Box]:
    """Plant a suspect, and forget its modules afterwards."""
    plant(tmp_path, vars(canary))
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    yield Box(tmp_path)
    for name, module in list(sys.modules.items()):
        if (getattr(module, "__file__", None) or "").startswith(str(tmp_path)):
            del sys.modules[name]
