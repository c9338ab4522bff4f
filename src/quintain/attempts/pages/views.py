"""Pages and forms of the labs."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quintain.accounts.models import User
from quintain.accounts.permissions import may, require
from quintain.attempts import actions, queries, tasks
from quintain.attempts.hints.order import PHASES
from quintain.attempts.judging import demonstrations
from quintain.attempts.judging.demonstrations import Beside
from quintain.attempts.models import Submission
from quintain.attempts.pages import comments, lab_pages, parts
from quintain.attempts.permissions import SEE_SUBMISSION, USE_WORKSPACE, WORK_ON_LAB, require_lab
from quintain.catalog.pack_store import find_lab, find_labs, modules
from quintain.catalog.permissions import READ_COURSE
from quintain.packs.model.lab import Find, Lab
from quintain.web.bodies import is_by_script


def enter(request: HttpRequest, slug: str) -> tuple[User, Lab]:
    """Return the learner and the lab that a request is about.

    Raises:
        PermissionDenied: This person may not work on it.
        ModuleClosed: The instructor has not opened its module yet.
        Http404: There is no such lab.

    """
    lab = find_lab(slug)
    user = require_lab(request, lab)
    if lab is None:
        raise Http404
    return user, lab


def beside(submission: Submission, lab: Lab) -> Beside:
    """Return what the attacks of a verdict did to the original code, and have it tried if that is still to be done."""
    original = demonstrations.beside(submission, lab)
    if original.state == "waiting":
        tasks.ask_for_demonstration(lab)
    return original


@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """Show the page on which a browser is tried before a class, with the first lab that can be fixed."""
    user = require(request, READ_COURSE)
    labs = (lab for module in modules() for unit in module.units for lab in find_labs(unit.labs))
    first = next((lab for lab in labs if lab.is_fixed and may(user, WORK_ON_LAB, lab)), None)
    return render(request, "attempts/check.html", {"lab": first})


@require_safe
def lab(request: HttpRequest, slug: str) -> HttpResponse:
    """Go to the phase that is due."""
    user, lab = enter(request, slug)
    return redirect(queries.due_phase(user, lab), lab.slug)


@require_safe
def pull_request(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the change that a review lab is about."""
    user, lab = enter(request, slug)
    if lab.pull_request is None:
        raise Http404
    page = lab_pages.pull_request_page(user, lab, lab.pull_request)
    return render(request, "attempts/pull_request.html", {"page": page})


@require_safe
def find(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the phase *find*; a lab without one begins with *fix*."""
    user, lab = enter(request, slug)
    if lab.find is None:
        return redirect("fix", lab.slug)
    return render(request, "attempts/find.html", {"page": lab_pages.find_page(user, lab, lab.find)})


@require_safe
@cache_control(no_store=True)  # a tab that the browser restores must not show an older text
def break_(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the phase *break*; a lab without one goes on to *fix*."""
    user, lab = enter(request, slug)
    if lab.break_ is None:
        return redirect("fix", lab.slug)
    return render(request, "attempts/break.html", {"page": lab_pages.break_page(user, lab, lab.break_)})


@require_POST
def skip_break(request: HttpRequest, slug: str) -> HttpResponse:
    """Go on to the fix without having broken the program."""
    user, lab = enter(request, slug)
    if lab.break_ is None:
        raise Http404
    actions.skip_break(user, lab)
    return redirect("fix", lab.slug)


@require_POST
def reset_exploit(request: HttpRequest, slug: str) -> HttpResponse:
    """Bring back the exploit that the lab begins with."""
    user, lab = enter(request, slug)
    if lab.break_ is None:
        raise Http404
    actions.reset_exploit(user, lab, lab.break_)
    messages.success(request, gettext("The exploit is back at its start. What was there is kept as a copy."))
    return redirect("break", lab.slug)


@require_safe
@cache_control(no_store=True)  # a tab that the browser restores must not show an older text
def fix(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the workbench; a lab that is for finding only has none."""
    user, lab = enter(request, slug)
    if not lab.is_fixed:
        return redirect("find", lab.slug)
    page = lab_pages.fix_page(user, lab)
    if not page.is_demonstrated:
        tasks.ask_for_demonstration(lab)
    return render(request, "attempts/fix.html", {"page": page})


@require_safe
def debrief(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the page after the proof, or the workbench while there is none; after a search, what was found."""
    user, lab = enter(request, slug)
    if lab.find and not lab.is_fixed:
        return _findings(request, user, lab, lab.find)
    page = lab_pages.debrief_page(user, lab)
    if page is None:
        messages.info(request, gettext("The debrief opens once your fix is proven."))
        return redirect("fix", lab.slug)
    template = "seen.html" if isinstance(page, lab_pages.SeenPage) else "debrief.html"
    return render(request, f"attempts/{template}", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def solution(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask whether a learner wants to look at a sound fix; if so, note it and show it in the debrief."""
    user, lab = enter(request, slug)
    if not lab.is_fixed:
        raise Http404
    if request.method == "POST":
        actions.see_solution(user, lab)
        return redirect("debrief", lab.slug)
    page = lab_pages.solution_page(user, lab)
    return render(request, "attempts/solution.html", {"page": page}) if page else redirect("fix", lab.slug)


def _findings(request: HttpRequest, user: User, lab: Lab, find: Find) -> HttpResponse:
    page = lab_pages.findings_page(user, lab, find)
    if page is None:
        messages.info(request, gettext("The debrief opens once every flaw is found."))
        return redirect("find", lab.slug)
    return render(request, "attempts/findings.html", {"page": page})


@require_safe
def attempt(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show one attempt, and note that its comments were read."""
    user, lab = enter(request, slug)
    submission = queries.find_attempt(user, lab, number)
    if submission is None:
        raise Http404
    require(request, SEE_SUBMISSION, submission)
    new = actions.read_comments(submission, by=user)
    commented = comments.commented(submission, lab, user, request.path, asked=comments.asked_in(request), new=new)
    page = lab_pages.attempt_page(user, lab, submission, beside(submission, lab).checks, commented)
    return render(request, "attempts/attempt.html", {"page": page})


@require_POST
def restore_attempt(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Bring back the files of an attempt."""
    user, lab = enter(request, slug)
    submission = queries.find_attempt(user, lab, number)
    if submission is None:
        raise Http404
    require(request, USE_WORKSPACE, submission.workspace)
    actions.restore_attempt(submission, lab)
    messages.success(
        request,
        gettext("Attempt %(number)s is back in the editor. What was there is kept as a copy.") % {"number": number},
    )
    return redirect("fix", lab.slug)


@require_POST
def restore_copy(request: HttpRequest, slug: str, copy_id: UUID) -> HttpResponse:
    """Bring back the files of a copy."""
    _, lab = enter(request, slug)
    copy = queries.find_copy(lab, copy_id)
    if copy is None:
        raise Http404
    require(request, USE_WORKSPACE, copy.workspace)
    actions.restore_copy(copy, lab)
    messages.success(request, gettext("The copy is back in the editor. What was there is kept as another copy."))
    return redirect(copy.phase, lab.slug)


@require_POST
def reset(request: HttpRequest, slug: str) -> HttpResponse:
    """Bring back the original files."""
    user, lab = enter(request, slug)
    actions.reset(user, lab)
    messages.success(request, gettext("The original files are back. What was there is kept as a copy."))
    return redirect("fix", lab.slug)


@require_POST
def hints(request: HttpRequest, slug: str) -> HttpResponse:
    """Open the next hint of the phase that the form names, and go back to its page or hand out the list."""
    user, lab = enter(request, slug)
    asked = request.POST.get("phase", "")
    phase = asked if asked in PHASES else "fix"
    actions.reveal_hint(user, lab, phase)
    if is_by_script(request):
        header = lab_pages.header(user, lab, phase)
        shown = {"hints": parts.hints(user, lab, phase), "phase": phase, "header": header}
        return render(request, "attempts/hints.html", shown)
    return redirect(phase, lab.slug)
