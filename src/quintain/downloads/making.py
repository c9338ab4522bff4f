"""Makes one edition in a process of its own, which has less priority than pages, and limits of time and memory."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from quintain.courseware.editions import Edition
from quintain.courseware.progress import Step

LONGEST_SECONDS: Final = 300.0
MOST_MEBIBYTES: Final = 4096
"""Of address space; a whole handbook takes less than half of it as memory."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the making of a file is; both numbers are 0 where nothing is counted."""

    step: Step = Step.READING
    done: int = 0
    of: int = 0


class MakingFailed(Exception):  # noqa: N818  as in the rooms below
    """No file was made: the message says why."""


def make(
    pack: Path,
    digest: str,
    edition: Edition,
    target: Path,
    tell: Callable[[Progress], None],
    *,
    beside: Sequence[Path] = (),
) -> None:
    """Write an edition of the pack with this digest to ``target``, whole or not at all.

    The digest is that of the pack with those that are taught ``beside`` it. What the process writes meanwhile is in a
    folder of its own, which is deleted also when the process is killed.

    Raises:
        MakingFailed: The process refused, was killed, or took too long.

    """
    command = [sys.executable, "-m", "quintain.courseware", str(pack), edition.key, str(target)]
    command += ["--digest", digest, "--mebibytes", str(MOST_MEBIBYTES)]
    command += [word for each in beside for word in ("--beside", str(each))]
    with (
        TemporaryDirectory(prefix="quintain-making-", ignore_cleanup_errors=True) as scratch,
        subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | {"TMPDIR": scratch},
        ) as process,
    ):
        timer = threading.Timer(LONGEST_SECONDS, process.kill)
        timer.start()
        try:
            assert process.stdout is not None  # noqa: S101  it is a pipe
            for line in process.stdout:
                facts = json.loads(line)
                tell(Progress(Step(facts["step"]), facts["done"], facts["of"]))
            assert process.stderr is not None  # noqa: S101  as above
            said = process.stderr.read().strip()
            status = process.wait()
        finally:
            timer.cancel()
            process.kill()
    if status:
        raise MakingFailed(said.rpartition("\n")[2] or f"The process ended with status {status}.")
