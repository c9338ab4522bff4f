"""Pages of signing in."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_safe

from quintain.accounts.actions import sign_in_by_link


@login_not_required
@require_GET
def sign_in(request: HttpRequest, token: str) -> HttpResponse:
    """Sign the local learner in and go on to the page that was asked for."""
    sign_in_by_link(request, token)
    wanted = request.GET.get("next", "/")
    return redirect(wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else "/")


@login_not_required
@require_safe
def signed_out(request: HttpRequest) -> HttpResponse:
    """Tell somebody without a session how to get one."""
    return render(request, "accounts/signed_out.html", status=200 if request.user.is_authenticated else 401)


@require_safe
@cache_control(no_store=True)
def session(request: HttpRequest) -> JsonResponse:
    """Tell a script whose session this is, and give it a CSRF token that fits.

    The token changes when somebody signs in, also in another tab. A script must use the new one only if the session is
    still that of the person for whom its page was made. Other sites cannot read the answer: no CORS header allows it.
    """
    return JsonResponse({"learner": str(request.user.pk), "csrf_token": get_token(request)})
