"""Profile ``command``: the learner's program as a child process, its output bounded, its life too."""

import base64
import json
import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from typing import IO, Final, cast

from .descriptors import above
from .races import scheduled
from .values import Plain

MAX_OUTPUT_BYTES: Final = 2**18
GRACE_SECONDS: Final = 0.2
MOUTH: Final = 20
WITNESSED: Final = "/box/boxed/witnessed.py"
STARTED: Final = "/box/boxed/started.py"
NOTHING: Final[Mapping[str, str]] = {}


class Drain(threading.Thread):
    """Reads a pipe to its end, and keeps no more than `MAX_OUTPUT_BYTES`; more than that ends the program."""

    def __init__(self, pipe: IO[bytes], child: subprocess.Popen[bytes] | None = None) -> None:
        super().__init__(daemon=True)
        self._pipe, self._child = pipe, child
        self.kept = bytearray()
        self.flooded = False
        self.start()

    def run(self) -> None:
        """Read until the last holder of the pipe is gone."""
        while part := os.read(self._pipe.fileno(), 2**16):
            room = MAX_OUTPUT_BYTES - len(self.kept)
            self.kept += part[:room]
            if len(part) > room:
                self.flooded = True
                if self._child is not None:
                    self._child.kill()
                return


def run(question: dict[str, Plain]) -> dict[str, Plain]:
    """Run the file ``argv[0]`` with the box's interpreter and wait; under the scheduler if there is a ``race``."""
    race = question.get("race")
    if race is None:
        return _run(question, ["-B", WITNESSED])
    with scheduled(cast("dict[str, Plain]", race)) as under:
        answer = _run(question, ["-B", WITNESSED], under.environment, (under.descriptor,))
        return {**answer, "race": under.record()}


def start(question: dict[str, Plain]) -> dict[str, Plain]:
    """Run the code ``argv[1]`` with the packages in the folder ``argv[0]`` and no others, and wait for its end."""
    return _run(question, ["-I", "-S", "-B", STARTED])


def _run(
    question: dict[str, Plain], options: list[str], extra: Mapping[str, str] = NOTHING, passed: tuple[int, ...] = ()
) -> dict[str, Plain]:
    argv = [str(word) for word in cast("list[Plain]", question["argv"])]
    environment = {key: value for key, value in os.environ.items() if key != "QUINTAIN_CHANNEL"}
    environment |= {str(key): str(value) for key, value in cast("dict[str, Plain]", question["env"]).items()}
    environment |= extra
    ears, mouth = os.pipe()
    mouth = above(mouth, MOUTH)
    with subprocess.Popen(
        [sys.executable, *options, str(mouth), *argv],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        cwd="/lab",
        pass_fds=[mouth, *passed],
    ) as child:
        os.close(mouth)
        return _follow(child, base64.b64decode(str(question["stdin"])), float(str(question["seconds"])), ears)


def _follow(child: subprocess.Popen[bytes], text: bytes, seconds: float, ears: int) -> dict[str, Plain]:
    assert child.stdin and child.stdout and child.stderr  # noqa: S101, PT018  they are pipes
    out, err = Drain(child.stdout, child), Drain(child.stderr, child)
    reported = Drain(os.fdopen(ears, "rb", buffering=0))
    feeder = threading.Thread(target=_feed, args=(child.stdin, text), daemon=True)
    feeder.start()
    late = False
    try:
        child.wait(seconds)
    except subprocess.TimeoutExpired:
        late = True
        child.kill()
        child.wait()
    for drain in (out, err, reported):
        drain.join(GRACE_SECONDS)  # a grandchild may hold the pipe for ever
    return {
        "code": child.returncode,
        "out": base64.b64encode(bytes(out.kept)).decode(),
        "err": base64.b64encode(bytes(err.kept)).decode(),
        "late": late,
        "flooded": out.flooded or err.flooded,
        "events": _events(bytes(reported.kept)),
    }


def _feed(pipe: IO[bytes], text: bytes) -> None:
    try:
        pipe.write(text)
        pipe.close()
    except OSError:
        return  # the program did not want to read it all


def _events(lines: bytes) -> list[Plain]:
    events: list[Plain] = []
    for line in lines.splitlines()[:100]:
        try:
            event = json.loads(line)
        except ValueError:
            continue
        if isinstance(event, dict):
            events.append({key: event.get(key) for key in ("what", "text", "file", "line")})
    return events
