"""What the judge makes ready before anybody waits for it."""

import logging
from dataclasses import replace
from pathlib import Path

import pytest

from quintain.judge.judge import Judge
from quintain.packs.model.lab import Lab
from quintain.sandbox import RuntimeNotBuilt, Sandbox


def kinds_ready(sandbox: Sandbox) -> int:
    pool = sandbox.zygote_pool()
    return len(pool.zygotes()) if pool else 0


def test_most_labs_find_warm_boxes_and_all_find_their_runtime(
    notes: Lab, sandbox_folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The judge's own, and what most labs need; a kind that cannot be made is told and holds up none."""
    unmade = replace(notes, run=replace(notes.run, programs=("no-such-program",)))
    rare = replace(notes, run=replace(notes.run, programs=("tar",)))
    with Sandbox(sandbox_folder) as sandbox, caplog.at_level(logging.WARNING):
        if sandbox.zygote_pool() is None:
            pytest.skip("boxes are cold here")
        judge = Judge(sandbox)
        judge.make_ready([unmade, unmade, notes, notes, notes, rare])
        assert kinds_ready(sandbox) == 2
        assert sandbox.make_ready(judge.runtime(notes), seconds=0), "the most common kind is not warm"
        assert [*judge.runtime(rare).root.rglob("tar")], "it was not made"
    assert "no-such-program" in caplog.text
    with pytest.raises(RuntimeNotBuilt):
        judge.runtime(unmade)
