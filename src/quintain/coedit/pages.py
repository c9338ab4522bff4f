"""The pages of a pair session; every dataclass here is handed to a template as it is."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from quintain.accounts.models import User
from quintain.attempts.judging.demonstrations import beside
from quintain.attempts.pages.parts import FileView, Step, steps_of
from quintain.attempts.progress.class_progress import all_work
from quintain.attempts.queries import last_attempt
from quintain.attempts.reports.submission_report import facts, to_wire
from quintain.attempts.submissions.stored import Json
from quintain.coedit import messages, queries
from quintain.coedit.models import Consent, PairSession
from quintain.packs.model.lab import Lab
from quintain.preview import screens
from quintain.web.code import highlight_lines, language_of
from quintain.web.differences import FileDiff, differences


@dataclass(frozen=True, slots=True)
class StudentsPart:
    """What a student sees in the pages of a lab: who asks to join, or who is there. ``lab`` is that of the session.

    ``has_terminal`` tells whether the student has a terminal of it open, which the instructor sees.
    """

    url: str
    back: str
    session: PairSession | None = None
    lab: Lab | None = None
    is_here: bool = False
    has_terminal: bool = False

    @property
    def may_type(self) -> bool:
        """Whether the instructor may type."""
        return self.session is not None and self.session.consent == Consent.TYPE

    @property
    def socket(self) -> str:
        """Where this page gets the shared document; empty if it shares none."""
        return socket_of(self.session) if self.session and self.session.is_open and self.is_here else ""


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """What an instructor sees before the student has answered, and when it is over: nothing of the student's."""

    session: PairSession
    lab: Lab
    data: Json


@dataclass(frozen=True, slots=True)
class InstructorsPage:
    """What an instructor sees of a session. ``verdict`` is the student's last, ``hints`` how many are open.

    ``steps`` are the brief as the student reads it, and ``diffs`` what the student had changed when the page was drawn.
    """

    session: PairSession
    lab: Lab
    files: tuple[FileView, ...]
    steps: tuple[Step, ...]
    diffs: tuple[FileDiff, ...]
    question: str
    hints: int
    tries: int
    verdict: Json | None
    original: Mapping[str, Json]
    data: Json

    @property
    def may_type(self) -> bool:
        """Whether the instructor may type."""
        return self.session.consent == Consent.TYPE


def socket_of(session: PairSession) -> str:
    """Return the address of a session's socket."""
    return f"/live/pair/{session.pk}"


def students_part(request: HttpRequest, student: User, lab: Lab, back: str) -> StudentsPart:
    """Return a student's part for the pages of a lab."""
    url, session = reverse("pairing", args=[lab.slug]), queries.session_seen_by(request, student)
    if session is None:
        return StudentsPart(url, back)
    is_here, has_terminal = session.lab == lab.uuid, screens.is_open(student.pk, session.lab)
    return StudentsPart(url, back, session, queries.lab_of(session), is_here=is_here, has_terminal=has_terminal)


def waiting_page(session: PairSession, lab: Lab) -> WaitingPage:
    """Return the page of an instructor who is not in the editor."""
    return WaitingPage(session, lab, to_wire(messages.PairData(socket_of(session), waits=True, files=())))


def instructors_page(session: PairSession, lab: Lab) -> InstructorsPage:
    """Return the page of the instructor of a session."""
    texts = queries.texts_of(session.student, lab)
    own = {path: texts[f"{queries.FIX}{path}"] for path in lab.run.editable}
    original = queries.texts_at_the_start(lab)
    others = {path: text for path, text in lab.starter.items() if path not in lab.run.editable}
    work = next((each for each in all_work([session.student_id]).get(session.student_id, ()) if each.lab == lab), None)
    last = last_attempt(session.student, lab)
    return InstructorsPage(
        session=session,
        lab=lab,
        files=tuple(_view(name, text, is_shared=True) for name, text in texts.items())
        + tuple(_view(path, text, is_shared=False) for path, text in others.items()),
        steps=steps_of(lab, "fix"),
        diffs=tuple(diff for diff in differences(lab.starter, own) if diff.lines or diff.newlines),
        question=queries.question_of(session),
        hints=work.hints if work else 0,
        tries=work.state.tries if work else 0,
        verdict=facts(last, lab) if last else None,
        original=beside(last, lab).checks if last else {},
        data=to_wire(
            messages.PairData(
                socket=socket_of(session),
                waits=False,
                files=tuple(_data(name, text, original[name], is_shared=True) for name, text in texts.items())
                + tuple(_data(path, text, text, is_shared=False) for path, text in others.items()),
            )
        ),
    )


def _view(path: str, text: str, *, is_shared: bool) -> FileView:
    return FileView(path, language_of(path), is_shared, highlight_lines(text, language_of(path)))


def _data(path: str, text: str, original: str, *, is_shared: bool) -> messages.SharedFile:
    return messages.SharedFile(path, text, original, is_shared, language_of(path))
