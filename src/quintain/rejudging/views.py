"""Pages on which attempts are judged again: of a class for those who run it, of the server for its operators."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from quintain.accounts.audit import Action, record
from quintain.accounts.models import User
from quintain.accounts.permissions import require
from quintain.cohorts.entering import enter_class, or_404
from quintain.cohorts.models import Class
from quintain.rejudging import actions, queries, tasks
from quintain.rejudging.models import Run
from quintain.rejudging.permissions import REJUDGE_CLASS, REJUDGE_SERVER
from quintain.rejudging.tables import attempts_csv
from quintain.web.bodies import read_act


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose attempts a page is about, and the addresses of its pages; ``a_class`` is None for the whole server."""

    a_class: Class | None

    @property
    def url(self) -> str:
        """The page with all runs."""
        return _url(self.a_class.pk if self.a_class else None)

    def run_url(self, run: Run) -> str:
        """Return the page of a run."""
        return f"{self.url}{run.pk}/"


@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(no_store=True)
def runs(request: HttpRequest, class_id: UUID | None = None) -> HttpResponse:
    """Show the runs, and a form to begin some; or begin them."""
    person, scope = _enter(request, class_id)
    if request.method == "POST":
        labs = queries.labs_of(request.POST.get("lab", ""), scope.a_class)
        is_of_all = request.POST.get("which") == "all"
        begun = tasks.ask(labs, scope.a_class, is_of_all=is_of_all, by=person, request=request)
        tasks.pick_up()
        return redirect(scope.run_url(begun[0]) if len(begun) == 1 else scope.url)
    labs_there, lines = queries.lab_lines(scope.a_class), queries.run_lines(scope.a_class)
    return render(request, "rejudging/runs.html", {"scope": scope, "labs": labs_there, "lines": lines})


@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(no_store=True)
def run(request: HttpRequest, rejudging: UUID, class_id: UUID | None = None) -> HttpResponse:
    """Show how far a run is and what has changed; or stop it, or let it go on."""
    person, scope = _enter(request, class_id)
    found = or_404(queries.find_run(rejudging, scope.a_class))
    if request.method == "POST":
        acts: Mapping[str, Callable[[], object]] = {
            "stop": lambda: actions.stop(found, by=person, request=request),
            "go-on": lambda: tasks.let_go_on(found, by=person, request=request),
        }
        read_act(acts, request.POST.get("act", ""))()
        tasks.pick_up()
        return redirect(scope.run_url(found))
    return render(request, "rejudging/run.html", {"scope": scope, "report": queries.report_of(found)})


@require_safe
@cache_control(no_store=True)
def attempts(request: HttpRequest, rejudging: UUID, class_id: UUID | None = None) -> HttpResponse:
    """Give all attempts of a run as a table."""
    person, scope = _enter(request, class_id)
    found = or_404(queries.find_run(rejudging, scope.a_class))
    text = attempts_csv(found)
    record(Action.EXPORT_RESULTS, actor=person, request=request, in_class=found.in_class_id, run=str(found.pk))
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="rejudging-{found.pk}.csv"'
    return response


def class_link(request: HttpRequest, classes: Sequence[UUID]) -> dict[UUID, SafeString]:
    """Draw a link into the page of a class."""
    return {pk: render_to_string("rejudging/link.html", {"url": _url(pk)}, request) for pk in classes}


def server_link(request: HttpRequest, keys: Sequence[str]) -> dict[str, SafeString]:
    """Draw a link to the page where an operator finds the others."""
    return {key: render_to_string("rejudging/link.html", {"url": _url()}, request) for key in keys}


def _url(class_id: UUID | None = None) -> str:
    return reverse("class-rejudgings", args=[class_id]) if class_id else reverse("rejudgings")


def _enter(request: HttpRequest, class_id: UUID | None) -> tuple[User, Scope]:
    if class_id is None:
        return require(request, REJUDGE_SERVER), Scope(None)
    person, a_class = enter_class(request, class_id, REJUDGE_CLASS)
    return person, Scope(a_class)
