"""Runs one job in a fresh box: plants, lets the author's function work, and says how it ended."""

import random
import re
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Final

from quintain.judge.canaries import Canaries, draw_all
from quintain.judge.clients import PORTS, ClientBox
from quintain.judge.errors import JudgeFault, SuspectFault
from quintain.judge.evidence import Log
from quintain.judge.functions import FunctionBox
from quintain.judge.harness.boxed.values import Plain
from quintain.judge.planting import Planting, plant
from quintain.judge.programs import CommandBox
from quintain.judge.rulings import Finding, Room
from quintain.judge.suspect import SuspectBox, Tape
from quintain.judge.verdict import Step
from quintain.judge.visitors import HttpBox
from quintain.packs.model import Lab, Profile
from quintain.sandbox import Box, Ending, Limits, Recording, Runtime, Sandbox

SOCKETS: Final = 64
BUSY_LINE: Final = re.compile(rb'File "/lab/([^"\n]+)", line (\d+) in (\S+)')
PROFILES: Final[Mapping[Profile, type[SuspectBox]]] = {
    Profile.FUNCTION: FunctionBox,
    Profile.HTTP: HttpBox,
    Profile.COMMAND: CommandBox,
    Profile.NATIVE: FunctionBox,
    Profile.CLIENT: ClientBox,
}


@dataclass(frozen=True, slots=True)
class Case:
    """All that is the same for every job of one verdict."""

    lab: Lab
    files: Mapping[str, str]
    sandbox: Sandbox
    runtime: Runtime
    seed: int
    tape: Tape | None = None


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of one job: the finding, the timeline, and what it cost."""

    finding: Finding
    steps: tuple[Step, ...]
    wall_seconds: float
    cpu_seconds: float


def limits_of(lab: Lab) -> Limits:
    """Give the sandbox's limits, with those that the lab sets itself."""
    own, house = lab.run.limits, Limits()
    return replace(
        house,
        wall_seconds=own.wall_seconds or house.wall_seconds,
        cpu_seconds=own.cpu_seconds or house.cpu_seconds,
        memory_mebibytes=own.memory_mebibytes or house.memory_mebibytes,
        processes=own.processes or house.processes,
    )


def hold(case: Case, label: str, ruling: Callable[[Room], Finding], *, is_attack: bool) -> Trial:
    """Open a fresh box with fresh canaries, let ``ruling`` use it, and close it.

    The same seed and label draw the same canaries and the same values.
    """
    start = time.monotonic()
    canaries = draw_all(case.lab.canaries, random.Random(f"{case.seed}/{label}/canaries"))  # noqa: S311  replayable
    planting = plant(case.lab, case.files, canaries)
    log = Log({path: planting.files[path] for path in case.lab.run.editable if path in planting.files})
    limits = limits_of(case.lab)
    sockets = SOCKETS if case.lab.run.profile is Profile.HTTP else 0
    ports = PORTS if case.lab.run.profile is Profile.CLIENT else ()
    guarded = case.lab.run.profile is Profile.COMMAND  # elsewhere the suspect shares the harness's process anyway
    with case.sandbox.open(
        case.runtime,
        limits=limits,
        sockets=sockets,
        listening=ports,
        guarded=guarded,
        recording=Recording.PROGRAMS if guarded else Recording.NOTHING,
    ) as box:
        suspect = _furnish(case.lab, box, planting, log, limits.wall_seconds)
        suspect.tape = case.tape
        rng = random.Random(f"{case.seed}/{label}/values")  # noqa: S311  replayable on purpose
        with closing(suspect):
            finding = ruling(Room(suspect, Canaries(canaries, planting.planted), rng, log))
    ending = box.close()
    if not log.is_empty:
        log.saw(_busy_line(ending))
    steps = log.timeline(is_attack=is_attack, stolen=finding.stolen)
    return Trial(finding, steps, time.monotonic() - start, ending.cpu_seconds)


def _furnish(lab: Lab, box: Box, planting: Planting, log: Log, wall_seconds: float) -> SuspectBox:
    kind = PROFILES.get(lab.run.profile)
    if kind is None:
        raise JudgeFault(f"The judge has no harness for the profile {lab.run.profile} yet.")
    try:
        return kind(box, lab.run, planting, log, wall_seconds)
    except SuspectFault as error:
        said = box.close().output.decode(errors="replace").strip()[-500:]
        raise JudgeFault(f"The box could not be furnished: {error.message} {said}") from error


def _busy_line(ending: Ending) -> Plain:
    """Find the learner's line in what the watchdog of the harness wrote while a call went on and on."""
    _, told, trace = ending.output.rpartition(b"Timeout (")
    found = BUSY_LINE.search(trace) if told else None
    if found is None:
        return []
    file, line, name = found[1].decode(errors="replace"), int(found[2]), found[3].decode(errors="replace")
    return [{"what": "busy", "text": f"{name}, line {line} of {file}", "file": file, "line": line}]
