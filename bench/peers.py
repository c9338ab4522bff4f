"""What the judge is measured against: a bare interpreter, and plain pytest with the solution in its own process."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import quintain
from quintain.packs.model.lab import HELPERS, Lab
from quintain.sandbox import Runtime
from quintain.sandbox.interpreter import base_interpreter

PLAIN = Path(__file__).with_name("plain")


def packages_of(runtime: Runtime) -> Path:
    """Find the packages of a runtime, as they lie on this machine."""
    interpreter = base_interpreter()
    return runtime.root / interpreter.seen_in_box(interpreter.site).relative_to("/")


def bare(runtime: Runtime, modules: str = "") -> float:
    """Import modules in a bare interpreter; return the seconds that it took."""
    program = f"import sys; sys.path.append({str(packages_of(runtime))!r}); import {modules}" if modules else "pass"
    began = time.perf_counter()
    subprocess.run([base_interpreter().executable, "-I", "-c", program], check=True, env={})
    return time.perf_counter() - began


class PlainPytest:
    """A lab laid out for pytest, without any sandbox."""

    def __init__(self, lab: Lab, files: Mapping[str, str], runtime: Runtime, folder: Path) -> None:
        self._folder = folder
        self._packages = packages_of(runtime)
        shutil.copytree(PLAIN, folder, ignore=shutil.ignore_patterns("__pycache__"))
        for kind in ("tests", "wanted"):
            for path in (lab.folder / kind).glob("test_*.py"):
                shutil.copy(path, folder / f"test_{kind}_{path.name.removeprefix('test_')}")
        shutil.copytree(lab.folder / "exploits", folder / "exploits", ignore=shutil.ignore_patterns("__pycache__"))
        if (lab.folder / HELPERS).exists():
            shutil.copy(lab.folder / HELPERS, folder)
        facts = {
            "package": str(Path(quintain.__file__).parent),
            "target": lab.run.target,
            "editable": list(lab.run.editable),
            "starter": {**lab.starter, **files},
            "files": {path: row.text for path, row in lab.files.items() if row.text is not None},
            "canaries": {name: str(canary.kind) for name, canary in lab.canaries.items()},
            "exploits": [exploit.name for exploit in lab.exploits],
        }
        (folder / "lab.json").write_text(json.dumps(facts))

    def run(self) -> float:
        """Run everything once in a new process; return the seconds that it took."""
        options = ["-q", "-p", "no:cacheprovider", "-c", os.devnull, "--rootdir", str(self._folder)]
        environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONPATH": str(self._packages)}
        began = time.perf_counter()
        ended = subprocess.run(
            [sys.executable, "-m", "pytest", *options, str(self._folder)],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if ended.returncode:
            raise SystemExit(f"Plain pytest does not prove {self._folder.name}:\n{ended.stdout[-3000:]}")
        return time.perf_counter() - began
