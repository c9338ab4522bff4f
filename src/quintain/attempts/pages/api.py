"""The JSON endpoints for the pages' scripts. The name and type of every field are checked first."""

import re
from collections.abc import Callable
from dataclasses import asdict
from typing import Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quintain.accounts.models import User
from quintain.accounts.permissions import require
from quintain.attempts import actions, queries, tasks
from quintain.attempts.actions import Document, Typed
from quintain.attempts.errors import NotEditable, OtherPerson
from quintain.attempts.find.marking import Mark
from quintain.attempts.judging import demonstrations, stopping
from quintain.attempts.models import Kind, Submission
from quintain.attempts.pages.parts import answer_to
from quintain.attempts.pages.views import beside, enter
from quintain.attempts.permissions import SEE_SUBMISSION
from quintain.attempts.reports import messages
from quintain.attempts.reports.submission_report import report
from quintain.packs.model.lab import Break, Lab
from quintain.web.bodies import Fields, read_fields
from quintain.web.refusals import Malformed

MOST_MARKS = 50
TEXT_PATHS: Final = re.compile(r"/labs/[^/]+/(?:files|exploit)(?:/kept|/settled)?")
"""Where the texts of files are sent: much more than other requests bring."""

type EnterText = Callable[[HttpRequest, str], tuple[Document, Typed, Fields]]
"""Gives the file of the fix or the exploit that a request is about, the text that it brings, and all its fields."""


@require_http_methods(["PUT"])
def save(request: HttpRequest, slug: str, enter_text: EnterText) -> JsonResponse:
    """Save one file, or the exploit."""
    document, typed, _ = enter_text(request, slug)
    saved = actions.save(document, typed)
    return JsonResponse({"revision": saved.revision, "saved_at": saved.saved_at.isoformat()})


@require_POST
def deliver(request: HttpRequest, slug: str, enter_text: EnterText) -> JsonResponse:
    """Take a text that a browser had kept for a tab which is gone."""
    document, typed, _ = enter_text(request, slug)
    delivered = actions.deliver(document, typed)
    return JsonResponse({"outcome": delivered.outcome, "text": delivered.text, "revision": delivered.revision})


@require_POST
def settle(request: HttpRequest, slug: str, enter_text: EnterText) -> JsonResponse:
    """Settle a conflict about a text."""
    document, typed, body = enter_text(request, slug)
    settled = actions.settle(document, typed, keep_mine=_keeps_mine(body))
    saved = settled.saved
    return JsonResponse({"text": settled.text, "revision": saved.revision, "saved_at": saved.saved_at.isoformat()})


@require_POST
def runs(request: HttpRequest, slug: str) -> JsonResponse:
    """Let the saved exploit try the original program, or the one that worked try the saved fix."""
    user, lab, phase = _enter_break(request, slug)
    match read_fields(request).text("target"):
        case "original":
            begun = tasks.hand_over(lambda: actions.run_exploit(user, lab, phase))
        case "fix":
            begun = tasks.hand_over(lambda: actions.replay(user, lab))
        case _:
            raise Malformed(gettext("“target” must be “original” or “fix”."), gettext("Reload the page and try again."))
    return JsonResponse(report(begun, lab), status=201)


@require_safe
def run(request: HttpRequest, slug: str, run_id: UUID) -> JsonResponse:
    """Tell what came of a run, and which exploit it was."""
    run, lab = _enter_run(request, slug, run_id)
    return JsonResponse({**report(run, lab), "exploit": run.exploit})


@require_POST
def stop_run(request: HttpRequest, slug: str, run_id: UUID) -> JsonResponse:
    """Stop a run of the learner's, and tell how it is now; one that is over stays as it is."""
    run, lab = _enter_run(request, slug, run_id)
    stopping.stop(run, lab)
    return JsonResponse(report(run, lab))


@require_POST
def submissions(request: HttpRequest, slug: str) -> JsonResponse:
    """Hand the saved files to the judge; a lab that is for finding only has nothing to judge."""
    user, lab = enter(request, slug)
    if not lab.is_fixed:
        raise Http404
    body = read_fields(request)
    kind = _kind(body)
    is_check = kind is Kind.TESTS and body.values.get("check") is True
    submission = tasks.hand_over(lambda: actions.submit(user, lab, kind, is_check=is_check))
    return JsonResponse(report(submission, lab), status=201)


@require_safe
def submission(request: HttpRequest, slug: str, submission_id: UUID) -> JsonResponse:
    """Tell how far the judge is."""
    submission, lab = _enter_submission(request, slug, submission_id)
    return JsonResponse(report(submission, lab))


@require_safe
def original(request: HttpRequest, slug: str, submission_id: UUID) -> JsonResponse:
    """Tell what the attacks of a submission did to the original code, by their ids."""
    submission, lab = _enter_submission(request, slug, submission_id)
    return JsonResponse(asdict(demonstrations.drawn(beside(submission, lab))))


@require_POST
def marks(request: HttpRequest, slug: str) -> HttpResponse:
    """Judge marks of the phase *find*."""
    user, lab = enter(request, slug)
    if lab.find is None:
        raise Http404
    rows = read_fields(request).rows("marks", most=MOST_MARKS)
    marked = actions.check_marks(user, lab, lab.find, [_mark(row) for row in rows])
    answers = tuple(
        messages.Mark(**asdict(each.mark), right=each.right, decoy=each.decoy, why=answer_to(lab, each.why))
        for each in marked.marks
    )
    return JsonResponse(asdict(messages.Marked(marks=answers, found=marked.found, of=marked.of, done=marked.done)))


def _enter_submission(request: HttpRequest, slug: str, submission_id: UUID) -> tuple[Submission, Lab]:
    """Return a submission that this person may see, and its lab.

    Raises:
        PermissionDenied: It is somebody else's.
        Http404: There is no such lab or submission.

    """
    _, lab = enter(request, slug)
    submission = queries.find_submission(lab, submission_id)
    if submission is None:
        raise Http404
    require(request, SEE_SUBMISSION, submission)
    return submission, lab


def _enter_run(request: HttpRequest, slug: str, run_id: UUID) -> tuple[Submission, Lab]:
    """Return a run of the learner's own exploit, and its lab.

    Raises:
        PermissionDenied: This person may not see it.
        Http404: There is no such lab or run, or it is somebody else's.

    """
    user, lab = enter(request, slug)
    run = queries.find_run(user, lab, run_id)
    if run is None:
        raise Http404
    require(request, SEE_SUBMISSION, run)
    return run, lab


def _enter_break(request: HttpRequest, slug: str) -> tuple[User, Lab, Break]:
    """Return the learner, the lab and its phase *break*.

    Raises:
        PermissionDenied: This person may not work on it.
        Http404: There is no such lab, or it has no such phase.

    """
    user, lab = enter(request, slug)
    if lab.break_ is None:
        raise Http404
    return user, lab, lab.break_


def enter_file(request: HttpRequest, slug: str) -> tuple[Document, Typed, Fields]:
    """Return the file that a request is about, the text that it brings, and all its fields.

    Raises:
        PermissionDenied: This person may not work on it.
        Http404: There is no such lab.
        NotEditable: Learners may not change this path.

    """
    user, lab = enter(request, slug)
    _require_same_person(request, user)
    body = read_fields(request)
    path, typed = body.text("path"), _typed(body)
    actions.check_text(typed.text)
    return actions.fix_file(user, lab, path), typed, body


def enter_exploit(request: HttpRequest, slug: str) -> tuple[Document, Typed, Fields]:
    """Return the exploit of the learner, the text that a request brings, and all its fields.

    Raises:
        PermissionDenied: This person may not work on it.
        Http404: There is no such lab, or it has no phase *break*.
        NotEditable: The path is not that of the exploit.

    """
    user, lab, phase = _enter_break(request, slug)
    _require_same_person(request, user)
    body = read_fields(request)
    path, typed = body.text("path"), _typed(body)
    if path != actions.EXPLOIT:
        raise NotEditable(path, (actions.EXPLOIT,))
    actions.check_text(typed.text)
    return actions.exploit_file(user, lab, phase), typed, body


def _require_same_person(request: HttpRequest, user: User) -> None:
    """Refuse the text of a page that was made for somebody else than who is signed in.

    Raises:
        OtherPerson: The header ``X-Learner`` names somebody else.

    """
    if request.headers.get("x-learner", str(user.pk)) != str(user.pk):
        raise OtherPerson


def _typed(body: Fields) -> Typed:
    text, revision = body.text("text"), body.whole("revision", least=0)
    if "tab" not in body.values:
        return Typed(text, revision)
    try:
        tab = UUID(body.text("tab"))
    except ValueError:
        raise Malformed(gettext("“tab” must be a UUID."), gettext("Reload the page and try again.")) from None
    return Typed(text, revision, tab, body.whole("sequence", least=1))


def _keeps_mine(body: Fields) -> bool:
    word = body.text("keep")
    if word not in {"mine", "theirs"}:
        raise Malformed(gettext("“keep” must be “mine” or “theirs”."), gettext("Reload the page and try again."))
    return word == "mine"


def _kind(body: Fields) -> Kind:
    word = body.text("kind")
    if word not in {Kind.TESTS, Kind.VERDICT}:
        raise Malformed(gettext("“kind” must be “tests” or “verdict”."), gettext("Reload the page and try again."))
    return Kind(word)


def _mark(row: Fields) -> Mark:
    return Mark(row.text("file"), row.whole("first", least=1), row.whole("last", least=1), row.text("cwe")[:20])
