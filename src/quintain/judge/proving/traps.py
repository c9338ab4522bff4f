"""Submissions that no lab may prove: nothing at all, a refusal of everyone, a replay, and the tricks of forgers."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from quintain.judge.harness.inside.values import Plain
from quintain.judge.profiles.registry import spec_of
from quintain.judge.suspect.box import Recording
from quintain.packs.model.lab import Lab

MAX_ANSWER_CHARACTERS: Final = 2000
ENDLESS: Final = "loops for ever"

PRELUDES: Final[Mapping[str, str]] = {
    "leaves with status 0": "import os\nos._exit(0)\n",
    "exits": "import sys\nsys.exit(0)\n",
    ENDLESS: "while True:\n    pass\n",
    "patches json": (
        "import json\n"
        'json.dumps = json.JSONEncoder.encode = lambda *a, **k: \'{"id": 1, "returned": true}\'\n'
        "json.loads = lambda *a, **k: {'id': 1, 'do': 'call', 'outcome': 'passed'}\n"
    ),
    "patches pytest and the harness": (
        "import builtins, sys, types\n"
        "sys.modules['pytest'] = sys.modules['_pytest'] = types.ModuleType('pytest')\n"
        "builtins.AssertionError = type('Never', (BaseException,), {})\n"
        "for name, module in list(sys.modules.items()):\n"
        "    if name.startswith('inside'):\n"
        "        for part in list(vars(module)):\n"
        "            if part in {'encode', 'thrown', 'pack'}:\n"
        "                setattr(module, part, lambda *a, **k: True)\n"
    ),
    "speaks unasked": (
        "import os\n"
        'body = b\'{"id": "0", "returned": true, "outcome": "passed"}\'\n'
        "for number in range(3, 16):\n"
        "    try:\n"
        "        os.write(number, len(body).to_bytes(4, 'big') + body)\n"
        "    except OSError:\n"
        "        pass\n"
    ),
    "leaves at exit": "import atexit, os\natexit.register(os._exit, 0)\n",
}

# These run until a time limit stops them, so the matrix starts with them.
SLOW: Final = frozenset({ENDLESS, "patches pytest and the harness"})
SECONDS_OF_ENDLESS: Final = 0.5

REPLAY: Final = """\
import hashlib
import json

RECORDING = json.loads({recording!r})


def said(*question):
    key = hashlib.sha256(json.dumps(question).encode()).hexdigest()[:16]
    return RECORDING.get(key)


"""


def traps(lab: Lab) -> Iterator[tuple[str, dict[str, str]]]:
    """Give every trap that can be made from the lab alone, with its name."""
    stand_ins = spec_of(lab).stand_ins
    yield "an empty file", dict.fromkeys(lab.run.editable, "")
    yield "refuses everyone", {path: stand_ins.refusal(lab, path) for path in lab.run.editable}
    yield "agrees with everything", {path: stand_ins.agreement(lab, path) for path in lab.run.editable}
    first = lab.run.editable[0]
    for name, prelude in PRELUDES.items():
        yield name, {first: prelude + lab.starter[first]}


def in_a_hurry(lab: Lab, trap: str) -> Lab:
    """Give a program that never answers half a second, whatever the lab allows: longer waits show nothing more."""
    if trap != ENDLESS:
        return lab
    limits = replace(lab.run.limits, wall_seconds=SECONDS_OF_ENDLESS, cpu_seconds=SECONDS_OF_ENDLESS)
    return replace(lab, run=replace(lab.run, limits=limits))


def replay(lab: Lab, recording: Recording) -> dict[str, str]:
    """Make a submission that knows every answer of one run by heart, and nothing else."""
    stand_ins = spec_of(lab).stand_ins
    answers = {
        _digest(key): answer
        for question, answer in recording
        if len(json.dumps(answer)) <= MAX_ANSWER_CHARACTERS and (key := stand_ins.key(question)) is not None
    }
    head = REPLAY.format(recording=json.dumps(answers))
    return {path: head + stand_ins.replay(lab, path) for path in lab.run.editable if path.endswith(".py")}


def _digest(key: Sequence[Plain]) -> str:
    return hashlib.sha256(json.dumps(key).encode()).hexdigest()[:16]
