"""The link signs the one learner of solo mode in, and nothing else does."""

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django import Settings

from quintain.accounts.models import User
from quintain.packs.model import Pack

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("course")]

LINK = "/sign-in/the-token-of-this-server/"


def test_the_link_signs_a_real_user_in(client: Client) -> None:
    """The learner is a row like any other, so that classes can come later."""
    answer = client.get(LINK)
    assert (answer.status_code, answer["Location"], answer["Cache-Control"]) == (302, "/", "no-store")
    assert client.get("/").context["user"] == User.objects.get()


def test_the_link_works_again_and_makes_nobody_twice(client: Client) -> None:
    """A second browser, or a restart, needs no new link."""
    client.get(LINK)
    Client().get(LINK)
    assert User.objects.count() == 1


def test_a_session_gets_a_fresh_key(client: Client, neighbour: User) -> None:
    """A key that somebody planted before is worth nothing afterwards."""
    client.force_login(neighbour, backend="django.contrib.auth.backends.ModelBackend")
    before = client.session.session_key
    client.get(LINK)
    assert client.session.session_key != before
    planted = Client()
    planted.cookies["quintain-session"] = before or ""
    assert planted.get("/").status_code == 302


@pytest.mark.parametrize("token", ["wrong", "the-token-of-this-serve", "%00", "ü", "x" * 3000])
def test_a_wrong_token_is_refused_in_words(client: Client, token: str) -> None:
    """The page says where the right link is found."""
    answer = client.get(f"/sign-in/{token}/")
    assert answer.status_code == 403
    assert "This link does not fit this server." in answer.content.decode()
    assert not User.objects.exists()


def test_a_server_without_a_token_lets_nobody_in(client: Client, settings: Settings) -> None:
    """An empty token is no token."""
    settings.LINK_TOKEN = ""
    assert client.get("/sign-in/x/").status_code == 403


@pytest.mark.parametrize(
    ("wanted", "got"),
    [("/labs/shop/", "/labs/shop/"), ("https://example.org/", "/"), ("//example.org", "/"), ("javascript:x", "/")],
)
def test_the_link_leads_on_within_this_site_only(client: Client, wanted: str, got: str) -> None:
    """A link with the address of another site is a trap."""
    assert client.get(LINK, {"next": wanted})["Location"] == got


def test_every_page_is_closed_to_the_signed_out(client: Client, course: Pack) -> None:
    """Whatever the address, the way leads to the page that says how to get in."""
    open_pages = {"sign-in", "signed-out", "words"}
    names = {str(name) for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert names > open_pages
    for path in ("/", "/topics/injection/", "/labs/shop/", "/labs/shop/find/", "/labs/shop/fix/", "/labs/none/"):
        answer = client.get(path)
        assert (answer.status_code, answer["Location"]) == (302, f"/signed-out/?next={path}")


def test_every_view_asks_for_permission(course: Pack) -> None:
    """Only the doors that must be open are marked so: the texts of scripts stand on error pages too."""
    views = {
        name: pattern.callback
        for part in get_resolver().url_patterns
        if isinstance(part, URLResolver)
        for pattern in part.url_patterns
        if isinstance(pattern, URLPattern)
        for name in [pattern.name]
    }
    marked = {name for name, view in views.items() if not getattr(view, "login_required", True)}
    assert marked == {"sign-in", "signed-out", "words"}


def test_the_page_for_the_signed_out_says_how_to_get_in(client: Client) -> None:
    """It is a page of its own, and not a form for a password that nobody has."""
    answer = client.get("/signed-out/")
    assert answer.status_code == 401
    assert "link" in answer.content.decode()


def test_somebody_who_is_no_longer_active_is_signed_out(client: Client, neighbour: User) -> None:
    """A session does not outlive the right to one."""
    client.force_login(neighbour, backend="django.contrib.auth.backends.ModelBackend")
    neighbour.is_active = False
    neighbour.save()
    assert client.get("/").status_code == 302


def test_signing_in_takes_no_post(client: Client) -> None:
    """There is nothing to send."""
    assert client.post(LINK).status_code == 405
