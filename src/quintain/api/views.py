"""Pages of the API: its reference, and the tokens of an account."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quintain.accounts.factors.second_factor import BY_PROVIDER
from quintain.accounts.models import User
from quintain.accounts.permissions import may, require
from quintain.accounts.views.own_account import require_confirmed, signed_in
from quintain.accounts.views.sign_in import in_classroom
from quintain.api import actions, queries
from quintain.api import reference as reference_page
from quintain.api.document import openapi
from quintain.api.errors import TokenUnfit
from quintain.api.permissions import MAKE_TOKENS
from quintain.api.problems import KINDS
from quintain.api.scopes import SENTENCES, Scope
from quintain.cohorts.entering import or_404, uuid_or_404
from quintain.cohorts.queries import classes_of
from quintain.web.bodies import read_whole

USUAL_DAYS: Final = 90
SECONDS: Final = 300


@login_not_required
@require_safe
@cache_control(public=True, max_age=SECONDS)
def document_of_api(request: HttpRequest) -> JsonResponse:  # noqa: ARG001  Django's signature
    """Give the OpenAPI document, which is the same for everybody."""
    return JsonResponse(openapi())


@login_not_required
@require_safe
def reference_of_api(request: HttpRequest) -> HttpResponse:
    """Show what the API has, as the OpenAPI document says it."""
    facts = {
        "groups": reference_page.operations(openapi()),
        "shapes": reference_page.shapes(openapi()),
        "problems": [(each.status, each.anchor, gettext(each.title), gettext(each.meaning)) for each in KINDS.values()],
        "scopes": _scopes(),
        "may_make": isinstance(request.user, User) and may(request.user, MAKE_TOKENS),
    }
    return render(request, "api/reference.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(no_store=True)
def own_tokens(request: HttpRequest) -> HttpResponse:
    """Show the tokens of the person, and make one for them."""
    person = signed_in(request)
    if not queries.tokens_of(person):  # who teaches no more sees those that are left
        require(request, MAKE_TOKENS)
    return _make(request, person) if request.method == "POST" else _page(request, person)


@require_POST
def revoke_own(request: HttpRequest, token: UUID) -> HttpResponse:
    """Revoke a token of the person; somebody else's is not found."""
    person = signed_in(request)
    actions.revoke_token(or_404(queries.find_own_token(person, token)), by=person, request=request)
    messages.success(request, gettext("The token is revoked."))
    return redirect("api-tokens") if queries.tokens_of(person) or may(person, MAKE_TOKENS) else redirect("mfa_index")


def account_section(request: HttpRequest, people: Sequence[Hashable]) -> Mapping[Hashable, SafeString]:
    """Draw, on the page of an account, the way to its tokens, for people who may have some."""
    person = request.user
    if not isinstance(person, User) or not (may(person, MAKE_TOKENS) or queries.tokens_of(person)):
        return {}
    return dict.fromkeys(people, render_to_string("api/account_section.html", {}, request))


@sensitive_variables("made")
def _make(request: HttpRequest, person: User) -> HttpResponse:
    require(request, MAKE_TOKENS)
    require_confirmed(request)
    form = request.POST
    chosen = {str(each.pk): each for each in classes_of(person)}
    in_class = or_404(chosen.get(str(uuid_or_404(form["class"])))) if form.get("class") else None
    asked = actions.NewToken(
        name=form.get("name", ""),
        scopes=frozenset(each for each in Scope if each in form.getlist("scope")),
        days=read_whole(form.get("days", ""), most_digits=4, otherwise=0),
        in_class=in_class,
    )
    by_provider = request.session.get(BY_PROVIDER) == str(person.pk)
    try:
        made = actions.make_token(asked, by=person, is_by_provider=by_provider, request=request)
    except TokenUnfit as refused:
        return _page(request, person, refused)
    return render(request, "api/new_token.html", {"made": made, "example": request.build_absolute_uri("/api/v1/token")})


def _page(request: HttpRequest, person: User, refused: TokenUnfit | None = None) -> HttpResponse:
    facts = {
        "tokens": queries.tokens_of(person),
        "may_make": may(person, MAKE_TOKENS),
        "scopes": _scopes(frozenset(request.POST.getlist("scope"))),
        "classes": classes_of(person),
        "refused": refused,
        "name": request.POST.get("name", "")[:200],
        "days": request.POST.get("days", str(USUAL_DAYS))[:8],
        "chosen": request.POST.get("class", ""),
        "most_days": actions.LONGEST_DAYS,
    }
    return render(request, "api/tokens.html", facts, status=refused.status if refused else 200)


def _scopes(chosen: frozenset[str] = frozenset()) -> list[tuple[str, str, bool]]:
    return [(scope, gettext(sentence), scope in chosen) for scope, sentence in SENTENCES.items()]


document = in_classroom(document_of_api)
reference = in_classroom(reference_of_api)
tokens = in_classroom(own_tokens)
revoke = in_classroom(revoke_own)
