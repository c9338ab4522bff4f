"""The page on which somebody chooses the language of the interface, signed in or not."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from quintain.accounts.languages import choose_language
from quintain.accounts.models import User
from quintain.accounts.sign_in.adapters import own_path
from quintain.web.languages import is_offered, read_language


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Show the choice, or keep it and go on: with the account of who is signed in, in a cookie of anybody else.

    Raises:
        LanguageUnknown: The interface does not speak the language.

    """
    person = request.user if isinstance(request.user, User) else None
    if request.method != "POST":
        kept = person.language if person else request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        chosen = kept if kept and is_offered(kept) else ""
        return render(
            request, "accounts/language.html", {"chosen": chosen, "next": own_path(request.GET.get("next", "/"))}
        )
    text = request.POST.get("language", "")
    code = read_language(text) if text else None
    answer = HttpResponseRedirect(own_path(request.POST.get("next", "/")))
    if person:
        choose_language(person, code)
    else:
        _keep_in_cookie(answer, code)
    return answer


def _keep_in_cookie(answer: HttpResponse, code: str | None) -> None:
    name, path = settings.LANGUAGE_COOKIE_NAME, settings.LANGUAGE_COOKIE_PATH
    if code is None:
        answer.delete_cookie(name, path=path, samesite="Lax")
        return
    answer.set_cookie(
        name,
        code,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        path=path,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )
