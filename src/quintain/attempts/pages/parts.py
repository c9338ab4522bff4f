"""The parts that pages of a lab are made of; every dataclass here is handed to a template as it is."""

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from uuid import UUID

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from quintain.accounts.models import User
from quintain.accounts.permissions import may
from quintain.attempts.hints.order import PHASES, hints_of
from quintain.attempts.models import RUNS, Copy, Kind, Marking, Phase, Reason, Workspace
from quintain.attempts.permissions import SEE_SOLUTION
from quintain.attempts.queries import comment_counts, find_workspace
from quintain.attempts.reports import messages
from quintain.attempts.sentences import sentence_in_list
from quintain.attempts.workspace.copies import MOST_COPIES, MOST_MEBIBYTES
from quintain.catalog.pack_store import source_lab
from quintain.packs.entry_points import entry_points
from quintain.packs.model.lab import OUTAGE, Break, Lab
from quintain.packs.scenes import acts_of
from quintain.web import course_words
from quintain.web.code import CodeLine, highlight_lines, language_of
from quintain.web.markdown import render_inline, render_inline_of_page, render_markdown


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the brief: an H2 and what is below it; the steps of other phases are ``folded``."""

    id: str
    title: str
    html: SafeString
    folded: bool


@dataclass(frozen=True, slots=True)
class HintView:
    """A hint that is open."""

    step: str
    step_title: str
    number: int
    html: SafeString


@dataclass(frozen=True, slots=True)
class Hints:
    """The open hints, how many there are, and where the next one is asked for.

    ``solution_url`` is where a sound fix is shown, once no hint is left and if the learner may see one.
    """

    open: tuple[HintView, ...]
    total: int
    url: str
    solution_url: str = ""

    @property
    def left(self) -> int:
        """How many hints are still closed."""
        return self.total - len(self.open)


@dataclass(frozen=True, slots=True)
class FileView:
    """A file of the lab with its lines, for pages that work without script; tabs leave out ``folder``."""

    path: str
    language: str
    editable: bool
    lines: tuple[CodeLine, ...]
    folder: str = ""

    @property
    def name(self) -> str:
        """The path within the folder of all files."""
        return self.path.removeprefix(self.folder)


@dataclass(frozen=True, slots=True)
class MarkView:
    """A mark with its answer; the ``badge`` is that of its lines, which may be ``elsewhere`` than in the open file."""

    file: str
    first: int
    last: int
    cwe: str
    name: str
    right: bool
    decoy: bool
    why: SafeString
    badge: int | None
    elsewhere: bool


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """A line of *Your attempts*; an error of ours has no number and no page. ``unread`` counts of the comments."""

    id: UUID
    number: int | None
    state: str
    result: str
    sentence: str
    attacks: int
    attacks_stopped: int
    at: datetime
    url: str
    comments: int = 0
    unread: int = 0


@dataclass(frozen=True, slots=True)
class RunRow:
    """A line of *Your runs*: an exploit on the original program, or as a ``replay`` on the learner's fix."""

    replay: bool
    result: str
    at: datetime
    url: str


@dataclass(frozen=True, slots=True)
class ApiEntry:
    """One entry of the API for exploits: a call that an exploit may make, and what it does."""

    call: str
    words: str


@dataclass(frozen=True, slots=True)
class CopyRow:
    """A copy, and in ``words`` what it is of."""

    id: UUID
    words: str
    made_at: datetime
    restore_url: str


@dataclass(frozen=True, slots=True)
class Copies:
    """The copies of a phase, newest first, and how many a workspace keeps of all its phases."""

    rows: tuple[CopyRow, ...]
    most: int = MOST_COPIES
    most_mebibytes: int = MOST_MEBIBYTES


def promises_of(lab: Lab) -> tuple[SafeString, ...]:
    """Return the sentences of the promises; the page numbers them, as `Lab.promise_of` does."""
    return tuple(render_inline(promise.text) for promise in lab.promises)


def steps_of(lab: Lab, phase: str) -> tuple[Step, ...]:
    """Return the steps of the brief as the page of a phase shows them."""
    others = set(PHASES) - {phase}
    return tuple(Step(step.id, step.title, render_markdown(step.markdown), step.id in others) for step in lab.brief)


def hints(user: User, lab: Lab, phase: str) -> Hints:
    """Return the hints for a phase, ``find``, ``break`` or ``fix``, that are open to the learner."""
    return hints_shown(user, find_workspace(user, lab), lab, phase)


def hints_shown(user: User, workspace: Workspace | None, lab: Lab, phase: str) -> Hints:
    """Return the hints for a phase, of which those are open that the workspace of ``user`` has used."""
    hints = hints_of(lab, phase)
    used = set(workspace.hints.values_list("step", "number")) if workspace else set()
    shown = tuple(
        HintView(hint.step, hint.step_title, hint.number, render_markdown(hint.markdown))
        for hint in hints
        if (hint.step, hint.number) in used
    )
    shows_solution = phase == "fix" and bool(hints) and len(shown) == len(hints) and may(user, SEE_SOLUTION, lab)
    is_seen = workspace is not None and workspace.solution_seen_at is not None
    url = reverse("debrief" if is_seen else "solution", args=[lab.slug]) if shows_solution or is_seen else ""
    return Hints(shown, len(hints), reverse("hints", args=[lab.slug]), url)


def file_views(lab: Lab, texts: Mapping[str, str]) -> tuple[FileView, ...]:
    """Return the files of a lab with the given texts, as lines."""
    folder = _shared_folder(lab)
    return tuple(
        FileView(
            path, language_of(path), path in lab.run.editable, highlight_lines(texts[path], language_of(path)), folder
        )
        for path in _in_order(lab)
    )


def file_data(lab: Lab, texts: Mapping[str, str]) -> tuple[messages.LabFile, ...]:
    """Return the files of a lab with the given texts, for a script."""
    return tuple(
        messages.LabFile(path, texts[path], lab.starter[path], path in lab.run.editable, language_of(path))
        for path in _in_order(lab)
    )


def _in_order(lab: Lab) -> list[str]:
    """Return the paths of a lab: what can be changed first, in the author's order."""
    return [*lab.run.editable, *sorted(path for path in lab.starter if path not in lab.run.editable)]


def _shared_folder(lab: Lab) -> str:
    """Return the folder in which all files of a lab lie, with a slash behind it; empty if there is none."""
    shared = posixpath.commonpath(posixpath.dirname(path) for path in lab.starter)
    return f"{shared}/" if shared else ""


def answer_to(lab: Lab, why: str) -> SafeString:
    """Return what was said of a mark, as it is drawn: in the author's words, or in ours about the weakness."""
    stored = source_lab(lab.uuid)
    find = stored.find if stored else None
    if find and why in {*(spot.why for spot in find.spots), *(decoy.why for decoy in find.decoys)}:
        return render_inline(course_words.translate(why))
    return render_inline_of_page(why)


def mark_views(marking: Marking | None, lab: Lab) -> tuple[MarkView, ...]:
    """Return the marks of the last check, with their answers."""
    badges = count(1)
    shown = _in_order(lab)[0]
    return tuple(
        MarkView(
            **{**mark, "why": answer_to(lab, mark["why"])},
            name=lab.weakness(mark["cwe"]).name,
            badge=next(badges) if mark["right"] else None,
            elsewhere=mark["file"] != shown,
        )
        for mark in (marking.marks if marking else [])
    )


def attempt_rows(workspace: Workspace | None, lab: Lab) -> tuple[AttemptRow, ...]:
    """Return the last hundred attempts, newest first."""
    if workspace is None:
        return ()
    attempts = list(workspace.submissions.filter(kind=Kind.VERDICT).defer("checks", "files")[:100])
    counts = comment_counts([attempt.pk for attempt in attempts], for_learner=True)
    return tuple(
        AttemptRow(
            id=attempt.pk,
            number=attempt.number,
            state=attempt.state,
            result=attempt.result,
            sentence=sentence_in_list(attempt.sentence),
            attacks=attempt.attacks,
            attacks_stopped=attempt.attacks_stopped,
            at=attempt.finished_at or attempt.created_at,
            url=reverse("attempt", args=[lab.slug, attempt.number]) if attempt.number else "",
            comments=total,
            unread=unread,
        )
        for attempt in attempts
        for total, unread in [counts.get(attempt.pk, (0, 0))]
    )


def run_rows(workspace: Workspace | None, lab: Lab) -> tuple[RunRow, ...]:
    """Return the last thirty runs of the learner's exploits, newest first."""
    if workspace is None:
        return ()
    return tuple(
        RunRow(
            replay=run.kind == Kind.REPLAY,
            result=run.result,
            at=run.finished_at or run.created_at,
            url=reverse("run", args=[lab.slug, run.pk]),
        )
        for run in workspace.submissions.filter(kind__in=RUNS).defer("assault", "files", "exploit", "checks")[:30]
    )


def exploit_api(lab: Lab, phase: Break) -> tuple[ApiEntry, ...]:
    """Return what an exploit can import: what programs of the lab's kind have, and what the lab's own scene adds."""
    entries = (*_asked_of(lab), *_acted_in(lab, phase))
    if phase.goal == OUTAGE:
        return entries
    return (*entries, ApiEntry("print(…)", gettext("the secret counts once it is printed; it is new in every run")))


def _asked_of(lab: Lab) -> tuple[ApiEntry, ...]:
    profile, entries = lab.run.profile, entry_points(lab)
    if profile.is_web:
        return (
            ApiEntry(
                'http.get("/path", params={…})',
                gettext("one request; the answer has status_code, headers, text and json()"),
            ),
            ApiEntry('http.post("/path", data={…})', gettext("one form; cookies are kept from request to request")),
            ApiEntry("client()", gettext("another client, without any cookies")),
        )
    if not entries:
        return ()
    if profile.is_program:
        return (
            ApiEntry(f'run("{entries[0]}", …)', gettext("one run with these words; code, out and err come back")),
            ApiEntry('read("path")', gettext("a file that the program has made, as bytes")),
        )
    return (
        ApiEntry(
            f'call("{lab.run.target}:name", …)', gettext("one call of a function; a copy of its value comes back")
        ),
    )


def _acted_in(lab: Lab, phase: Break) -> tuple[ApiEntry, ...]:
    if not phase.scene:
        return ()
    try:
        source = (lab.folder / phase.scene).read_text(encoding="utf-8")
    except OSError:  # removed while the server runs; a run then says so
        return ()
    return tuple(ApiEntry(act.call, act.words or gettext("the task says what it does")) for act in acts_of(source))


def copies_of(workspace: Workspace | None, lab: Lab, phase: Phase) -> Copies:
    """Return the copies of a phase."""
    if workspace is None:
        return Copies(())
    return Copies(
        tuple(
            CopyRow(copy.pk, _copy_words(copy), copy.made_at, reverse("restore-copy", args=[lab.slug, copy.pk]))
            for copy in workspace.copies.filter(phase=phase).defer("files")
        )
    )


def _copy_words(copy: Copy) -> str:
    match copy.reason:
        case Reason.CHOSEN:
            words = gettext("%(path)s, the text chosen in a conflict")
        case Reason.NOT_CHOSEN:
            words = gettext("%(path)s, the other text of a conflict")
        case Reason.RECOVERED:
            words = gettext("%(path)s, found in a browser")
        case _:
            words = gettext("before %(what)s")
    return words % {"path": copy.path, "what": copy.before}
