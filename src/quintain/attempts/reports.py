"""A submission as JSON: what pages, sockets and polling scripts get. One shape everywhere."""

import json
import re
from collections.abc import Iterable
from dataclasses import asdict
from statistics import median
from uuid import UUID

from django.urls import reverse

from quintain.attempts.models import RUNS, Kind, State, Submission
from quintain.attempts.queue import place_in_queue
from quintain.judge.verdict import Check, ExploitRun, Fault, Outcome, Recognised, Result
from quintain.judge.verdict import Kind as CheckKind
from quintain.packs.model import Lab
from quintain.web.markdown import render_inline

type Json = dict[str, object]

REMEMBERED_VERDICTS = 50
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def group_name(user: UUID, lab: UUID) -> str:
    """Name the sockets that watch one learner's work in one lab."""
    return f"lab-{user.hex}-{lab.hex}"


def to_json(fact: Check | Fault | Recognised) -> Json:
    """Return one of the judge's dataclasses as JSON, by field name."""
    return dict(json.loads(json.dumps(asdict(fact))))


def exploit_run_json(exploit_run: ExploitRun) -> Json:
    """Return what an exploit printed and met; no control characters, which no database and no page takes well."""
    whole = json.loads(json.dumps(asdict(exploit_run)))
    kept = {name: whole[name] for name in ("console_marks", "cut_short", "steps")}
    return {"console": CONTROL.sub("·", exploit_run.console), **kept}


def waiting_json(check: Check, outcome: str) -> Json:
    """Return a check that is not done: ``outcome`` is ``waiting`` or ``running``."""
    return to_json(check) | {"outcome": outcome}


def report(submission: Submission, lab: Lab) -> Json:
    """Return the JSON of a submission, which asks the queue for its place and earlier ones for the usual time."""
    return report_within(submission, lab, usual_seconds(lab, Kind(submission.kind)))


def report_within(submission: Submission, lab: Lab, usually_seconds: float | None) -> Json:
    """Return the JSON of a submission whose usual time is known already."""
    proven = submission.result == Result.PROVEN and submission.kind == Kind.VERDICT
    return {
        "id": str(submission.id),
        "url": reverse("run" if submission.kind in RUNS else "submission", args=[lab.slug, submission.id]),
        "sequence": submission.sequence,
        "restarts": submission.restarts,
        "events": submission.events,
        "number": submission.number,
        "kind": submission.kind,
        "state": submission.state,
        "position": place_in_queue(submission.id) if submission.state == State.WAITING else None,
        "created_at": submission.created_at.isoformat(),
        "finished_at": submission.finished_at.isoformat() if submission.finished_at else None,
        "result": submission.result or None,
        "sentence": submission.sentence,
        "checks": submission.checks,
        "attacks": submission.attacks,
        "stopped": submission.stopped,
        "recognised": _rendered(submission.recognised),
        "assault": submission.assault,
        "fault": submission.fault,
        "wall_seconds": submission.wall_seconds,
        "usually_seconds": usually_seconds,
        "next_url": reverse("debrief", args=[lab.slug]) if proven else None,
    }


def _rendered(recognised: Json | None) -> Json | None:
    """Make markup of an author's words."""
    if recognised is None:
        return None
    return recognised | {name: render_inline(str(recognised[name])) for name in ("why", "question")}


def usual_seconds(lab: Lab, kind: Kind) -> float | None:
    """Return the median time of the last submissions of this kind to this lab, by anybody, in seconds."""
    times = (
        Submission.objects.filter(workspace__lab=lab.uuid, kind=kind, state=State.FINISHED, wall_seconds__isnull=False)
        .exclude(result=Result.ERROR)
        .order_by("-sequence")
        .values_list("wall_seconds", flat=True)[:REMEMBERED_VERDICTS]
    )
    known = [seconds for seconds in times if seconds is not None]
    return round(median(known), 2) if known else None


def count_attacks(checks: Iterable[Check]) -> tuple[int, int]:
    """Return how many attacks were played, and how many of them were stopped."""
    attacks = [check for check in checks if check.kind is CheckKind.ATTACK]
    return len(attacks), sum(check.outcome is Outcome.REPELLED for check in attacks)
