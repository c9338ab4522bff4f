"""Pages of signing in and out."""

from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.http.request import split_domain_port
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quintain.accounts import actions, audit
from quintain.accounts.permissions import READ_AUDIT_LOG, require
from quintain.accounts.sessions.activity import can_be_kept, seconds_left
from quintain.accounts.sign_in.adapters import own_path
from quintain.accounts.views.sign_in import password_sign_in
from quintain.web.bodies import read_whole

if TYPE_CHECKING:
    from quintain.accounts.models import User


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """Show the form for a code; sign the local learner in by it and go on to the page that was asked for.

    In a classroom, the form is for a name and a password, and no code is good.

    The link has the code in its fragment, and the page's script moves it into the form. So nothing that merely fetches
    the link, such as a link preview, has the code or uses it up; and another site cannot send the form (CSRF).
    """
    if settings.CLASSROOM:
        answer: HttpResponseBase = password_sign_in(request)
        return answer
    if request.method != "POST":
        facts = {"next": request.GET.get("next", "/"), "shares_cookies": shares_cookies(request)}
        return render(request, "accounts/sign_in.html", facts)
    actions.sign_in_by_code(request, request.POST.get("code", "").strip())
    return HttpResponseRedirect(own_path(request.POST.get("next", "/")))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session; its sockets, program and terminal end within a second, see ``sessions.ending``."""
    logout(request)
    return redirect("signed-out")


@login_not_required
@require_safe
def signed_out(request: HttpRequest) -> HttpResponse:
    """Tell somebody without a session how to get one."""
    facts = {"shares_cookies": shares_cookies(request)}
    return render(request, "accounts/signed_out.html", facts, status=200 if request.user.is_authenticated else 401)


def shares_cookies(request: HttpRequest) -> bool:
    """Tell whether the browser sends this session's cookie to other programs on this machine as well.

    It does under every name but the data folder's own, since cookies do not tell ports apart (RFC 6265, section 8.5).
    """
    domain, _ = split_domain_port(request.get_host())
    return domain != settings.DATA.host_name


@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(no_store=True)
def session(request: HttpRequest) -> JsonResponse:
    """Tell a script whose session this is and when it ends, and give it a CSRF token that fits.

    A POST is an act of the person, who wants to stay signed in: it moves the end on, as each act does.

    The token changes when somebody signs in, also in another tab. A script must use the new one only if the session is
    still that of the person for whom its page was made. Other sites cannot read the answer: no CORS header allows it.
    """
    user = cast("User", request.user)
    return JsonResponse(
        {
            "learner": str(user.pk),
            "csrf_token": get_token(request),
            "seconds": seconds_left(request.session),
            "can_be_kept": can_be_kept(request.session, user),
        }
    )


@require_safe
def audit_log(request: HttpRequest) -> HttpResponse:
    """Show an operator what was done on this server with special rights."""
    require(request, READ_AUDIT_LOG)
    page = page_number(request)
    lines, has_older = audit.lines(page=page)
    older = page + 1 if has_older else None
    return render(request, "accounts/audit.html", {"lines": lines, "older": older, "newer": page - 1})


def page_number(request: HttpRequest) -> int:
    """Return the page of a list that the address asks for, from 1; what is no number is 1."""
    text = request.GET.get("page", "")
    return read_whole(text, most_digits=5, otherwise=1) or 1
