"""A judge of straw that waits, or dies, as the submitted text says, and writes down what it begins."""

import os
import signal
import time
from pathlib import Path
from typing import Final, override

from quintain.judge.grading.options import GradingOptions
from quintain.judge.verdict import Listener, Verdict
from quintain.packs.model.lab import Lab
from tests.classroom import Files, StrawJudge

FOLDER: Final = "QUINTAIN_TEST_FOLDER"
LOOK_SECONDS: Final = 0.02
LONGEST_SECONDS: Final = 120


class SlowJudge(StrawJudge):
    """With the text "wait", it ends once the file "go" is there; with "die", it takes the process along."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @override
    def grade(self, lab: Lab, files: Files, options: GradingOptions, *, listener: Listener | None) -> Verdict:
        """Judge as a judge of straw, after what the text asks for."""
        text = files["shop.py"]
        with (self._folder / "begun").open("a", encoding="utf-8") as begun:
            begun.write(f"{options.user} {os.getpid()} {text.partition(' ')[0]}\n")
        if text.startswith("die"):
            os.kill(os.getpid(), signal.SIGKILL)
        last = time.monotonic() + LONGEST_SECONDS
        while text.startswith("wait") and not (self._folder / "go").exists():
            if time.monotonic() > last:
                raise TimeoutError
            time.sleep(LOOK_SECONDS)
        return super().grade(lab, files, options, listener=listener)


def make_judge() -> SlowJudge:
    """Return a judge for the setting ``JUDGE``."""
    return SlowJudge(Path(os.environ[FOLDER]))
