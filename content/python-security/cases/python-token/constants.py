"""Read the constants of a compiled file, without running it."""

import marshal
import py_compile
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import CodeType

from stale import EDITED

HEADER = 16  # bytes before the code object
LOOKS_SECRET = re.compile(r"[0-9a-f]{40}")


def constants(code: CodeType, name: str) -> Iterator[tuple[str, str]]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from constants(constant, f"{name}.{constant.co_name}")
        elif constant is not None:
            yield name, repr(constant)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        source, compiled = Path(name, "build.py"), Path(name, "build.pyc")
        source.write_text(EDITED)
        py_compile.compile(str(source), cfile=str(compiled), doraise=True)
        code = marshal.loads(compiled.read_bytes()[HEADER:])
    for place, value in constants(code, "build"):
        if LOOKS_SECRET.search(value):
            print(f"{place}: {value}")
