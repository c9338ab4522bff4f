"""Verdicts and events as plain JSON and back, for databases, queues and pages."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from quintain.judge.verdict import (
    Check,
    Event,
    Fault,
    Finished,
    Kind,
    Outcome,
    Plan,
    Recognised,
    Result,
    Started,
    Step,
    StepKind,
    Verdict,
    Witness,
)

EVENTS: Final[Mapping[type, str]] = {Plan: "plan", Started: "started", Finished: "finished"}

type Json = dict[str, Any]  # Any: the values of parsed JSON


def verdict_to_json(verdict: Verdict) -> Json:
    """Write a verdict as a dictionary that `json.dumps` takes."""
    return asdict(verdict)


def verdict_from_json(plain: Json) -> Verdict:
    """Read what `verdict_to_json` wrote.

    Raises:
        KeyError, ValueError, TypeError: it is no verdict.

    """
    return Verdict(
        result=Result(plain["result"]),
        sentence=plain["sentence"],
        checks=tuple(map(check_from_json, plain["checks"])),
        seed=plain["seed"],
        wall_seconds=plain["wall_seconds"],
        recognised=Recognised(**plain["recognised"]) if plain["recognised"] else None,
        fault=Fault(**plain["fault"]) if plain["fault"] else None,
    )


def check_from_json(plain: Json) -> Check:
    """Read one check of a verdict."""
    steps = tuple(map(step_from_json, plain["steps"]))
    return Check(
        **{**plain, "kind": Kind(plain["kind"]), "outcome": Outcome(plain["outcome"]), "steps": steps},
    )


def event_to_json(event: Event) -> Json:
    """Write an event, with its name under ``event``: plan, started or finished."""
    return {"event": EVENTS[type(event)], **asdict(event)}


def event_from_json(plain: Json) -> Event:
    """Read what `event_to_json` wrote.

    Raises:
        KeyError, ValueError, TypeError: it is no event.

    """
    match plain["event"]:
        case "plan":
            return Plan(tuple(map(check_from_json, plain["checks"])))
        case "started":
            return Started(plain["id"])
        case "finished":
            return Finished(check_from_json(plain["check"]))
        case other:
            raise ValueError(other)


def step_from_json(plain: Json) -> Step:
    """Read one step of a timeline."""
    marks = tuple((first, last) for first, last in plain["marks"])
    return Step(
        **{**plain, "kind": StepKind(plain["kind"]), "witness": Witness(plain["witness"]), "marks": marks},
    )
