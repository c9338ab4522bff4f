"""Use an action by its tag and by its commit, before and after somebody moves the tag. This is the real git."""

import os
import subprocess
import tempfile
from pathlib import Path

QUIET = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "a",
    "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_COMMITTER_NAME": "a",
    "GIT_COMMITTER_EMAIL": "a@example.org",
}


def git(folder: Path, *arguments: str) -> str:
    run = subprocess.run(
        ["git", *arguments], cwd=folder, env=os.environ | QUIET, capture_output=True, text=True, check=True
    )
    return run.stdout.strip()


def commit(folder: Path, code: str) -> str:
    (folder / "action.py").write_text(code, encoding="utf-8")
    git(folder, "add", "action.py")
    git(folder, "commit", "-q", "-m", "change")
    return git(folder, "rev-parse", "HEAD")


with tempfile.TemporaryDirectory() as name:
    action = Path(name)
    git(action, "init", "-q")
    reviewed = commit(action, "list the changed files\n")
    git(action, "tag", "v45")

    def show(moment: str) -> None:
        print(moment)
        for title, reference in (("v45", "v45"), ("the commit", reviewed)):
            print(f"  {title:<11}", git(action, "show", f"{reference}:action.py"))

    show("on the day of the review")
    commit(action, "read the secrets of the job\n")
    git(action, "tag", "--force", "v45")
    show("after the tag was moved")
