"""Pages of certificates: a learner's own, an instructor's list, and what everybody may look up."""

import math
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Final
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quintain.accounts.limits.rate_limits import THROTTLE, address_of
from quintain.accounts.limits.throttle import Rate
from quintain.accounts.models import User
from quintain.certificates import actions, issuing, queries
from quintain.certificates.credential import Issuer
from quintain.certificates.errors import HolderUnfit, NotEarned, RequirementUnfit, TooManyCodes
from quintain.certificates.models import Certificate
from quintain.certificates.permissions import SEE_EARNERS
from quintain.certificates.requirements import MOST_LABS, Requirement
from quintain.cohorts.entering import enter_class, or_404
from quintain.cohorts.models import Class
from quintain.web.bodies import read_act, read_whole

UNKNOWN_CODES: Final = Rate(30, 10)
"""Pages of certificates that do not exist, by address: 39 bits of a code, and with a thousand certificates, six tries a
minute find one in a hundred years. What exists is never refused, so that no guesser keeps others out."""
TYPED_LETTERS: Final = 400
CREDENTIAL_TYPE: Final = "application/vc+jwt"


def lines(request: HttpRequest, places: Sequence[Hashable]) -> Mapping[Hashable, SafeString]:
    """Draw, for the page of the course and that of what is taken home, how far the learner is on the way to it."""
    person = request.user
    if settings.CERTIFICATE is None or not isinstance(person, User):
        return {}
    page = queries.own_page(person)
    if page.place is None:
        return {}
    return dict.fromkeys(places, render_to_string("certificates/line.html", {"page": page}, request))


@require_safe
@cache_control(no_store=True)
def own_certificate(request: HttpRequest) -> HttpResponse:
    """Show a learner what is missing, the form, and the certificates that they have."""
    return _own(request, _person(request))


@require_POST
def issue(request: HttpRequest) -> HttpResponse:
    """Issue a certificate to the person who asks, and to nobody else."""
    person = _person(request)
    place = queries.place_of(person)
    if place is None:
        raise NotEarned
    typed = request.POST.get("name", "")
    try:
        actions.issue(place, typed, by=person, issuer=_issuer(request), request=request)
    except HolderUnfit as refused:
        return _own(request, person, refused.status, refused=refused, typed=typed[:TYPED_LETTERS])
    messages.success(request, gettext("Your certificate is issued."))
    return redirect("certificate")


@require_safe
@cache_control(no_store=True)
def pdf(request: HttpRequest, certificate: UUID) -> HttpResponse:
    """Give a learner the PDF of their certificate."""
    found = or_404(queries.find_own(_person(request), certificate))
    return _file(bytes(found.pdf), "application/pdf", f"certificate-{found.code}.pdf")


@require_safe
@cache_control(no_store=True)
def credential(request: HttpRequest, certificate: UUID) -> HttpResponse:
    """Give a learner the signed credential of their certificate, for a wallet of badges."""
    found = or_404(queries.find_own(_person(request), certificate))
    return _file(found.credential.encode(), CREDENTIAL_TYPE, f"certificate-{found.code}.jwt")


@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(no_store=True)
def take_back(request: HttpRequest, certificate: UUID) -> HttpResponse:
    """Delete a learner's own certificate, after a question."""
    person = _person(request)
    found = or_404(queries.find_own(person, certificate))
    if request.method != "POST":
        return render(request, "certificates/take_back.html", {"certificate": found})
    actions.take_back(found, by=person, request=request)
    messages.success(request, gettext("Your certificate is taken back. It is not valid any more."))
    return redirect("certificate" if queries.place_of(person) else "home")


@require_safe
@cache_control(no_store=True)
def class_certificates(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """Show the instructor who has earned a certificate, and who has one."""
    _, a_class = enter_class(request, class_id, SEE_EARNERS)
    return _class(request, a_class)


@require_POST
def set_requirement(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """Set what earns a certificate in the class."""
    person, a_class = enter_class(request, class_id, SEE_EARNERS)
    asked = request.POST
    rule = asked.get("rule", "")
    labs = read_whole(asked.get("labs", ""), most_digits=4, otherwise=0)
    share = read_whole(asked.get("exit", "") or "0", most_digits=3, otherwise=-1)
    wanted: Mapping[str, Requirement | None] = {
        "default": None,
        "none": None,
        "core": Requirement(None, share),
        "number": Requirement(labs, share),
    }
    chosen = read_act(wanted, rule)
    try:
        actions.set_requirement(a_class, chosen, is_default=rule == "default", by=person, request=request)
    except RequirementUnfit as refused:
        return _class(request, a_class, refused.status, refused=refused)
    return redirect("class-certificates", a_class.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(no_store=True)
def revoke(request: HttpRequest, class_id: UUID, certificate: UUID) -> HttpResponse:
    """Revoke a student's certificate, after a question, or let a new one be issued."""
    person, a_class = enter_class(request, class_id, SEE_EARNERS)
    found = or_404(queries.find_in_class(a_class, certificate))
    if request.method != "POST":
        return render(request, "certificates/revoke.html", {"class": a_class, "certificate": found})
    acts: Mapping[str, Callable[[], None]] = {
        "revoke": lambda: actions.revoke(found, may_issue_again=False, by=person, request=request),
        "revoke-and-allow": lambda: actions.revoke(found, may_issue_again=True, by=person, request=request),
        "allow": lambda: actions.let_issue_again(found, by=person, request=request),
    }
    read_act(acts, request.POST.get("act", ""))()
    return redirect("class-certificates", a_class.pk)


@login_not_required
@require_safe
@cache_control(no_store=True)
def public_page(request: HttpRequest, code: str) -> HttpResponse:
    """Tell everybody whether a certificate is valid, revoked or unknown."""
    found = queries.find_by_code(code)
    if found is None and (wait := THROTTLE.take(((f"certificate from {address_of(request)}", UNKNOWN_CODES),))):
        raise TooManyCodes(math.ceil(wait))
    facts = {"found": found, "code": code[:20], "issuer": _issuer(request)}
    answer = render(request, "certificates/public.html", facts, status=200 if found else 404)
    answer.headers["X-Robots-Tag"] = "noindex, noarchive"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


@login_not_required
@require_safe
@cache_control(public=True, max_age=300)
def status_list(request: HttpRequest) -> HttpResponse:
    """Give everybody the signed list of what is revoked."""
    _require_offered()
    text = queries.status_list(_issuer(request), timezone.now())
    return _for_everybody(HttpResponse(text, content_type=CREDENTIAL_TYPE))


@login_not_required
@require_safe
@cache_control(public=True, max_age=3600)
def key_set(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  Django's signature
    """Give everybody the public keys (RFC 7517)."""
    _require_offered()
    return _for_everybody(JsonResponse(queries.key_set(), content_type="application/jwk-set+json"))


def _require_offered() -> None:
    """Have no address where nothing was ever issued: a server without certificates makes no key either."""
    if settings.CERTIFICATE is None and not Certificate.objects.exists():
        raise Http404


def _for_everybody(answer: HttpResponse) -> HttpResponse:
    """Let scripts of other sites read it: those that check badges in a browser."""
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


def _file(data: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _person(request: HttpRequest) -> User:
    """Return a person who may earn a certificate, or has one; to others there is no such page.

    Raises:
        Http404: It is somebody else.

    """
    person = request.user
    if not isinstance(person, User):
        raise Http404
    if queries.place_of(person) is None and not Certificate.objects.filter(person=person).exists():
        raise Http404
    return person


def _issuer(request: HttpRequest) -> Issuer:
    return issuing.issuer_at(request.build_absolute_uri("/"))


def _own(request: HttpRequest, person: User, status: int = 200, **typed: object) -> HttpResponse:
    page = queries.own_page(person)
    facts = {"page": page, "issuer": _issuer(request), "typed": person.display_name}
    return render(request, "certificates/own.html", facts | typed, status=status)


def _class(request: HttpRequest, a_class: Class, status: int = 200, **typed: object) -> HttpResponse:
    facts = {"page": queries.class_page(a_class), "most_labs": MOST_LABS}
    return render(request, "certificates/class.html", facts | typed, status=status)
