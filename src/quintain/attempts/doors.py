"""The doors for scripts: JSON in, JSON out. Whatever comes in is checked by name and type first."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quintain.accounts.models import User
from quintain.accounts.permissions import require
from quintain.attempts import actions, demonstrations, queries
from quintain.attempts.errors import NotEditable
from quintain.attempts.marking import Mark
from quintain.attempts.models import Kind, Submission
from quintain.attempts.permissions import SEE_SUBMISSION
from quintain.attempts.reports import report
from quintain.attempts.views import enter
from quintain.packs.model import Break, Lab
from quintain.web.bodies import Fields, read_fields
from quintain.web.markdown import render_inline
from quintain.web.refusals import Malformed

MOST_MARKS = 50


@require_http_methods(["PUT"])
def files(request: HttpRequest, lab: str) -> JsonResponse:
    """Save one file."""
    user, found = enter(request, lab)
    body = read_fields(request)
    saved = actions.save_file(user, found, body.text("path"), body.text("text"), body.whole("revision", least=0))
    return JsonResponse({"revision": saved.revision, "saved_at": saved.saved_at.isoformat()})


@require_http_methods(["PUT"])
def exploit(request: HttpRequest, lab: str) -> JsonResponse:
    """Save the exploit."""
    user, found, phase = _enter_break(request, lab)
    body = read_fields(request)
    path, text, revision = body.text("path"), body.text("text"), body.whole("revision", least=0)
    if path != actions.EXPLOIT:
        raise NotEditable(path, (actions.EXPLOIT,))
    saved = actions.save_exploit(user, found, phase, text, revision)
    return JsonResponse({"revision": saved.revision, "saved_at": saved.saved_at.isoformat()})


@require_POST
def runs(request: HttpRequest, lab: str) -> JsonResponse:
    """Let the saved exploit try the shipped program, or the one that worked try the saved fix."""
    user, found, phase = _enter_break(request, lab)
    match read_fields(request).text("target"):
        case "shipped":
            begun = actions.run_exploit(user, found, phase)
        case "fix":
            begun = actions.replay(user, found)
        case _:
            raise Malformed(gettext("“target” must be “shipped” or “fix”."), gettext("Reload the page and try again."))
    return JsonResponse(report(begun, found), status=201)


@require_safe
def run(request: HttpRequest, lab: str, run: UUID) -> JsonResponse:
    """Tell what came of a run, and which exploit it was."""
    user, found = enter(request, lab)
    known = queries.find_run(user, found, run)
    if known is None:
        raise Http404
    require(request, SEE_SUBMISSION, known)
    return JsonResponse({**report(known, found), "exploit": known.exploit})


@require_POST
def submissions(request: HttpRequest, lab: str) -> JsonResponse:
    """Hand the saved files to the judge; a lab that is for finding only has nothing to judge."""
    user, found = enter(request, lab)
    if not found.is_fixed:
        raise Http404
    submission = actions.submit(user, found, _kind(read_fields(request)))
    return JsonResponse(report(submission, found), status=201)


@require_safe
def submission(request: HttpRequest, lab: str, submission: UUID) -> JsonResponse:
    """Tell how far the judge is."""
    known, found = _enter_submission(request, lab, submission)
    return JsonResponse(report(known, found))


@require_safe
def shipped(request: HttpRequest, lab: str, submission: UUID) -> JsonResponse:
    """Tell what the attacks of a submission did to the shipped code, by their ids."""
    known, found = _enter_submission(request, lab, submission)
    beside = demonstrations.beside(known, found)
    return JsonResponse({"state": beside.state, "checks": beside.checks})


@require_POST
def marks(request: HttpRequest, lab: str) -> HttpResponse:
    """Judge marks of the phase *find*."""
    user, found = enter(request, lab)
    if found.find is None:
        raise Http404
    rows = read_fields(request).rows("marks", most=MOST_MARKS)
    marked = actions.check_marks(user, found, found.find, [_mark(row) for row in rows])
    answers = [
        {
            "file": each.mark.file,
            "first": each.mark.first,
            "last": each.mark.last,
            "cwe": each.mark.cwe,
            "right": each.right,
            "decoy": each.decoy,
            "why": render_inline(each.why),
        }
        for each in marked.marks
    ]
    return JsonResponse({"marks": answers, "found": marked.found, "of": marked.of, "done": marked.done})


def _enter_submission(request: HttpRequest, slug: str, submission: UUID) -> tuple[Submission, Lab]:
    """Return a submission that this person may see, and its lab.

    Raises:
        PermissionDenied: It is somebody else's.
        Http404: There is no such lab or submission.

    """
    _, lab = enter(request, slug)
    known = queries.find_submission(lab, submission)
    if known is None:
        raise Http404
    require(request, SEE_SUBMISSION, known)
    return known, lab


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


def _kind(body: Fields) -> Kind:
    word = body.text("kind")
    if word not in {Kind.TESTS, Kind.VERDICT}:
        raise Malformed(gettext("“kind” must be “tests” or “verdict”."), gettext("Reload the page and try again."))
    return Kind(word)


def _mark(row: Fields) -> Mark:
    return Mark(row.text("file"), row.whole("first", least=1), row.whole("last", least=1), row.text("cwe")[:20])
