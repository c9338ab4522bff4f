"""The pages of a lab; every dataclass here is handed to a template as it is."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse
from django.utils.safestring import SafeString

from quintain.accounts.models import User
from quintain.accounts.permissions import may
from quintain.attempts.actions import EXPLOIT, exploit_begun, exploit_of, files_of, found_spots
from quintain.attempts.errors import SolutionsClosed
from quintain.attempts.judging.demonstrations import Beside, beside
from quintain.attempts.models import Kind, Phase, SearchState, State, Submission, Workspace
from quintain.attempts.pages.comments import Asked, Commented, commented
from quintain.attempts.pages.header import LabHeader, lab_header
from quintain.attempts.pages.parts import (
    ApiEntry,
    AttemptRow,
    Copies,
    FileView,
    Hints,
    MarkView,
    RunRow,
    Step,
    answer_to,
    attempt_rows,
    copies_of,
    exploit_api,
    file_data,
    file_views,
    hints_shown,
    mark_views,
    promises_of,
    run_rows,
    steps_of,
)
from quintain.attempts.permissions import SEE_SOLUTION
from quintain.attempts.progress.learner_progress import workspace_and_state
from quintain.attempts.queries import last_run, last_submission
from quintain.attempts.reports import messages
from quintain.attempts.reports.submission_report import facts, to_wire, usual_seconds, work_message
from quintain.attempts.solutions.shown import shown_fix
from quintain.attempts.submissions.stored import Json
from quintain.catalog.progress import LabState
from quintain.catalog.sequence import CourseStep, next_step, record_of
from quintain.judge.verdict import Result
from quintain.packs.model.lab import OUTAGE, Break, Find, Fix, Lab, PullRequest, Spot
from quintain.packs.model.source import Source
from quintain.packs.model.weakness import Weakness
from quintain.web.code import highlight_lines
from quintain.web.differences import FileDiff, differences
from quintain.web.markdown import render_inline, render_markdown


@dataclass(frozen=True, slots=True)
class FindPage:
    """The phase *find*. ``data`` goes into the page for its script; ``ends_here`` if the lab is for finding only."""

    header: LabHeader
    steps: tuple[Step, ...]
    promises: tuple[SafeString, ...]
    hints: Hints
    files: tuple[FileView, ...]
    choices: tuple[Weakness, ...]
    marks: tuple[MarkView, ...]
    found: int
    of: int
    done: bool
    ends_here: bool
    data: Json


@dataclass(frozen=True, slots=True)
class PullRequestPage:
    """The change that a review lab is about; ``next`` is the first phase."""

    header: LabHeader
    title: SafeString
    text: SafeString
    diffs: tuple[FileDiff, ...]
    added: int
    removed: int
    next: str


@dataclass(frozen=True, slots=True)
class BreakPage:
    """The phase *break*; ``data`` goes into the page for its script.

    ``broken`` tells whether an exploit has worked, and ``has_fix`` whether the saved fix differs from the
    original program.
    """

    header: LabHeader
    steps: tuple[Step, ...]
    promises: tuple[SafeString, ...]
    hints: Hints
    files: tuple[FileView, ...]
    api: tuple[ApiEntry, ...]
    runs: tuple[RunRow, ...]
    copies: Copies
    broken: bool
    has_fix: bool
    data: Json


@dataclass(frozen=True, slots=True)
class FixPage:
    """The workbench: with the last ``verdict`` if there is one. ``data`` goes into the page for its script."""

    header: LabHeader
    steps: tuple[Step, ...]
    promises: tuple[SafeString, ...]
    hints: Hints
    files: tuple[FileView, ...]
    attempts: tuple[AttemptRow, ...]
    copies: Copies
    verdict: Json | None
    original: Mapping[str, Json]
    is_demonstrated: bool
    attacks: int
    broken: bool
    reset_url: str
    data: Json


@dataclass(frozen=True, slots=True)
class AttemptPage:
    """One attempt: its verdict, the difference to the original code, and the way back to it."""

    header: LabHeader
    number: int
    at: datetime
    submission: Json
    original: Mapping[str, Json]
    commented: Commented
    restore_url: str


@dataclass(frozen=True, slots=True)
class SoundFix:
    """Another fix that the judge proved, with its difference to the original code."""

    title: str
    why: SafeString
    diffs: tuple[FileDiff, ...]
    yours: bool


@dataclass(frozen=True, slots=True)
class DebriefPage:
    """The page after the proof; it stays, with ``lost_at``, if a search has found later that the fix does not hold."""

    header: LabHeader
    number: int
    proven_at: datetime
    lost_at: datetime | None
    submission: Json
    debrief: SafeString
    commented: Commented
    sound_fixes: tuple[SoundFix, ...]
    attempts: tuple[AttemptRow, ...]
    cwe: tuple[Weakness, ...]
    next: CourseStep | None
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class SolutionPage:
    """The page that asks before a sound fix is shown."""

    header: LabHeader


@dataclass(frozen=True, slots=True)
class SeenPage:
    """The debrief of a learner who has looked at a sound fix, and has not proven one of their own."""

    header: LabHeader
    seen_at: datetime
    fix: SoundFix
    debrief: SafeString
    cwe: tuple[Weakness, ...]
    next: CourseStep | None
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """A flawed place, as the page after a search tells it."""

    file: str
    first: int
    last: int
    names: tuple[Weakness, ...]
    why: SafeString


@dataclass(frozen=True, slots=True)
class FindingsPage:
    """The page after the search, of a lab that is for finding only."""

    header: LabHeader
    found_at: datetime
    findings: tuple[Finding, ...]
    debrief: SafeString
    next: CourseStep | None
    sources: tuple[Source, ...]


def header(user: User, lab: Lab, phase: str) -> LabHeader:
    """Return the header of the page of a phase, for a part of that page."""
    return lab_header(lab, workspace_and_state(user, lab)[1], phase)


def pull_request_page(user: User, lab: Lab, change: PullRequest) -> PullRequestPage:
    """Return the page of the change: each file that it touches or adds, those that it adds last."""
    _, state = workspace_and_state(user, lab)
    touched = sorted(lab.starter, key=lambda path: (path not in change.before, path))
    all_diffs = differences(change.before, {path: lab.starter[path] for path in touched})
    diffs = tuple(diff for diff in all_diffs if diff.lines or diff.newlines)
    header = lab_header(lab, state, "")
    return PullRequestPage(
        header=header,
        title=render_inline(change.title),
        text=render_markdown(change.markdown),
        diffs=diffs,
        added=sum(diff.added for diff in diffs),
        removed=sum(diff.removed for diff in diffs),
        next=next(tab.url for tab in header.phases),
    )


def find_page(user: User, lab: Lab, find: Find) -> FindPage:
    """Return the page of the phase *find*."""
    workspace, state = workspace_and_state(user, lab)
    marking = workspace.markings.first() if workspace else None
    spots_found = found_spots(workspace, find) if workspace else 0
    choices = tuple(lab.weakness(cwe) for cwe in find.choices)
    done = spots_found == len(find.spots)
    return FindPage(
        header=lab_header(lab, state, "find"),
        steps=steps_of(lab, "find"),
        promises=promises_of(lab),
        hints=hints_shown(user, workspace, lab, "find"),
        files=file_views(lab, lab.starter),
        choices=choices,
        marks=mark_views(marking, lab),
        found=spots_found,
        of=len(find.spots),
        done=done,
        ends_here=not lab.is_fixed,
        data=to_wire(
            messages.FindData(
                lab=lab.slug,
                files=file_data(lab, lab.starter),
                choices=tuple(messages.Choice(choice.cwe, choice.name) for choice in choices),
                marks=tuple(
                    messages.Mark(**mark | {"why": answer_to(lab, mark["why"])})
                    for mark in (marking.marks if marking else [])
                ),
                found=spots_found,
                of=len(find.spots),
                done=done,
                urls=messages.FindUrls(marks=reverse("marks", args=[lab.slug])),
            )
        ),
    )


def break_page(user: User, lab: Lab, phase: Break) -> BreakPage:
    """Return the page of the phase *break*."""
    workspace, state = workspace_and_state(user, lab)
    text, revision = exploit_of(workspace, lab, phase)
    run = last_run(user, lab)
    last = work_message(facts(run, lab, usual_seconds(lab, Kind(run.kind)))) if run else None
    begun = exploit_begun(lab, phase)
    exploit = messages.LabFile(EXPLOIT, text, begun, editable=True, language="python")
    original = (replace(file, editable=False) for file in file_data(lab, lab.starter))
    return BreakPage(
        header=lab_header(lab, state, "break"),
        steps=steps_of(lab, "break"),
        promises=promises_of(lab),
        hints=hints_shown(user, workspace, lab, "break"),
        files=(
            FileView(EXPLOIT, "python", editable=True, lines=highlight_lines(text, "python")),
            *(replace(view, editable=False) for view in file_views(lab, lab.starter)),
        ),
        api=exploit_api(lab, phase),
        runs=run_rows(workspace, lab),
        copies=copies_of(workspace, lab, Phase.BREAK),
        broken=has_broken(workspace, lab),
        has_fix=any(text != lab.starter.get(path) for path, text in files_of(workspace, lab).items()),
        data=to_wire(
            messages.BreakData(
                lab=lab.slug,
                files=(exploit, *original),
                revision=revision,
                urls=messages.BreakUrls(
                    **_urls(lab, files="exploit", kept="kept-exploit", settled="settled-exploit"),
                    **_urls(lab, page="break", runs="runs"),
                ),
                socket=f"/live/labs/{lab.slug}",
                steals=phase.goal != OUTAGE,
                last=last if isinstance(last, messages.Run) else None,
            )
        ),
    )


def has_broken(workspace: Workspace | None, lab: Lab) -> bool:
    """Tell whether an exploit of the learner's has worked on the original program, and may be tried on the fix."""
    return lab.break_ is not None and workspace is not None and workspace.broken_at is not None


def fix_page(user: User, lab: Lab) -> FixPage:
    """Return the workbench."""
    workspace, state = workspace_and_state(user, lab)
    texts = {**lab.starter, **files_of(workspace, lab)}
    submission = last_submission(user, lab)
    spoke = submission is not None and _is_verdict(submission)
    work = facts(submission, lab, usual_seconds(lab, Kind(submission.kind))) if submission else None
    original = beside(submission, lab) if submission is not None and spoke else Beside("none")
    return FixPage(
        header=lab_header(lab, state, "fix"),
        steps=steps_of(lab, "fix"),
        promises=promises_of(lab),
        hints=hints_shown(user, workspace, lab, "fix"),
        files=file_views(lab, texts),
        attempts=attempt_rows(workspace, lab),
        copies=copies_of(workspace, lab, Phase.FIX),
        verdict=work if spoke else None,
        original=original.checks,
        is_demonstrated=original.state == "known",
        attacks=len(lab.exploits),
        broken=has_broken(workspace, lab),
        reset_url=reverse("reset", args=[lab.slug]),
        data=to_wire(
            messages.FixData(
                lab=lab.slug,
                files=file_data(lab, texts),
                revision=workspace.revision if workspace else 0,
                urls=messages.FixUrls(
                    **_urls(lab, files="files", kept="kept-file", settled="settled-file"),
                    **_urls(lab, page="fix", submissions="submissions", runs="runs"),
                ),
                socket=f"/live/labs/{lab.slug}",
                last=work_message(work, drawn=not spoke) if work else None,
            )
        ),
    )


def _urls(lab: Lab, **names: str) -> dict[str, str]:
    """Return the addresses of views of a lab."""
    return {field: reverse(view, args=[lab.slug]) for field, view in names.items()}


def _is_verdict(submission: Submission) -> bool:
    """Tell whether the judge has spoken about the learner's code."""
    spoke = submission.state == State.FINISHED and submission.result != Result.ERROR
    return spoke and submission.kind in {Kind.VERDICT, Kind.TESTS}


def attempt_page(
    user: User, lab: Lab, attempt: Submission, original: Mapping[str, Json], commented: Commented
) -> AttemptPage:
    """Return the page of one attempt, with what the same attacks did to the original code, and with comments."""
    number = attempt.number or 0
    _, state = workspace_and_state(user, lab)
    return AttemptPage(
        header=lab_header(lab, state, "fix"),
        number=number,
        at=attempt.finished_at or attempt.created_at,
        submission=facts(attempt, lab),
        original=original,
        commented=commented,
        restore_url=reverse("restore-attempt", args=[lab.slug, number]),
    )


def debrief_page(user: User, lab: Lab) -> DebriefPage | SeenPage | None:
    """Return the page after the proof, also if it was lost later, or after a look at a sound fix; None before both."""
    workspace, state = workspace_and_state(user, lab)
    if seen := _seen_page(user, lab, state):
        return seen
    proof = _proof_of(workspace) if workspace else None
    if workspace is None or proof is None:
        return None
    return DebriefPage(
        header=lab_header(lab, state, "debrief"),
        number=proof.number or 0,
        proven_at=proof.finished_at or proof.created_at,
        lost_at=None if proof.result == Result.PROVEN else state.proof_lost_at,
        submission=facts(proof, lab),
        debrief=render_markdown(lab.debrief),
        commented=commented(proof, lab, user, reverse("attempt", args=[lab.slug, proof.number]), asked=Asked()),
        sound_fixes=tuple(_sound_fix(lab, fix, proof.files) for fix in lab.sound_fixes),
        attempts=attempt_rows(workspace, lab),
        cwe=tuple(lab.weakness(cwe) for cwe in lab.cwe),
        next=next_step(record_of(user)),
        sources=lab.sources,
    )


def _proof_of(workspace: Workspace) -> Submission | None:
    """Return the last proof, or else the last that a search took away."""
    verdicts = workspace.submissions.select_related("workspace").filter(kind=Kind.VERDICT)
    lost = verdicts.filter(search__state=SearchState.FOUND)
    return verdicts.filter(result=Result.PROVEN).first() or lost.first()


def solution_page(user: User, lab: Lab) -> SolutionPage | None:
    """Return the page that asks before a sound fix is shown; None while the learner may not see one, or has seen it.

    Raises:
        SolutionsClosed: The learner's class does not allow it.

    """
    workspace, state = workspace_and_state(user, lab)
    if not may(user, SEE_SOLUTION, lab):
        raise SolutionsClosed
    if state.word in {"proven", "seen"} or hints_shown(user, workspace, lab, "fix").left:
        return None
    return SolutionPage(lab_header(lab, state, "fix"))


def _seen_page(user: User, lab: Lab, state: LabState) -> SeenPage | None:
    """Return the debrief of a learner who has looked at a sound fix; None of anybody else, and after a proof."""
    fix = shown_fix(lab)
    if state.seen_at is None or state.proven_at is not None or fix is None:
        return None
    return SeenPage(
        header=lab_header(lab, state, "debrief"),
        seen_at=state.seen_at,
        fix=_sound_fix(lab, fix, {}),
        debrief=render_markdown(lab.debrief),
        cwe=tuple(lab.weakness(cwe) for cwe in lab.cwe),
        next=next_step(record_of(user)),
        sources=lab.sources,
    )


def findings_page(user: User, lab: Lab, find: Find) -> FindingsPage | None:
    """Return the page after the search; None while something is to be found."""
    workspace, state = workspace_and_state(user, lab)
    if workspace is None or workspace.proven_at is None:
        return None
    return FindingsPage(
        header=lab_header(lab, state, "debrief"),
        found_at=workspace.proven_at,
        findings=tuple(_finding(lab, spot) for spot in find.spots),
        debrief=render_markdown(lab.debrief),
        next=next_step(record_of(user)),
        sources=lab.sources,
    )


def _finding(lab: Lab, spot: Spot) -> Finding:
    names = tuple(lab.weakness(cwe) for cwe in spot.cwe)
    return Finding(spot.file, spot.first, spot.last, names, render_inline(spot.why))


def _sound_fix(lab: Lab, fix: Fix, yours: Mapping[str, str]) -> SoundFix:
    same = all(yours.get(path, lab.starter.get(path)) == text for path, text in fix.files.items())
    return SoundFix(fix.title, render_inline(fix.why), differences(lab.starter, fix.files), yours=same)
