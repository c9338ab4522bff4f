"""What a branch changes is found by Git, whatever the clock says."""

import subprocess
from pathlib import Path

import pytest

from tests.changes import base_of, changed_since, git


class Clone:
    """A small repository."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self("init", "-q", "-b", "main")
        self.commit("old.py")

    def __call__(self, *words: str) -> str:
        """Run Git, long ago."""
        names = {f"GIT_{who}_{what}": "x" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        dates = dict.fromkeys(("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"), "2020-01-01T00:00:00Z")
        done = subprocess.run(
            ("git", *words),
            cwd=self.root,
            check=True,
            capture_output=True,
            text=True,
            env={"PATH": "/usr/bin:/bin", "HOME": str(self.root), "GIT_CONFIG_NOSYSTEM": "1", **names, **dates},
        )
        return done.stdout.strip()

    def commit(self, *paths: str) -> str:
        """Change files, commit them, and return the commit."""
        for path in paths:
            with (self.root / path).open("a") as file:
                file.write("a line\n")
        self("add", "-A")
        self("commit", "-qm", "x")
        return self("rev-parse", "HEAD")


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    """Return a repository with one commit on main."""
    return Clone(tmp_path)


def test_a_branch_is_compared_with_where_it_left_main(clone: Clone) -> None:
    """What main got since is not of it; the latest commit comes first, and what is not committed before that."""
    left = clone("rev-parse", "HEAD")
    clone("checkout", "-qb", "mine")
    clone.commit("one.py")
    clone.commit("two.py", "one.py")
    clone("checkout", "-q", "main")
    clone.commit("theirs.py")
    clone("checkout", "-q", "mine")
    (clone.root / "old.py").write_text("changed")
    assert base_of(clone.root) == left
    assert changed_since(left, clone.root) == ["old.py", "one.py", "two.py"]


def test_an_upstream_comes_before_main(clone: Clone, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whoever works on a branch of somebody else's repository means that one."""
    root = tmp_path_factory.mktemp("other")
    clone("clone", "-q", str(clone.root), str(root))
    pushed = git(root, "rev-parse", "HEAD")[0]
    other = Clone.__new__(Clone)
    other.root = root
    other.commit("mine.py")
    assert base_of(root) == pushed
    assert changed_since(pushed, root) == ["mine.py"]


def test_on_main_itself_counts_what_the_last_landing_brought(clone: Clone) -> None:
    """A merge brings all commits of its branch."""
    before = clone("rev-parse", "HEAD")
    clone("checkout", "-qb", "mine")
    clone.commit("one.py")
    clone.commit("two.py")
    clone("checkout", "-q", "main")
    clone("merge", "-q", "--no-ff", "-m", "x", "mine")
    clone("branch", "-qD", "mine")
    assert base_of(clone.root) == before
    assert changed_since(before, clone.root) == ["two.py", "one.py"]


def test_without_a_commit_before_nothing_has_changed(clone: Clone, tmp_path_factory: pytest.TempPathFactory) -> None:
    """In a clone of one commit, and where there is no repository at all."""
    assert base_of(clone.root) == ""
    assert base_of(tmp_path_factory.mktemp("none")) == ""
