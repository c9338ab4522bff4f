"""Writes one edition in a process of its own: ``python -m quintain.courseware PACK KEY FILE``.

Each line of its output is a step as JSON. It ends when its standard input does, since then its parent is gone.
"""

import argparse
import json
import os
import resource
import sys
import threading
from collections.abc import Sequence
from functools import reduce
from pathlib import Path

from quintain.courseware.building import require_packages, write_edition
from quintain.courseware.editions import read_key
from quintain.courseware.errors import CoursewareRefused, NoSuchEdition
from quintain.courseware.progress import Step
from quintain.packs import JoinRefused, PackInvalid, join, load_pack

NICE = 10
CPU_SECONDS = 600
MEBIBYTE = 2**20


def main() -> int:
    """Write the edition; exit status 0, or 1 with a sentence on the standard error."""
    parser = argparse.ArgumentParser(prog="python -m quintain.courseware")
    parser.add_argument("pack", type=Path)
    parser.add_argument("key")
    parser.add_argument("target", type=Path)
    parser.add_argument("--beside", type=Path, action="append", default=[], help="a pack that follows; may be repeated")
    parser.add_argument("--digest", default="", help="the digest that the pack must have, with those beside it")
    parser.add_argument("--mebibytes", type=int, default=0, help="the most address space; 0 is no limit")
    asked = parser.parse_args()
    os.nice(NICE)
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    if asked.mebibytes:
        resource.setrlimit(resource.RLIMIT_AS, (asked.mebibytes * MEBIBYTE,) * 2)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        _write((asked.pack, *asked.beside), asked.key, asked.target, asked.digest)
    except CoursewareRefused as refused:
        return _refuse(refused.sentence)
    except (PackInvalid, JoinRefused):
        return _refuse("The course does not load.")
    except OSError as error:
        return _refuse(f"The file cannot be written: {error.strerror}.")
    except MemoryError:
        return _refuse("There is not enough memory.")
    return 0


def _write(roots: Sequence[Path], key: str, target: Path, digest: str) -> None:
    edition = read_key(key)
    if edition is None:
        raise NoSuchEdition(f"There is no edition {key}.", "Ask for one that the course has.")
    require_packages(edition)
    _tell(Step.READING)
    pack = reduce(join, map(load_pack, roots))
    if digest and pack.digest != digest:
        raise NoSuchEdition("The course has changed meanwhile.", "Ask again.")
    write_edition(pack, edition, target, _tell)


def _tell(step: Step, done: int = 0, of: int = 0) -> None:
    print(json.dumps({"step": step, "done": done, "of": of}), flush=True)  # noqa: T201  read by the parent


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)  # noqa: T201  as above
    return 1


def _end_with_parent() -> None:
    if not sys.stdin.isatty():
        while os.read(sys.stdin.fileno(), 1):  # without the lock of the stream, which the end of the program wants
            pass
        os._exit(1)


if __name__ == "__main__":
    sys.exit(main())
