"""Pages of signing in."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_safe

from quintain.accounts.actions import sign_in_by_link


@login_not_required
@require_GET
def sign_in(request: HttpRequest, token: str) -> HttpResponse:
    """Sign the local learner in and go on to the page that was asked for."""
    sign_in_by_link(request, token)
    wanted = request.GET.get("next", "/")
    is_ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return HttpResponseRedirect(wanted if is_ours else "/")  # redirect() would look a bare word up as a view's name


@login_not_required
@require_safe
def signed_out(request: HttpRequest) -> HttpResponse:
    """Tell somebody without a session how to get one."""
    return render(request, "accounts/signed_out.html", status=200 if request.user.is_authenticated else 401)
