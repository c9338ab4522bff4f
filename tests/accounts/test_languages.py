"""People are spoken to in the language that they chose, else in that of their browser, else in the server's."""

import asyncio
import re
import threading
from datetime import date
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, override
from lxml.html import document_fromstring

from quintain.accounts.consumers import PersonsSocket
from quintain.accounts.languages import language_for, own_language
from quintain.accounts.models import Role, User
from quintain.preview.programs import AtWork, News, Program, Why
from quintain.preview.tickets import Access
from quintain.web.languages import LanguageUnknown, negotiate, read_language
from tests.people import make_person, make_student

pytestmark = [pytest.mark.django_db]

GERMAN = {"accept-language": "de-AT,de;q=0.9,en;q=0.5"}


def language_of(client: Client, path: str, **headers: str) -> str:
    """Return the language that a page says it is in."""
    found = re.search(r'<html lang="([\w-]+)"', client.get(path, headers=headers).content.decode())
    assert found is not None
    return found[1]


def signed_in(person: User) -> Client:
    """Return a browser in which somebody has signed in."""
    client = Client()
    client.force_login(person, backend="quintain.accounts.backends.PersonBackend")
    return client


def test_english_and_german_are_offered() -> None:
    """The default comes first."""
    assert dict(settings.LANGUAGES)["de"] == "Deutsch"
    assert settings.LANGUAGES[0] == ("en", "English")


def test_a_browser_is_answered_in_its_language(client: Client) -> None:
    """Before anybody signs in, the header counts; without one, or with others, it is English."""
    assert language_of(client, "/signed-out/", **GERMAN) == "de"
    assert language_of(client, "/signed-out/", **{"accept-language": "tlh, fr;q=0.5"}) == "en"
    assert language_of(client, "/signed-out/") == "en"


def test_caches_are_told_what_the_language_depends_on(client: Client) -> None:
    """A shared cache must not give one person's language to another."""
    answer = client.get("/signed-out/", headers=GERMAN)
    assert {"Accept-Language", "Cookie"} <= set(re.split(r",\s*", answer.headers["Vary"]))


def test_a_choice_before_signing_in_is_remembered_by_a_cookie(client: Client) -> None:
    """It counts more than what the browser asks for, until it is taken back."""
    answer = client.post("/language/", {"language": "en", "next": "/signed-out/"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/signed-out/")
    cookie = client.cookies[settings.LANGUAGE_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert language_of(client, "/signed-out/", **GERMAN) == "en"
    client.post("/language/", {"language": "", "next": "/signed-out/"})
    assert language_of(client, "/signed-out/", **GERMAN) == "de"


def test_a_persons_choice_holds_in_each_browser() -> None:
    """It is kept with the account, so that another browser in another language has it after signing in."""
    person = make_student("ada", "Ada")
    first = signed_in(person)
    first.post("/language/", {"language": "de", "next": "/"})
    person.refresh_from_db()
    assert person.language == "de"
    assert settings.LANGUAGE_COOKIE_NAME not in first.cookies
    other = signed_in(person)
    assert language_of(other, "/", **{"accept-language": "en"}) == "de"
    other.post("/language/", {"language": "", "next": "/"})
    assert language_of(other, "/", **{"accept-language": "en"}) == "en"


def test_a_cookie_does_not_change_what_a_person_chose() -> None:
    """What somebody before them chose in this browser is not theirs."""
    person = make_student("ada", "Ada")
    person.language = "de"
    person.save()
    client = signed_in(person)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert language_of(client, "/") == "de"


@pytest.mark.parametrize("text", ["tlh", "../../etc/passwd", "de\0", "DE", "de_DE", "x" * 9000, "<script>", "de, en"])
def test_a_language_that_there_is_not_is_refused(client: Client, text: str) -> None:
    """The answer is a page with a reason, and nothing is kept."""
    answer = client.post("/language/", {"language": text, "next": "/"})
    assert answer.status_code == 400
    assert settings.LANGUAGE_COOKIE_NAME not in client.cookies
    with pytest.raises(LanguageUnknown):
        read_language(text)


@pytest.mark.parametrize("text", ["tlh", "../../../../etc/passwd", "de\0x", "x" * 9000, "-", "*", "de;q=nan", ",,,;;;"])
def test_a_hostile_cookie_or_header_is_ignored(text: str) -> None:
    """Neither leads to an error, nor to a file."""
    assert negotiate({settings.LANGUAGE_COOKIE_NAME: text}, "") == "en"
    assert negotiate({}, text) in {"en", "de"}
    assert Client().get("/signed-out/", headers={"accept-language": text}).status_code in {400, 401}


def test_the_next_page_is_one_of_ours(client: Client) -> None:
    """The choice leads to no other site."""
    answer = client.post("/language/", {"language": "de", "next": "https://evil.example/"})
    assert answer.headers["Location"] == "/"


def test_another_site_cannot_choose() -> None:
    """The form needs the token of its session."""
    client = Client(enforce_csrf_checks=True)
    assert client.post("/language/", {"language": "de"}).status_code == 403


def test_a_language_that_is_offered_no_more_is_ignored() -> None:
    """A person who had chosen one is spoken to as one who has chosen none, and can still choose."""
    person = make_student("ada", "Ada")
    person.language = "tlh"
    person.save()
    assert own_language(person) is None
    assert language_of(signed_in(person), "/", **GERMAN) == "de"


def test_jobs_speak_the_language_of_who_asked() -> None:
    """Their own, else that of the page that they asked from, else the server's."""
    person = make_student("ada", "Ada")
    assert language_for(person) == "en"
    assert language_for(person, "de") == "de"
    assert language_for(person, "../x") == "en"
    person.language = "de"
    assert language_for(person, "en") == "de"


def test_a_program_tells_its_owner_in_the_language_that_it_was_asked_for() -> None:
    """It runs in another thread, which speaks the language of nobody."""
    told: list[News] = []
    with override("de"):
        program: Program[AtWork] = Program(uuid4(), Access("label"), "", (None, {}), _fail, told.append)
    thread = threading.Thread(target=program.live)
    thread.start()
    thread.join()
    assert [news.words for news in told] == [
        "Unsere Seite hat versagt, nicht dein Code. Starte es noch einmal; wenn es bleibt, sieh ins Log des Servers."
    ]
    assert program.words_for(Why.IDLE).startswith("Das Programm wurde gestoppt")
    assert get_language() == "en"


def _fail(_: object) -> AtWork:
    raise ValueError


def test_one_answer_leaves_nothing_to_the_next(client: Client) -> None:
    """The thread that answers the next request has no language of the one before."""
    client.get("/signed-out/", headers=GERMAN)
    assert get_language() == "en"
    assert language_of(client, "/signed-out/") == "en"


@pytest.mark.parametrize(
    ("own", "accepted", "spoken"), [("de", b"en", "de"), (None, b"de", "de"), (None, b"tlh", "en"), ("tlh", b"", "en")]
)
def test_a_socket_speaks_the_language_of_its_person(own: str | None, accepted: bytes, spoken: str) -> None:
    """All that it does is done in that language."""
    heard = []

    class Listening(PersonsSocket):
        async def _serve_counted(self, *_: object) -> None:
            heard.append(get_language())

    person = User(username="ada", display_name="Ada", language=own)
    scope = {"type": "websocket", "user": person, "headers": [(b"accept-language", accepted)], "cookies": {}}
    asyncio.run(Listening()(scope, None, None))
    assert heard == [spoken]


@pytest.mark.parametrize("role", [Role.STUDENT, Role.INSTRUCTOR, Role.OPERATOR, Role.AUTHOR])
@pytest.mark.parametrize("path", ["/", "/language/", "/search/", "/nowhere/", "/classes/", "/people/", "/audit/"])
def test_a_german_page_has_no_sentence_of_ours_in_english(role: Role, path: str) -> None:
    """What is still there in English is marked as English, or is no text of the interface."""
    person = make_person("ada", "Ada", role)
    english = _sentences(signed_in(person), path, "en")
    assert english
    german = _sentences(signed_in(person), path, "de")
    assert english & german == set()


def _sentences(client: Client, path: str, language: str) -> set[str]:
    """Return the sentences of a page that are in its own language, as far as it says so."""
    page = document_fromstring(client.get(path, headers={"accept-language": language}).content)
    for other in page.xpath("//body//*[@lang and @lang != /html/@lang] | //script | //code | //template"):
        other.drop_tree()
    texts = (" ".join(text.split()) for text in page.xpath("//body//text()"))
    return {text for text in texts if text.endswith((".", "?", ":")) and " " in text}


def test_the_words_of_scripts_are_those_of_the_page(client: Client) -> None:
    """Their address has the language, so that a cache keeps one for each; other ones are not found."""
    page = client.get("/signed-out/", headers=GERMAN).content.decode()
    found = re.search(r'src="(/words/de/\w+\.js)"', page)
    assert found is not None
    answer = client.get(found[1], headers={"accept-language": "en"})
    assert answer.status_code == 200
    assert "Live-Meldungen" in answer.content.decode()
    assert client.get(found[1].replace("/de/", "/en/")).status_code == 404
    assert client.get(found[1].replace("/de/", "/tlh/")).status_code == 404
    assert "/words/" not in client.get("/signed-out/").content.decode()


def test_numbers_and_months_are_those_of_the_language() -> None:
    """Django has both."""
    with override("de"):
        assert date_format(date(2026, 3, 1), "DATE_FORMAT") == "1. März 2026"
        assert number_format(1.5, 1) == "1,5"


def test_no_migration_is_missing() -> None:
    """The field is in the database as it is in the model."""
    call_command("makemigrations", "accounts", check=True, dry_run=True, verbosity=0)


def test_english_dates_have_the_day_first() -> None:
    """They are written as they were before the interface had a second language."""
    with override("en"):
        written = [date_format(date(2026, 3, 1), form) for form in ("DATE_FORMAT", "SHORT_DATE_FORMAT")]
    assert written == ["1 March 2026", "1 Mar 2026"]
