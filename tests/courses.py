"""The course, loaded once, and a small one for tests that start servers and do not look at lessons."""

import atexit
import re
import shutil
import tempfile
from functools import cache
from pathlib import Path

from quintain.packs import Pack, load_pack

COURSE = Path(__file__).resolve().parents[1] / "content" / "python-security"
LABS = ("tour", "redos")
PARTS = ("pack.toml", "LICENSE.md", "tracks", *(f"labs/{slug}" for slug in LABS))


def make_small_course(folder: Path) -> Path:
    """Copy the course with two labs and without lessons into a new folder, and return it."""
    for part in PARTS:
        (folder / part).parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if (COURSE / part).is_dir() else shutil.copy
        copy(COURSE / part, folder / part)
    track = folder / "tracks/main.toml"
    text = track.read_text(encoding="utf-8").partition("\n[[days]]")[0]
    track.write_text(re.sub(r"^labs = .*\n", keep_labs, text, flags=re.MULTILINE), encoding="utf-8")
    return folder


@cache
def whole_course() -> Pack:
    """Return the course of the repository; loading it takes more than a second."""
    return load_pack(COURSE)


@cache
def small_course() -> Path:
    """Return the small course of this process, which nobody changes."""
    folder = Path(tempfile.mkdtemp(prefix="quintain-course-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return make_small_course(folder)


def keep_labs(line: re.Match[str]) -> str:
    """Leave out the labs that the small course does not have."""
    named = [f'"{slug}"' for slug in LABS if f'"{slug}"' in line[0]]
    return f"labs = [{', '.join(named)}]\n" if named else ""
