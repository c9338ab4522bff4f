"""`git fetch` reads no options after `--`; `git pull` passes its words on to `git fetch`, without `--`."""

import subprocess
import tempfile
from pathlib import Path


def git(*words: str | Path) -> int:
    name = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    return subprocess.run(["git", *name, *words], capture_output=True, check=False, timeout=30).returncode


def outcome(command: str, word: str) -> str:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        helper = folder / "helper"
        helper.write_text(f'#!/bin/sh\ntouch "{folder}/ran"\nexec git-upload-pack "$@"\n')
        helper.chmod(0o755)
        git("init", "--quiet", "-b", "main", folder / "from")
        git("-C", folder / "from", "commit", "--quiet", "--allow-empty", "-m", "first")
        git("clone", "--quiet", folder / "from", folder / "to")
        status = git("-C", folder / "to", command, "--", "origin", word.replace("HELPER", str(helper)))
        return "RAN" if (folder / "ran").exists() else "done" if status == 0 else "error"


if __name__ == "__main__":
    for command in ("fetch", "pull"):
        for word in ("main", "--upload-pack=HELPER"):
            print(f"git {f'{command} -- origin {word}':40}{outcome(command, word)}")
