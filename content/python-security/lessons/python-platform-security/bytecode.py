"""A clean source file, and a changed file in its __pycache__."""

import importlib.util
import marshal
import struct
import subprocess
import sys
import tempfile
from pathlib import Path


def poison(source: Path) -> None:
    """Write bytecode whose header says that it was made from this source."""
    stat = source.stat()
    header = importlib.util.MAGIC_NUMBER + struct.pack("<III", 0, int(stat.st_mtime), stat.st_size)
    cache = Path(importlib.util.cache_from_source(str(source)))
    cache.parent.mkdir(exist_ok=True)
    cache.write_bytes(header + marshal.dumps(compile("print('attacker')", source.name, "exec")))


OPTIONS = ([], ["-B"], ["-I"], ["-X", "pycache_prefix=elsewhere"])

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        source = Path(name) / "greeting.py"
        source.write_text("print('hello')\n")
        poison(source)
        for options in OPTIONS:
            program = f"import sys; sys.path.insert(0, {name!r}); import greeting"
            run = subprocess.run([sys.executable, *options, "-c", program], cwd=name, capture_output=True, text=True)
            print(f"{' '.join(['python', *options]):40}{run.stdout.strip()}")
        print(f"{'the source still says':40}{source.read_text().strip()}")
