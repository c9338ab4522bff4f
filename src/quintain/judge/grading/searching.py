"""Searches for a sequence of calls after which a submission differs from the sound fixes of its lab, slice by slice."""

import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any, Final

from quintain.judge.errors import AuthorMistake, JudgeFault, SubmissionRefused
from quintain.judge.grading.box_runner import MOST_TIMES, Resources, limits_of, open_box
from quintain.judge.grading.judge_box import Boxes, WorkerFault, step_from_json
from quintain.judge.grading.options import GradingOptions
from quintain.judge.grading.session import Session, describe, draw_seed, lab_run, open_session
from quintain.judge.grading.submission import accept
from quintain.judge.loading import read, read_helpers
from quintain.judge.protocol.messages import SearchOrder
from quintain.judge.stopping import RunStopped, StopSwitch
from quintain.judge.verdict import Difference, Finding, Result, SearchResult, SequenceStep
from quintain.packs.model.lab import MODEL, Lab
from quintain.sandbox import Box, SandboxError

MOST_REFERENCES: Final = 6

type SearchListener = Callable[[SearchResult], None]


def references_of(lab: Lab, files: Mapping[str, str]) -> tuple[Mapping[str, str], ...]:
    """Return the files of the sound fixes with which a submission is compared: all but itself, at most six."""
    sound = (accept(lab, fix.files) for fix in lab.sound_fixes)
    return tuple(each for each in sound if each != files)[:MOST_REFERENCES]


def search(
    resources: Resources,
    lab: Lab,
    files: Mapping[str, str],
    *,
    seed: int | None,
    first_round: int,
    cpu_seconds: float,
    user: str,
    stop: StopSwitch,
    listener: SearchListener,
) -> SearchResult:
    """Search for one slice; a failure of ours, or of the lab, is in the result.

    Raises:
        SubmissionRefused: the lab has no model, or no sound fix to compare the submission with.

    """
    references = references_of(lab, files)
    if not lab.has_model:
        raise SubmissionRefused(f"This lab has no {MODEL}, so there is nothing to search by.")
    if not references:
        raise SubmissionRefused("This lab has no other sound fix, so there is nothing to compare with.")
    seed = draw_seed() if seed is None else seed
    start, result = time.monotonic(), SearchResult(seed, first_round)

    def tell(progress: Mapping[str, Any], boxes: Boxes) -> SearchResult:  # Any: JSON
        return replace(
            result,
            rounds=int(progress["rounds"]),
            sequences=int(progress["sequences"]),
            calls=int(progress["calls"]),
            unclear=int(progress["unclear"]),
            cpu_seconds=boxes.cpu_seconds(),
            wall_seconds=time.monotonic() - start,
        )

    try:
        stop.check()
        script = read(lab.folder / MODEL, read_helpers(lab.folder))
        options = GradingOptions(seed=seed, user=user, attacks=False)
        with open_session(resources, lab, files, options) as session, session.judge_boxes.borrow() as judge_box:
            boxes = boxes_for(resources, session, cpu_seconds, stop)

            def report(progress: dict[str, Any]) -> None:  # Any: JSON
                nonlocal result
                result = tell(progress, boxes)
                listener(result)

            with stop.ends(judge_box):
                order = SearchOrder(script, references, seed, first_round)
                final = judge_box.serve_search(order, boxes, report)
            found = final["finding"]
            return replace(tell(final["searched"], boxes), finding=None if found is None else finding_from_json(found))
    except RunStopped:
        return replace(result, is_stopped=True)
    except (WorkerFault, AuthorMistake, SandboxError, JudgeFault) as error:
        if stop.is_asked:  # what breaks then has broken for that reason
            return replace(result, is_stopped=True)
        return replace(result, fault=describe(error, lab, lab_run(lab)), wall_seconds=time.monotonic() - start)


def boxes_for(resources: Resources, session: Session, cpu_seconds: float, stop: StopSwitch) -> Boxes:
    """Return what opens boxes for a search: one place of the judge's for all that are open at once."""
    usage = resources.scheduler.of(session.options.user)
    runtime, limits = resources.runtime_of(session.lab), limits_of(session.lab, MOST_TIMES)

    def opened() -> Box:
        return open_box(session.lab, resources.sandbox, runtime, limits)

    def acquire() -> AbstractContextManager[None]:
        return resources.scheduler.acquire(usage, stop.check)

    return Boxes(opened, acquire, cpu_seconds)


def finding_from_json(plain: Mapping[str, Any]) -> Finding:  # Any: JSON
    """Read a finding as the worker has written it."""
    return Finding(
        Difference(plain["difference"]),
        Result(plain["result"]),
        str(plain["sentence"]),
        tuple(SequenceStep(str(each["words"]), str(each["answer"])) for each in plain["steps"]),
        str(plain["expected"]),
        tuple(map(step_from_json, plain["evidence"])),
    )
