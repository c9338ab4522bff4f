"""Fetch a branch that a visitor names: five ways to call git, three names."""

import os
import re
import shlex
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path


def as_list(branch: str) -> None:
    subprocess.run(["git", "fetch", "origin", branch], check=True, capture_output=True)


def quoted(branch: str) -> None:
    subprocess.run(f"git fetch origin {shlex.quote(branch)}", shell=True, check=True, capture_output=True)


def dashes_behind(branch: str) -> None:
    subprocess.run(["git", "fetch", "origin", branch, "--"], check=True, capture_output=True)


def dashes_before(branch: str) -> None:
    subprocess.run(["git", "fetch", "origin", "--", branch], check=True, capture_output=True)


def checked(branch: str) -> None:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._/-]*", branch):
        raise ValueError(f"{branch!r} is no name of a branch")
    subprocess.run(["git", "fetch", "origin", "--", f"refs/heads/{branch}"], check=True, capture_output=True)


NAMES = {
    "honest": "main",
    "option": "--upload-pack=touch ran; git-upload-pack",
    "refspec": "+refs/heads/main:refs/heads/planted",
}


def git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], check=True, capture_output=True, text=True).stdout


def outcome(fetch: Callable[[str], None], name: str) -> str:
    """Make a repository and a clone, fetch in the clone, and tell what happened there."""
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        git("init", "--quiet", "--initial-branch=main", "theirs")
        git("-C", "theirs", "-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "--allow-empty", "-m", "x")
        git("clone", "--quiet", "theirs", "ours")
        os.chdir("ours")
        try:
            fetch(name)
            answer = "fetched"
        except (subprocess.CalledProcessError, ValueError):
            answer = "refused"
        if Path("ran").exists():
            answer = "COMMAND RAN"
        if "planted" in git("branch"):
            answer = "BRANCH WRITTEN"
        os.chdir("/")
    return answer


if __name__ == "__main__":
    os.environ |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    print(f"{'':14}  " + "  ".join(f"{kind:11}" for kind in NAMES).rstrip())
    for fetch in (as_list, quoted, dashes_behind, dashes_before, checked):
        cells = "  ".join(f"{outcome(fetch, name):11}" for name in NAMES.values())
        print(f"{fetch.__name__:14}  {cells}".rstrip())
