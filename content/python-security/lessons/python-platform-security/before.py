"""Format a user's JSON file. The folder holds everything that the user has uploaded."""

import subprocess
import sys
import tempfile
from pathlib import Path


def pretty(upload: Path) -> str:
    command = [sys.executable, "-m", "json.tool", "order.json"]
    return subprocess.run(command, cwd=upload, capture_output=True, text=True).stdout


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        upload = Path(name)
        (upload / "order.json").write_text('{"apples": 3}')
        print(pretty(upload), end="")
        (upload / "argparse.py").write_text("raise SystemExit(print('The uploaded module runs.'))\n")
        print(pretty(upload), end="")
