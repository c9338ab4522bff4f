"""Which paths were changed since a branch left the main one: those that are not committed first, then the latest."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT: Final = Path(__file__).resolve().parents[1]
MAIN: Final = ("@{upstream}", "origin/HEAD", "origin/main", "main")


def changed_since(base: str, root: Path = ROOT) -> list[str]:
    """Return the paths that differ from a commit, those of the latest commits first, each once.

    Renamed files count with their new name. What merges brought from elsewhere counts where it came from: with the
    commits that are in ``HEAD`` and not in the base.
    """
    in_work = git(root, "diff", "--name-only", "HEAD")
    by_commits = git(root, "log", "--no-merges", "--name-only", "--format=", f"{base}..HEAD")
    return list(dict.fromkeys(path for path in (*in_work, *by_commits) if path))


def base_of(root: Path = ROOT) -> str:
    """Return the commit at which this branch left its upstream or the main branch; nothing if none is known.

    Who stands on the main branch itself, as after a landing, has left it nowhere: what its last commit or merge
    brought is taken then, which is all since the first parent.
    """
    head = git(root, "rev-parse", "HEAD")
    for name in MAIN:
        found = git(root, "merge-base", "HEAD", name)
        if found and found != head:
            return found[0]
    return next(iter(git(root, "rev-parse", "--verify", "--quiet", "HEAD^1")), "")


def git(root: Path, *words: str) -> Sequence[str]:
    """Return the lines that Git says; none if it fails, or there is no Git."""
    try:
        done = subprocess.run(("git", *words), cwd=root, check=False, capture_output=True, text=True)
    except OSError:
        return ()
    return done.stdout.splitlines() if done.returncode == 0 else ()
