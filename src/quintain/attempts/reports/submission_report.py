"""What templates draw of a submission, and what scripts are sent of it. One shape everywhere."""

import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from statistics import median
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse

from quintain.attempts.models import RUNS, UNDER_WAY, Kind, Search, State, Submission
from quintain.attempts.reports import messages
from quintain.attempts.sentences import say_verdict
from quintain.attempts.submissions.queue import place_in_queue
from quintain.attempts.submissions.stored import Json
from quintain.attempts.templatetags.evidence import run_view, title_of
from quintain.judge.verdict import Kind as CheckKind
from quintain.judge.verdict import Outcome, Result
from quintain.packs.model.lab import Lab
from quintain.web import course_words
from quintain.web.markdown import render_inline

REMEMBERED_VERDICTS = 50


def group_name(user: UUID, lab: UUID) -> str:
    """Name the sockets that watch one learner's work in one lab."""
    return f"lab-{user.hex}-{lab.hex}"


def report(submission: Submission, lab: Lab) -> Json:
    """Return what scripts get of a submission; earlier ones tell the usual time."""
    return report_within(submission, lab, usual_seconds(lab, Kind(submission.kind)))


def report_within(submission: Submission, lab: Lab, usually_seconds: float | None) -> Json:
    """Return what scripts get of a submission whose usual time is known already."""
    return to_wire(work_message(facts(submission, lab, usually_seconds)))


def facts(submission: Submission, lab: Lab, usually_seconds: float | None = None) -> Json:
    """Return what templates draw of a submission."""
    proven = submission.result == Result.PROVEN and submission.kind == Kind.VERDICT
    return {
        "id": str(submission.id),
        "url": reverse("run" if submission.kind in RUNS else "submission", args=[lab.slug, submission.id]),
        "stop_url": reverse("stop-run", args=[lab.slug, submission.id]) if submission.kind in RUNS else "",
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
        "checks": [_with_promise(check, lab) for check in submission.checks],
        "attacks": submission.attacks,
        "attacks_stopped": submission.attacks_stopped,
        "recognised": _rendered(submission.recognised),
        "assault": submission.assault,
        "fault": submission.fault,
        "wall_seconds": submission.wall_seconds,
        "usually_seconds": usually_seconds,
        "search": _search_of(submission, lab),
        "next_url": reverse("debrief", args=[lab.slug]) if proven else None,
    }


def _search_of(submission: Submission, lab: Lab) -> Search | None:
    """Return the search behind a verdict; it is looked up only where there can be one."""
    if submission.kind != Kind.VERDICT or submission.state != State.FINISHED or not lab.has_model:
        return None
    return Search.objects.filter(submission=submission).first()


def _with_promise(check: Json, lab: Lab) -> Json:
    """Let a check that speaks against the fix lead to the promise that is broken; the others tell nothing of theirs."""
    number = lab.promise_of(str(check["id"])) if check["outcome"] in {Outcome.LANDED, Outcome.FAILED} else None
    if number is None:
        return check
    return check | {"promise": number, "promise_url": f"{reverse('fix', args=[lab.slug])}#promise-{number}"}


def work_message(work: Mapping[str, Any], *, drawn: bool = True) -> messages.Work:
    """Return what scripts are sent of such facts: checks without their evidence, which comes ``drawn`` if wanted.

    That the program does not start is in the evidence alone: no script draws it.
    """
    shape: type[messages.Work] = messages.Run if work["kind"] in RUNS else messages.Submission
    named = {field.name: work[field.name] for field in fields(shape) if field.name in work}
    checks = tuple(messages.Check(**brief(check)) for check in work["checks"] if check["kind"] != CheckKind.START)
    sentence = say_verdict(work["result"] or "", work["sentence"], work["checks"])
    return shape(**named | {"sentence": sentence, "checks": checks, "evidence": _evidence(work) if drawn else None})


def brief(check: Mapping[str, Any]) -> dict[str, Any]:
    """Return as much of a check, or of the news of it, as scripts draw while the judge works."""
    shown = {field.name: check[field.name] for field in fields(messages.Check) if field.name in check}
    return shown | {"title": course_words.translate(str(shown["title"]))} if "title" in shown else shown


def to_wire(message: Any) -> Json:
    """Return a dataclass of the wire as JSON."""
    return dict(json.loads(json.dumps(asdict(message))))


def _evidence(work: Mapping[str, Any]) -> messages.RunEvidence | str | None:
    """Draw what came of a submission that is over."""
    if work["state"] in UNDER_WAY:
        return None
    if work["kind"] in RUNS:
        return _evidence_of_run(work)
    if work["result"] == Result.ERROR or work["state"] == State.FAILED:
        return render_to_string("attempts/fault.html", {"title": title_of("error"), "work": work})
    return render_to_string("attempts/verdict.html#body", {"submission": work, "beside_program": True})


def _evidence_of_run(run: Mapping[str, Any]) -> messages.RunEvidence:
    view = run_view(run)
    parts: dict[str, str] = {
        name: render_to_string(f"attempts/run.html#{name}", {"run": run, "view": view})
        for name in ("state", "console", "head", "log", "printed")
    }
    if view.look == "error" or not (run["assault"] or view.look == "stopped"):
        fault = render_to_string("attempts/fault.html", {"title": view.title, "work": run, "run": True})
        parts |= {"head": "", "log": fault, "printed": ""}
    elif run["kind"] != Kind.REPLAY:
        parts |= {"head": "", "printed": ""}  # only a replay is shown where there is no console
    return messages.RunEvidence(**parts)


def _rendered(recognised: Json | None) -> Json | None:
    """Make markup of an author's words."""
    if recognised is None:
        return None
    said = {name: course_words.translate(str(recognised[name])) for name in ("title", "why", "question")}
    return recognised | said | {name: render_inline(said[name]) for name in ("why", "question")}


def usual_seconds(lab: Lab, kind: Kind) -> float | None:
    """Return the median time of the last submissions of this kind to this lab, by anybody, in seconds.

    A program that does not start is judged at once, which says nothing of the time that others take.
    """
    started = Q(checks__0__isnull=True) | ~Q(checks__0__kind=CheckKind.START)  # that check comes first; runs have none
    times = (
        Submission.objects.filter(started, workspace__lab=lab.uuid, kind=kind, state=State.FINISHED)
        .exclude(result=Result.ERROR)
        .exclude(wall_seconds=None)
        .order_by("-sequence")
        .values_list("wall_seconds", flat=True)[:REMEMBERED_VERDICTS]
    )
    seconds_taken = [seconds for seconds in times if seconds is not None]
    return round(median(seconds_taken), 2) if seconds_taken else None
