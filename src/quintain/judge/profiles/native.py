"""Profile ``native``: functions as in ``function``, beside a shared object that the learner's Python loads.

The object is the lab's own and read-only: its source comes from the pack, never from a submission, since a compiler
reads any file that its input includes. What the pack ships for this machine is used; without it, the system's compiler
builds from the same source with the same options.
"""

import base64
import functools
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from textwrap import fill
from typing import Final

from quintain.judge.errors import JudgeFault
from quintain.judge.profiles.function import FunctionBox
from quintain.judge.profiles.spec import ProfileSpec
from quintain.judge.profiles.stand_ins import FunctionStandIns
from quintain.packs import load_lab
from quintain.packs.model.lab import Lab, Native
from quintain.packs.native import ENDING, FOLDER, mark_of, unpack

COMPILER: Final = "cc"
COMPILER_PATH: Final = "/usr/bin:/bin:/usr/local/bin"
SECONDS: Final = 60
# No protection and no optimisation: what the source says is what happens, on every machine alike.
OPTIONS: Final = (
    "-std=c11", "-O0", "-g0", "-fPIC", "-shared", "-s", "-fno-stack-protector", "-U_FORTIFY_SOURCE",
    "-Wl,--build-id=none",
)  # fmt: skip


def libraries(lab: Lab) -> Mapping[str, bytes]:
    """Give the shared object of a lab, by its path in the box; nothing for the other profiles.

    Raises:
        JudgeFault: the pack ships none for this machine, and none could be built.

    """
    native = lab.run.native
    if native is None:
        return {}
    mark = mark_of(native, lab.starter)
    shipped = lab.prebuilt.get(platform.machine())
    content = None if shipped is None else unpack(shipped, mark)
    return {native.library: content or compiled(_sources(native, lab), mark)}


def _sources(native: Native, lab: Lab) -> tuple[tuple[str, str], ...]:
    return tuple((name, lab.starter[name]) for name in native.sources)


@functools.lru_cache(maxsize=32)
def compiled(sources: tuple[tuple[str, str], ...], mark: str) -> bytes:
    """Compile sources of the pack to a shared object that carries ``mark``.

    Raises:
        JudgeFault: there is no compiler, or it refused.

    """
    compiler = shutil.which(COMPILER, path=COMPILER_PATH)
    if compiler is None:
        raise JudgeFault(
            f"The lab ships no shared object for {platform.machine()}, and this machine has no C compiler. "
            "Install one (the package gcc), or add the object to the lab's folder prebuilt/."
        )
    with tempfile.TemporaryDirectory(prefix="quintain-native-") as folder:
        for name, text in (*sources, ("quintain-mark.c", f'const char quintain_mark[] = "{mark}";\n')):
            place = Path(folder, name)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8")
        units = [f"./{name}" for name, _ in sources if name.endswith(".c")]
        return _run(compiler, units, Path(folder))


def _run(compiler: str, units: list[str], folder: Path) -> bytes:
    argv = [compiler, *OPTIONS, "-o", "quintain-out.so", *units, "quintain-mark.c"]
    environment = {"PATH": COMPILER_PATH, "LC_ALL": "C", "SOURCE_DATE_EPOCH": "0", "TMPDIR": str(folder)}
    try:
        done = subprocess.run(
            argv, cwd=folder, env=environment, check=False, capture_output=True, timeout=SECONDS, text=True
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise JudgeFault(f"The C compiler did not run: {error}") from error
    if done.returncode:
        raise JudgeFault(f"The C source of the lab does not compile: {done.stderr.strip()[:500]}")
    return (folder / "quintain-out.so").read_bytes()


def ship(folder: Path) -> Path:
    """Build the shared object of a lab for this machine, and write it into the lab's folder.

    Raises:
        PackInvalid: the lab has faults; remove an outdated object first.
        JudgeFault: the lab is of another profile, or its source could not be built.

    """
    lab = load_lab(folder)
    if lab.run.native is None:
        raise JudgeFault(f"{lab.slug} is not of the profile native.")
    content = compiled(_sources(lab.run.native, lab), mark_of(lab.run.native, lab.starter))
    return save(content, folder / FOLDER / platform.machine() / f"{Path(lab.run.native.library).name}{ENDING}")


def save(content: bytes, place: Path) -> Path:
    """Write a shared object as the text that is shipped."""
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(fill(base64.b64encode(content).decode(), 100) + "\n", encoding="ascii")
    return place


SPEC: Final = ProfileSpec(FunctionBox, FunctionStandIns())

if __name__ == "__main__":
    print(ship(Path(sys.argv[1])))  # noqa: T201  a command of its own
