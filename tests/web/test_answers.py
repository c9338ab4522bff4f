"""What every page has in common: headers, error pages, bodies of strangers."""

import json
import re

import pytest
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path

from quintain.accounts.actions import local_learner
from quintain.web.refusals import TooFast

pytestmark = pytest.mark.django_db


def break_down(request: HttpRequest) -> HttpResponse:
    """Fail as no view should."""
    message = "a secret of the server"
    raise RuntimeError(message)


def suspect(request: HttpRequest) -> HttpResponse:
    """Find a request unfit."""
    raise SuspiciousOperation


def hurry(request: HttpRequest) -> HttpResponse:
    """Refuse."""
    message = "You ask very often."
    raise TooFast(message, "Wait a minute.", {"seconds": 60})


urlpatterns = [
    path("", include("quintain.server.urls")),
    path("break-down/", break_down),
    path("suspect/", suspect),
    path("hurry/", hurry),
]
handler400 = "quintain.web.errors.bad_request"
handler404 = "quintain.web.errors.not_found"
handler500 = "quintain.web.errors.server_fault"

with_bad_views = override_settings(ROOT_URLCONF=__name__)


def test_pages_carry_a_strict_policy(page: Client) -> None:
    """Scripts run by nonce alone, styles from here, and nothing frames the page."""
    answer = page.get("/")
    policy = answer["Content-Security-Policy"]
    nonce = re.search(r"'nonce-([^']+)'", policy)
    assert nonce
    assert f'nonce="{nonce[1]}"' in answer.content.decode()
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'; script-src 'nonce-")
    for part in ("'strict-dynamic'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"):
        assert part in policy
    assert "require-trusted-types-for 'script'; trusted-types quintain" in policy


def test_two_pages_never_share_a_nonce(page: Client) -> None:
    """A nonce that can be foretold is none."""
    assert page.get("/")["Content-Security-Policy"] != page.get("/")["Content-Security-Policy"]


def test_pages_carry_the_other_headers(page: Client) -> None:
    """Types are not guessed, and other sites learn nothing."""
    answer = page.get("/")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["X-Frame-Options"] == "DENY"
    assert "private" in answer["Cache-Control"]


def test_a_mistyped_address_finds_its_neighbour(page: Client) -> None:
    """The page offers the nearest one that exists."""
    answer = page.get("/labs/shap/")
    assert answer.status_code == 404
    assert (answer.context["notice"].nearest.title, answer.context["notice"].nearest.url) == ("The shop", "/labs/shop/")


def test_an_address_like_no_other_finds_none(page: Client) -> None:
    """A bad guess is worse than none."""
    assert page.get("/x" * 4000).context["notice"].nearest is None


def test_a_stranger_is_told_of_no_page(page: Client) -> None:
    """Which labs there are, and what they are called, is for people who are signed in."""
    assert page.get("/lab/shop/").context["notice"].nearest.title == "The shop"
    answer = Client().get("/lab/shop/")
    assert answer.status_code == 404
    assert answer.context["notice"].nearest is None
    assert "The shop" not in answer.content.decode()


def test_a_wrong_method_gets_a_page_too(page: Client) -> None:
    """With the header that says which methods there are."""
    answer = page.delete("/labs/shop/fix/")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
    assert answer.context["notice"].status == 405


def test_a_host_that_is_not_ours_is_refused(page: Client) -> None:
    """Another name that points here (DNS rebinding) gets no page."""
    assert page.get("/", headers={"host": "evil.example"}).status_code == 400


@with_bad_views
def test_a_fault_of_ours_shows_an_id_and_no_traceback(page: Client) -> None:
    """The id stands in the log too."""
    page.raise_request_exception = False
    answer = page.get("/break-down/")
    assert answer.status_code == 500
    text = answer.content.decode()
    assert "a secret of the server" not in text
    assert answer.context["notice"].fault in text


@with_bad_views
def test_a_broken_error_page_still_answers_in_words(page: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """What broke the page may break its error page."""
    page.raise_request_exception = False

    def fail(*_args: object, **_options: object) -> HttpResponse:
        raise OSError

    monkeypatch.setattr("quintain.web.errors.render", fail)
    answer = page.get("/break-down/")
    assert answer.status_code == 500
    assert "The server failed, not you." in answer.content.decode()


@with_bad_views
def test_an_unfit_request_gets_a_page(page: Client) -> None:
    """Django's own refusals look like ours."""
    answer = page.get("/suspect/")
    assert (answer.status_code, answer.context["notice"].status) == (400, 400)


@with_bad_views
def test_a_refusal_reads_as_page_and_as_json(page: Client) -> None:
    """The same sentence, remedy and status."""
    shown = page.get("/hurry/")
    assert (shown.status_code, shown.context["notice"].sentence) == (429, "You ask very often.")
    told = page.get("/hurry/", headers={"accept": "application/json"})
    assert (told.status_code, told.json()) == (
        429,
        {"error": "You ask very often.", "remedy": "Wait a minute.", "seconds": 60},
    )


def test_a_stale_form_gets_a_page(course: object) -> None:
    """It says that nothing was changed."""
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(local_learner(), backend="quintain.accounts.backends.PersonBackend")
    answer = strict.post("/labs/shop/reset")
    assert answer.status_code == 403
    assert "nothing was changed" in answer.content.decode()


def test_the_pages_token_opens_the_doors(course: object) -> None:
    """Scripts send what stands in the page's meta element."""
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(local_learner(), backend="quintain.accounts.backends.PersonBackend")
    found = re.search(r'name="csrf-token" content="([^"]+)"', strict.get("/labs/shop/fix/").content.decode())
    assert found
    answer = strict.put(
        "/labs/shop/files",
        json.dumps({"path": "shop.py", "text": "x", "revision": 0}),
        content_type="application/json",
        headers={"X-CSRFToken": found[1]},
    )
    assert answer.status_code == 200
