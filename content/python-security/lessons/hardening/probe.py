"""A small Django shop, and six requests with which an attacker looks at its configuration."""

import logging
import secrets

import django
from django.conf import settings
from django.core import checks
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import path

SECURITY = "django.middleware.security.SecurityMiddleware"
CSRF = "django.middleware.csrf.CsrfViewMiddleware"
FRAMES = "django.middleware.clickjacking.XFrameOptionsMiddleware"
DEVELOPER = {
    "DEBUG": True,
    "ALLOWED_HOSTS": ["*"],
    "SECURE_SSL_REDIRECT": False,
    "SECURE_HSTS_SECONDS": 0,
    "SESSION_COOKIE_SECURE": False,
    "CSRF_COOKIE_SECURE": False,
    "MIDDLEWARE": [SECURITY, CSRF],
}


def pay(request):
    card = "4929 0000 0000 0004"
    return HttpResponse(str(len(card) / 0))


def reset(request):
    return HttpResponse(request.build_absolute_uri("/reset/81f2/"))


def sign_in(request):
    answer = HttpResponse("welcome")
    answer.set_cookie(settings.SESSION_COOKIE_NAME, "c0ffee", secure=settings.SESSION_COOKIE_SECURE, httponly=True)
    return answer


urlpatterns = [path("pay", pay), path("reset", reset), path("sign-in", sign_in)]
if not settings.configured:
    settings.configure(ROOT_URLCONF=__name__, SECRET_KEY=secrets.token_urlsafe(50), LOGGING_CONFIG=None, **DEVELOPER)
    django.setup()
    logging.disable(logging.CRITICAL)


def get(page: str, *, secure: bool = True, host: str = "shop.example"):
    return Client(raise_request_exception=False).get(page, secure=secure, headers={"host": host})


ATTACKS = {
    "read a card number on an error page": lambda: b"4929 0000" in get("/pay").content,
    "get a reset link for another host": lambda: get("/reset", host="evil.example").content.startswith(b"https://evil."),
    "read a page on the network": lambda: get("/sign-in", secure=False).status_code == 200,
    "keep a browser on http": lambda: "Strict-Transport-Security" not in get("/sign-in").headers,
    "read the session cookie on the network": lambda: not get("/sign-in").cookies["sessionid"]["secure"],
    "show the shop in a frame": lambda: "X-Frame-Options" not in get("/sign-in").headers,
}


def probe(configuration: dict) -> dict[str, bool]:
    """Return which attacks work."""
    with override_settings(**configuration):
        return {attack: bool(works()) for attack, works in ATTACKS.items()}


def warnings(configuration: dict) -> list[str]:
    """Return what `manage.py check --deploy` warns of, about security."""
    with override_settings(**configuration):
        found = checks.run_checks(include_deployment_checks=True, tags=["security"])
    return sorted(each.id for each in found)


def show(configuration: dict) -> None:
    for attack, works in probe(configuration).items():
        print(f"{attack:<40}{'works' if works else 'fails'}")
    print("check --deploy:", ", ".join(warnings(configuration)) or "no warnings")


if __name__ == "__main__":
    print(len(ATTACKS), "attacks")
