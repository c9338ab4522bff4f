"""Whether a class lets its students look at sound fixes: a switch on its page of modules."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from quintain.attempts import actions
from quintain.attempts.queries import classes_with_solutions
from quintain.cohorts.entering import enter_class
from quintain.cohorts.permissions import CHANGE_CLASS
from quintain.web.bodies import read_act


@require_POST
def let_see(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """Let the students of a class look at sound fixes after the last hint, or no longer."""
    person, a_class = enter_class(request, class_id, CHANGE_CLASS)
    is_allowed = read_act({"allow": True, "keep": False}, request.POST.get("act", ""))
    actions.let_see_solutions(a_class, is_allowed=is_allowed, by=person, request=request)
    return redirect("open-modules", class_id=a_class.pk)


def switches(request: HttpRequest, keys: Sequence[UUID]) -> Mapping[UUID, SafeString]:
    """Draw the switch of each class."""
    allowed = classes_with_solutions(keys)
    return {
        key: render_to_string("attempts/letsee.html", {"class_id": key, "is_allowed": key in allowed}, request)
        for key in keys
    }
