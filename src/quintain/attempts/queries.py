"""Reads for the pages of a lab; every dataclass here is handed to a template as it is."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.safestring import SafeString

from quintain.accounts.models import User
from quintain.attempts.actions import files_of, found_spots
from quintain.attempts.differences import FileDiff, differences
from quintain.attempts.hints import hints_of
from quintain.attempts.models import UNDER_WAY, Copy, Kind, Marking, Submission, Workspace
from quintain.attempts.reports import Json, report
from quintain.catalog import progress
from quintain.catalog import queries as catalog
from quintain.catalog.progress import LabState, Phase
from quintain.catalog.queries import LabLink, TopicLink
from quintain.packs import WEAKNESSES
from quintain.packs.model import Fix, Lab
from quintain.web.code import CodeLine, highlight_lines, language_of
from quintain.web.markdown import render_inline, render_markdown

FIX_ADDRESSES = ("files", "submissions", "hints", "reset", "fix", "debrief")


@dataclass(frozen=True, slots=True)
class PhaseTab:
    """A phase in the bar: ``name`` is find, fix or debrief; ``state`` done, now or later; ``note`` a few words."""

    name: str
    title: str
    url: str
    state: str
    note: str


@dataclass(frozen=True, slots=True)
class LabHead:
    """What stands above every page of a lab."""

    slug: str
    code: str
    title: str
    minutes: int
    stretch: bool
    day: int
    module: str
    topics: tuple[TopicLink, ...]
    phases: tuple[PhaseTab, ...]
    state: LabState


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the brief: an H2 and what stands below it."""

    id: str
    title: str
    html: SafeString


@dataclass(frozen=True, slots=True)
class HintView:
    """A hint that is open."""

    step: str
    step_title: str
    number: int
    html: SafeString


@dataclass(frozen=True, slots=True)
class Hints:
    """The open hints, how many there are, and where the next one is asked for."""

    open: tuple[HintView, ...]
    total: int
    url: str

    @property
    def left(self) -> int:
        """How many hints are still closed."""
        return self.total - len(self.open)


@dataclass(frozen=True, slots=True)
class FileView:
    """A file of the lab with its lines, for pages that work without script."""

    path: str
    language: str
    editable: bool
    lines: tuple[CodeLine, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A weakness that the learner may name."""

    cwe: str
    name: str


@dataclass(frozen=True, slots=True)
class MarkView:
    """A mark with its answer."""

    file: str
    first: int
    last: int
    cwe: str
    name: str
    right: bool
    decoy: bool
    why: SafeString


@dataclass(frozen=True, slots=True)
class FindPage:
    """The phase *find*. ``data`` goes into the page for its script."""

    head: LabHead
    steps: tuple[Step, ...]
    hints: Hints
    files: tuple[FileView, ...]
    choices: tuple[Choice, ...]
    marks: tuple[MarkView, ...]
    found: int
    of: int
    done: bool
    data: Json


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """A line of *Your attempts*; an error of ours has no number and no page."""

    id: UUID
    number: int | None
    state: str
    result: str
    sentence: str
    attacks: int
    stopped: int
    at: datetime
    url: str


@dataclass(frozen=True, slots=True)
class CopyRow:
    """Files that were kept before a reset or restore."""

    id: UUID
    before: str
    made_at: datetime
    restore_url: str


@dataclass(frozen=True, slots=True)
class FixPage:
    """The workbench. ``data`` goes into the page for its script."""

    head: LabHead
    steps: tuple[Step, ...]
    hints: Hints
    files: tuple[FileView, ...]
    attempts: tuple[AttemptRow, ...]
    copies: tuple[CopyRow, ...]
    last: Json | None
    attacks: int
    reset_url: str
    data: Json


@dataclass(frozen=True, slots=True)
class AttemptPage:
    """One attempt: its verdict, the difference to the shipped code, and the way back to it."""

    head: LabHead
    number: int
    at: datetime
    submission: Json
    diffs: tuple[FileDiff, ...]
    restore_url: str


@dataclass(frozen=True, slots=True)
class SoundFix:
    """Another fix that the judge proved, with its difference to the shipped code."""

    title: str
    why: SafeString
    diffs: tuple[FileDiff, ...]
    yours: bool


@dataclass(frozen=True, slots=True)
class DebriefPage:
    """The page after the proof."""

    head: LabHead
    number: int
    proven_at: datetime
    submission: Json
    debrief: SafeString
    diffs: tuple[FileDiff, ...]
    sound_fixes: tuple[SoundFix, ...]
    attempts: tuple[AttemptRow, ...]
    cwe: tuple[Choice, ...]
    next: LabLink | None


def find_workspace(user: User, lab: Lab) -> Workspace | None:
    """Return the learner's place in a lab, if there is one."""
    return Workspace.objects.filter(user=user, lab=lab.uuid).first()


def find_submission(lab: Lab, submission: UUID) -> Submission | None:
    """Return a submission to a lab, whoever made it: the view asks who may see it."""
    return Submission.objects.select_related("workspace").filter(pk=submission, workspace__lab=lab.uuid).first()


def find_attempt(user: User, lab: Lab, number: int) -> Submission | None:
    """Return the learner's attempt of that number."""
    return (
        Submission.objects.select_related("workspace")
        .filter(workspace__user=user, workspace__lab=lab.uuid, number=number)
        .first()
    )


def find_copy(lab: Lab, copy: UUID) -> Copy | None:
    """Return a copy of files, whoever made it: the view asks who may use it."""
    return Copy.objects.select_related("workspace").filter(pk=copy, workspace__lab=lab.uuid).first()


def last_submission(user: User, lab: Lab) -> Submission | None:
    """Return the submission under way, or else the last verdict, or else the last run of the tests."""
    mine = Submission.objects.select_related("workspace").filter(workspace__user=user, workspace__lab=lab.uuid)
    return mine.filter(state__in=UNDER_WAY).first() or mine.filter(kind=Kind.VERDICT).first() or mine.first()


def due_phase(user: User, lab: Lab) -> str:
    """Name the phase that a learner who opens the lab should see."""
    state = progress.reader().states(user, [lab])[lab.uuid]
    if state.proven_at:
        return "debrief"
    return "find" if state.find in {Phase.TODO, Phase.WORK} and state.fix is Phase.TODO else "fix"


def find_page(user: User, lab: Lab) -> FindPage:
    """Return the page of the phase *find*; the lab has one."""
    if lab.find is None:
        raise LookupError(lab.slug)
    workspace = find_workspace(user, lab)
    marking = workspace.markings.first() if workspace else None
    found = found_spots(workspace, lab.find) if workspace else 0
    choices = tuple(Choice(cwe, WEAKNESSES.get(cwe, cwe)) for cwe in lab.find.choices)
    marks = _mark_views(marking)
    return FindPage(
        head=lab_head(user, lab, "find"),
        steps=_steps(lab),
        hints=_hints(workspace, lab, "find"),
        files=_file_views(lab, lab.starter),
        choices=choices,
        marks=marks,
        found=found,
        of=len(lab.find.spots),
        done=found == len(lab.find.spots),
        data={
            "lab": lab.slug,
            "files": _file_data(lab, lab.starter),
            "choices": [{"cwe": choice.cwe, "name": choice.name} for choice in choices],
            "marks": marking.marks if marking else [],
            "found": found,
            "of": len(lab.find.spots),
            "done": found == len(lab.find.spots),
            "urls": {
                "marks": reverse("marks", args=[lab.slug]),
                "hints": reverse("hints", args=[lab.slug]),
                "fix": reverse("fix", args=[lab.slug]),
            },
        },
    )


def fix_page(user: User, lab: Lab) -> FixPage:
    """Return the workbench."""
    workspace = find_workspace(user, lab)
    texts = {**lab.starter, **files_of(workspace, lab)}
    submission = last_submission(user, lab)
    last = report(submission, lab) if submission else None
    urls = {name: reverse(name, args=[lab.slug]) for name in FIX_ADDRESSES}
    return FixPage(
        head=lab_head(user, lab, "fix"),
        steps=_steps(lab),
        hints=_hints(workspace, lab, "fix"),
        files=_file_views(lab, texts),
        attempts=_attempt_rows(workspace, lab),
        copies=_copy_rows(workspace, lab),
        last=last,
        attacks=len(lab.exploits),
        reset_url=urls["reset"],
        data={
            "lab": lab.slug,
            "files": _file_data(lab, texts),
            "revision": workspace.revision if workspace else 0,
            "urls": urls,
            "socket": f"/live/labs/{lab.slug}",
            "last": last,
        },
    )


def attempt_page(user: User, lab: Lab, attempt: Submission) -> AttemptPage:
    """Return the page of one attempt."""
    number = attempt.number or 0
    return AttemptPage(
        head=lab_head(user, lab, "fix"),
        number=number,
        at=attempt.finished_at or attempt.created_at,
        submission=report(attempt, lab),
        diffs=differences(lab.starter, attempt.files),
        restore_url=reverse("restore-attempt", args=[lab.slug, number]),
    )


def debrief_page(user: User, lab: Lab) -> DebriefPage | None:
    """Return the page after the proof; None while nothing is proven."""
    workspace = find_workspace(user, lab)
    proof = (
        workspace.submissions.select_related("workspace").filter(kind=Kind.VERDICT, result="proven").first()
        if workspace
        else None
    )
    if workspace is None or proof is None:
        return None
    return DebriefPage(
        head=lab_head(user, lab, "debrief"),
        number=proof.number or 0,
        proven_at=proof.finished_at or proof.created_at,
        submission=report(proof, lab),
        debrief=render_markdown(lab.debrief),
        diffs=differences(lab.starter, proof.files),
        sound_fixes=tuple(_sound_fix(lab, fix, proof.files) for fix in lab.sound_fixes),
        attempts=_attempt_rows(workspace, lab),
        cwe=tuple(Choice(cwe, WEAKNESSES.get(cwe, cwe)) for cwe in lab.cwe),
        next=catalog.next_lab(user, lab),
    )


def lab_head(user: User, lab: Lab, now: str) -> LabHead:
    """Return what stands above every page of a lab; ``now`` names the page's phase."""
    state = progress.reader().states(user, [lab])[lab.uuid]
    place = catalog.place_of_lab(lab.slug)
    module = catalog.module_card(user, place[0]) if place else None
    topics = {topic.id: topic for topic in module.topics} if module else {}
    teaching = [place[1].id if place else "", *lab.teaches]
    return LabHead(
        slug=lab.slug,
        code=lab.code,
        title=lab.title,
        minutes=lab.minutes,
        stretch=str(lab.level) == "stretch",
        day=module.day if module else 1,
        module=module.title if module else "",
        topics=tuple(topics[topic] for topic in dict.fromkeys(teaching) if topic in topics),
        phases=_phases(lab, state, now),
        state=state,
    )


def _phases(lab: Lab, state: LabState, now: str) -> tuple[PhaseTab, ...]:
    tabs = []
    if lab.find:
        note = "all marked" if state.find is Phase.DONE else ""
        tabs.append(PhaseTab("find", "Find", reverse("find", args=[lab.slug]), _word(state.find), note))
    note = "proven" if state.proven_at else f"attempt {state.tries + 1}"
    tabs.append(PhaseTab("fix", "Fix", reverse("fix", args=[lab.slug]), _word(state.fix), note))
    if state.proven_at:
        tabs.append(PhaseTab("debrief", "Debrief", reverse("debrief", args=[lab.slug]), "later", ""))
    return tuple(replace(tab, state="now") if tab.name == now else tab for tab in tabs)


def _word(phase: Phase | None) -> str:
    return "done" if phase is Phase.DONE else "later"


def _steps(lab: Lab) -> tuple[Step, ...]:
    return tuple(Step(step.id, step.title, render_markdown(step.markdown)) for step in lab.brief)


def hints(user: User, lab: Lab, phase: str) -> Hints:
    """Return the hints for a phase, ``find`` or ``fix``, that are open to the learner."""
    return _hints(find_workspace(user, lab), lab, phase)


def _hints(workspace: Workspace | None, lab: Lab, phase: str) -> Hints:
    known = hints_of(lab, phase)
    used = set(workspace.hints.values_list("step", "number")) if workspace else set()
    shown = tuple(
        HintView(hint.step, hint.step_title, hint.number, render_markdown(hint.markdown))
        for hint in known
        if (hint.step, hint.number) in used
    )
    return Hints(shown, len(known), reverse("hints", args=[lab.slug]))


def _file_views(lab: Lab, texts: Mapping[str, str]) -> tuple[FileView, ...]:
    return tuple(
        FileView(path, language_of(path), path in lab.run.editable, highlight_lines(texts[path], language_of(path)))
        for path in _in_order(lab)
    )


def _file_data(lab: Lab, texts: Mapping[str, str]) -> list[Json]:
    return [
        {
            "path": path,
            "text": texts[path],
            "shipped": lab.starter[path],
            "editable": path in lab.run.editable,
            "language": language_of(path),
        }
        for path in _in_order(lab)
    ]


def _in_order(lab: Lab) -> list[str]:
    """Return the paths of a lab: what can be changed first, in the author's order."""
    return [*lab.run.editable, *sorted(path for path in lab.starter if path not in lab.run.editable)]


def _mark_views(marking: Marking | None) -> tuple[MarkView, ...]:
    return tuple(
        MarkView(**{**mark, "why": render_inline(mark["why"])}, name=WEAKNESSES.get(mark["cwe"], mark["cwe"]))
        for mark in (marking.marks if marking else [])
    )


def _attempt_rows(workspace: Workspace | None, lab: Lab) -> tuple[AttemptRow, ...]:
    if workspace is None:
        return ()
    return tuple(
        AttemptRow(
            id=each.pk,
            number=each.number,
            state=each.state,
            result=each.result,
            sentence=each.sentence,
            attacks=each.attacks,
            stopped=each.stopped,
            at=each.finished_at or each.created_at,
            url=reverse("attempt", args=[lab.slug, each.number]) if each.number else "",
        )
        for each in workspace.submissions.filter(kind=Kind.VERDICT).defer("checks", "files")[:100]
    )


def _copy_rows(workspace: Workspace | None, lab: Lab) -> tuple[CopyRow, ...]:
    if workspace is None:
        return ()
    return tuple(
        CopyRow(copy.pk, copy.before, copy.made_at, reverse("restore-copy", args=[lab.slug, copy.pk]))
        for copy in workspace.copies.defer("files")[:20]
    )


def _sound_fix(lab: Lab, fix: Fix, yours: Mapping[str, str]) -> SoundFix:
    same = all(yours.get(path, lab.starter.get(path)) == text for path, text in fix.files.items())
    return SoundFix(fix.title, render_inline(fix.why), differences(lab.starter, fix.files), yours=same)
