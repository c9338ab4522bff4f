"""A code signs the one learner of solo mode in, once, and nothing else does."""

import re
import threading
from pathlib import Path

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django import Settings

from quintain.accounts import actions
from quintain.accounts.models import User
from quintain.accounts.sign_in.codes import LIFE_SECONDS, MOST_LIVE, SignInCodes
from quintain.packs.model.pack import Pack

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("course")]

SIGN_IN = "/sign-in/"


@pytest.fixture
def codes(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> SignInCodes:
    """Return the codes of this server, of which none was tried wrongly."""
    monkeypatch.setattr(actions, "WRONG_CODES", actions.WrongCodes())
    return SignInCodes(settings.SIGN_IN_CODES)


def test_the_code_signs_a_real_user_in(client: Client, codes: SignInCodes) -> None:
    """The learner is a row like any other, so that classes can come later."""
    answer = client.post(SIGN_IN, {"code": codes.issue()})
    assert (answer.status_code, answer["Location"], answer["Cache-Control"]) == (302, "/", "no-store")
    assert client.get("/").context["user"] == User.objects.get()


def test_a_code_is_good_once(client: Client, codes: SignInCodes) -> None:
    """What stays in a browser's history signs nobody in; a second browser needs a code of its own."""
    code = codes.issue()
    client.post(SIGN_IN, {"code": code})
    again = Client().post(SIGN_IN, {"code": code})
    assert again.status_code == 403
    assert "run: quintain link" in again.content.decode()
    assert Client().post(SIGN_IN, {"code": codes.issue()}).status_code == 302
    assert User.objects.count() == 1


def test_fetching_the_page_uses_no_code_up(client: Client, codes: SignInCodes) -> None:
    """A link preview or a prefetch fetches the page; only a POST takes the code."""
    code = codes.issue()
    for _ in range(3):
        assert client.get(SIGN_IN, {"code": code}).status_code == 200
        assert client.head(SIGN_IN).status_code == 200
    assert "_auth_user_id" not in client.session
    assert client.post(SIGN_IN, {"code": code}).status_code == 302


def test_another_site_cannot_send_the_form(codes: SignInCodes) -> None:
    """Else it could put its visitors into a session that it knows (login CSRF)."""
    strict = Client(enforce_csrf_checks=True)
    code = codes.issue()
    assert strict.post(SIGN_IN, {"code": code}).status_code == 403
    page = strict.get(SIGN_IN).content.decode()
    token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[0]
    facts = {"code": code, "csrfmiddlewaretoken": token}
    assert strict.post(SIGN_IN, facts, headers={"origin": "http://testserver:6666"}).status_code == 403
    assert strict.post(SIGN_IN, facts, headers={"origin": "http://testserver"}).status_code == 302


def test_a_code_expires(tmp_path: Path) -> None:
    """After ten minutes; a clock that was set back makes none good for longer."""
    now = [1000.0]
    codes = SignInCodes(tmp_path / "codes", lambda: now[0])
    first, second = codes.issue(), codes.issue()
    now[0] += LIFE_SECONDS - 1
    assert codes.redeem(first)
    now[0] += 1
    assert not codes.redeem(second)
    third = codes.issue()
    now[0] -= 10
    assert not codes.redeem(third)


def test_codes_are_kept_as_hashes_and_not_without_end(tmp_path: Path) -> None:
    """Who reads the file has no code; the oldest of too many is not good any more."""
    kept = tmp_path / "codes"
    codes = SignInCodes(kept)
    issued = [codes.issue() for _ in range(MOST_LIVE + 1)]
    assert len(set(issued)) == MOST_LIVE + 1
    assert min(map(len, issued)) >= 43  # 256 bits in base64
    assert [code for code in issued if code in kept.read_text()] == []
    assert kept.stat().st_mode & 0o777 == 0o600
    assert not codes.redeem(issued[0])
    assert codes.redeem(issued[1])


@pytest.mark.parametrize("torn", ["", "[", "{}", '[{"digest": 1}]', '[{"digest": "x", "until": "never"}]', "null"])
def test_a_torn_file_holds_no_code_and_takes_new_ones(tmp_path: Path, torn: str) -> None:
    """A process that is killed while it writes locks nobody out."""
    kept = tmp_path / "codes"
    kept.write_text(torn)
    codes = SignInCodes(kept)
    assert not codes.redeem("x")
    assert codes.redeem(codes.issue())


def test_of_many_who_use_a_code_at_once_one_gets_in(tmp_path: Path) -> None:
    """The file is locked between looking and striking out."""
    code = SignInCodes(tmp_path / "codes").issue()
    gate, let_in = threading.Barrier(8), []

    def use() -> None:
        gate.wait()
        let_in.append(SignInCodes(tmp_path / "codes").redeem(code))

    threads = [threading.Thread(target=use) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(let_in) == [False] * 7 + [True]


def test_many_wrong_codes_are_slowed_and_the_right_one_is_not(client: Client, codes: SignInCodes) -> None:
    """Who guesses is told to wait; nobody can lock the learner out by guessing."""
    code = codes.issue()
    statuses = [client.post(SIGN_IN, {"code": f"wrong-{number}"}).status_code for number in range(25)]
    assert statuses == [403] * 20 + [429] * 5
    assert client.post(SIGN_IN, {"code": code}).status_code == 302


def test_wrong_codes_of_more_than_a_minute_ago_do_not_count() -> None:
    """The limit is on a minute."""
    now = [0.0]
    wrong = actions.WrongCodes(lambda: now[0])
    assert [wrong.note() for _ in range(21)] == [False] * 20 + [True]
    now[0] = 61.0
    assert not wrong.note()


def test_a_session_gets_a_fresh_key(client: Client, neighbour: User, codes: SignInCodes) -> None:
    """A key that somebody planted before is worth nothing afterwards, and neither is one of the same learner."""
    client.force_login(neighbour, backend="quintain.accounts.backends.PersonBackend")
    for _ in range(2):
        before = client.session.session_key
        client.post(SIGN_IN, {"code": codes.issue()})
        assert client.session.session_key != before
        planted = Client()
        planted.cookies["quintain-session"] = before or ""
        assert planted.get("/").status_code == 302


@pytest.mark.parametrize("code", ["", "wrong", "%00", "\1", "ü", "\ud800", "x" * 3000])
def test_a_wrong_code_is_refused_in_words(client: Client, codes: SignInCodes, code: str) -> None:
    """The page says how to get a good one."""
    codes.issue()
    answer = client.post(SIGN_IN, {"code": code.encode("utf-8", "surrogatepass").decode("latin-1")})
    assert answer.status_code == 403
    assert "This sign-in link is used, expired or of another server." in answer.content.decode()
    assert not User.objects.exists()


def test_a_server_that_has_given_no_code_lets_nobody_in(client: Client, settings: Settings) -> None:
    """There is no file yet, and none is made."""
    assert client.post(SIGN_IN, {"code": ""}).status_code in {403, 429}
    assert not settings.SIGN_IN_CODES.exists()


@pytest.mark.parametrize(
    ("wanted", "got"),
    [("/labs/shop/", "/labs/shop/"), ("https://example.org/", "/"), ("//example.org", "/"), ("javascript:x", "/")],
)
def test_the_link_leads_on_within_this_site_only(client: Client, codes: SignInCodes, wanted: str, got: str) -> None:
    """A link with the address of another site is a trap."""
    assert client.post(SIGN_IN, {"code": codes.issue(), "next": wanted})["Location"] == got


def test_only_a_name_of_its_own_signs_in_at_once(client: Client, settings: Settings) -> None:
    """At an address that other programs share, the page says so, and the learner decides."""
    settings.ALLOWED_HOSTS = ["*"]
    shared = client.get(SIGN_IN, headers={"host": "127.0.0.1:8132"}).content.decode()
    own = client.get(SIGN_IN, headers={"host": f"{settings.DATA.host_name}:8132"}).content.decode()
    assert ("shared by all programs" in shared, "data-at-once" in shared) == (True, False)
    assert ("shared by all programs" in own, "data-at-once" in own) == (False, True)


def test_signing_out_ends_the_session(page: Client) -> None:
    """The cookie that was good before is good for nothing, wherever it is kept."""
    thief = Client()
    thief.cookies["quintain-session"] = page.cookies["quintain-session"].value
    assert thief.get("/").status_code == 200
    assert "Sign out" in page.get("/").content.decode()
    answer = page.post("/sign-out/")
    assert (answer.status_code, answer["Location"]) == (302, "/signed-out/")
    assert [each.get("/").status_code for each in (page, thief)] == [302, 302]


def test_signing_out_takes_a_form_of_ours(page: Client, learner: User) -> None:
    """No other site, and no link, signs anybody out."""
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(learner, backend="quintain.accounts.backends.PersonBackend")
    assert strict.post("/sign-out/").status_code == 403
    assert page.get("/sign-out/").status_code == 405
    assert [each.get("/").status_code for each in (page, strict)] == [200, 200]


def test_a_session_ends_with_the_secret_that_made_it(page: Client, settings: Settings) -> None:
    """Who replaces the data folder's secret key ends all sessions, though their rows are still there."""
    assert page.get("/").status_code == 200
    settings.SECRET_KEY = "another-secret-key-of-the-data-folder"
    assert page.get("/").status_code == 302


def test_every_page_is_closed_to_the_signed_out(client: Client, course: Pack) -> None:
    """Whatever the address, the way leads to the page that says how to get in."""
    open_pages = {"sign-in", "signed-out", "words", "security-txt"}
    names = {str(name) for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert names > open_pages
    for path in ("/", "/topics/injection/", "/labs/shop/", "/labs/shop/find/", "/labs/shop/fix/", "/labs/none/"):
        answer = client.get(path)
        assert (answer.status_code, answer["Location"]) == (302, f"/signed-out/?next={path}")


def test_every_view_asks_for_permission(course: Pack) -> None:
    """Only the endpoints that must be open are marked so: the texts of scripts are on error pages too."""
    views = {
        name: pattern.callback
        for part in get_resolver().url_patterns
        if isinstance(part, URLResolver)
        for pattern in part.url_patterns
        if isinstance(pattern, URLPattern)
        for name in [pattern.name]
    }
    marked = {name for name, view in views.items() if not getattr(view, "login_required", True)}
    in_classrooms = {"account_login", "sign-in-again", "mfa_authenticate", "mfa_login_webauthn", "invitation"}
    with_provider = {"provider-sign-in", "provider-callback", "provider-unknown", "invitation-by-provider"}
    of_certificates = {"public-certificate", "certificate-keys", "certificate-status-list"}  # for anyone who checks one
    of_platforms = {
        "lti-login",
        "lti-launch",
        "lti-open",
        "lti-arrival",
        "lti-chosen",
        "lti-keys",
    }  # messages are signed
    of_api = {"api-reference", "api-document"}  # what the API can do; what it tells asks for a token
    of_calendars = {"calendar-feed"}  # whose address is a secret
    always = {"join", "language", "sign-in", "signed-out", "words", "security-txt"}
    assert marked == always | in_classrooms | with_provider | of_certificates | of_platforms | of_api | of_calendars


def test_the_page_for_the_signed_out_says_how_to_get_in(client: Client) -> None:
    """It is a page of its own, and not a form for a password that nobody has."""
    answer = client.get("/signed-out/")
    assert answer.status_code == 401
    assert "quintain link" in answer.content.decode()


def test_somebody_who_is_no_longer_active_is_signed_out(client: Client, neighbour: User) -> None:
    """A session does not outlive the right to one."""
    client.force_login(neighbour, backend="quintain.accounts.backends.PersonBackend")
    neighbour.is_active = False
    neighbour.save()
    assert client.get("/").status_code == 302
