"""Pages of certificates: a learner's own, the instructor's, and what everybody may look up."""

import json
import re

import pytest
from django.conf import settings as django_settings
from django.test import Client
from pytest_django import Settings

from quintain.accounts.limits.rate_limits import THROTTLE
from quintain.accounts.models import User
from quintain.certificates import actions
from quintain.certificates.keys import read_key_set
from quintain.certificates.models import Certificate
from quintain.certificates.permissions import Place
from quintain.certificates.requirements import Requirement
from quintain.certificates.signatures import read_signed
from quintain.certificates.status_list import read_list
from quintain.certificates.verification import Outcome, check, read_file
from quintain.certificates.views import UNKNOWN_CODES
from quintain.cohorts.models import Class
from tests.certificates.conftest import ISSUER, Prove, SignIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("offered", "quick_papers")]


@pytest.fixture
def zoe(seat: Prove) -> User:
    """Return a student who has earned the certificate."""
    return seat("Zoë O'Brien", "shop", "store")


@pytest.fixture
def made(zoe: User, a_class: Class) -> Certificate:
    """Return her certificate."""
    return actions.issue(Place(a_class), "Zoë O'Brien", by=zoe, issuer=ISSUER)


def text_of(client: Client, path: str, status: int = 200) -> str:
    """Return the words of a page."""
    answer = client.get(path)
    assert answer.status_code == status
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_a_learner_sees_what_is_missing(seat: Prove, sign_in: SignIn) -> None:
    """On the page of the course in a line, and on a page of its own with the labs that are left."""
    client = sign_in(seat("Max", "shop"))
    assert "Certificate : 1 of 2 labs proven" in text_of(client, "/")
    page = text_of(client, "/certificate/")
    assert "What is missing" in page
    assert "1 lab is left A02 The store" in page or "1 lab is left A01 The store" in page
    assert "Have it issued" not in page


def test_a_learner_has_it_issued_and_takes_it_back(zoe: User, sign_in: SignIn) -> None:
    """With the name of their choice; another one later."""
    client = sign_in(zoe)
    assert "You have earned the certificate" in text_of(client, "/")
    assert 'value="Zoë O&#x27;Brien"' in client.get("/certificate/").content.decode()
    refused = client.post("/certificate/issue", {"name": "Zo\u202eë"})
    assert refused.status_code == 400
    assert "turns the text around" in refused.content.decode()
    assert client.post("/certificate/issue", {"name": "Zoë Miller"})["Location"] == "/certificate/"
    made = Certificate.objects.get()
    page = text_of(client, "/certificate/")
    assert "Your certificate is issued." in page
    assert f"http://testserver/c/{made.code}" in page
    assert client.post("/certificate/issue", {"name": "Zoë"}).status_code == 409
    pdf = client.get(f"/certificate/{made.pk}/certificate.pdf")
    assert pdf["Content-Disposition"] == f'attachment; filename="certificate-{made.code}.pdf"'
    assert pdf.content == bytes(made.pdf)
    assert client.get(f"/certificate/{made.pk}/credential.jwt").content.decode() == made.credential
    assert "Take the certificate back?" in text_of(client, f"/certificate/{made.pk}/take-back")
    client.post(f"/certificate/{made.pk}/take-back")
    assert "This certificate is unknown." in text_of(Client(), f"/c/{made.code}", 404)
    assert client.post("/certificate/issue", {"name": "Zoë"}).status_code == 302


def test_nobody_has_one_issued_by_a_request_of_their_own(seat: Prove, zoe: User, sign_in: SignIn) -> None:
    """Who has not earned it, and who names somebody else, gets nothing."""
    client = sign_in(seat("Max", "shop"))
    answer = client.post("/certificate/issue", {"name": "Max", "person": str(zoe.pk), "labs": "0"})
    assert answer.status_code == 409
    assert "You have not earned the certificate yet." in answer.content.decode()
    assert not Certificate.objects.exists()


def test_files_are_their_holders_alone(made: Certificate, seat: Prove, mara: User, sign_in: SignIn) -> None:
    """Others have the public page."""
    for somebody in (seat("Max", "shop"), mara):
        client = sign_in(somebody)
        for file in ("certificate.pdf", "credential.jwt", "take-back"):
            assert client.get(f"/certificate/{made.pk}/{file}").status_code == 404


def test_everybody_sees_a_valid_certificate(made: Certificate) -> None:
    """Without signing in, in letters of any case; no search engine keeps the page."""
    answer = Client().get(f"/c/{made.code.lower()}")
    assert (answer["X-Robots-Tag"], answer["Referrer-Policy"]) == ("noindex, noarchive", "no-referrer")
    assert "no-store" in answer["Cache-Control"]
    page = text_of(Client(), f"/c/{made.code}")
    for words in ("This certificate is valid.", "Zoë O&#x27;Brien", "2 of 2", "CWE-89", "Example School"):
        assert words in page
    assert made.person.username not in answer.content.decode()
    assert str(made.person.pk) not in answer.content.decode()


def test_everybody_sees_that_one_is_revoked_but_not_whose_it_was(made: Certificate, mara: User) -> None:
    """The PDF has the name; the page has no more to say about a person."""
    actions.revoke(made, may_issue_again=True, by=mara)
    page = text_of(Client(), f"/c/{made.code}")
    assert "This certificate is revoked." in page
    assert "Brien" not in page


def test_guessing_addresses_is_slowed_down(made: Certificate) -> None:
    """What exists is shown all the same, so that nobody at the address is kept out."""
    client = Client()
    for number in range(UNKNOWN_CODES.tries):
        assert client.get(f"/c/AAAA{number:04}").status_code == 404
    assert client.get("/c/AAAAAAAA").status_code == 429
    assert client.get(f"/c/{made.code}").status_code == 200
    assert client.get("/c/AAAAAAAA", REMOTE_ADDR="192.0.2.77").status_code == 404
    THROTTLE.clear()


@pytest.mark.parametrize("code", ["x", "7" * 200, "..%2f..%2fetc", "%F0%9F%98%80", "a-b_c"])
def test_what_is_no_code_is_unknown(code: str) -> None:
    """And no fault of the server."""
    assert Client().get(f"/c/{code}").status_code == 404


def test_keys_and_list_are_for_everybody(made: Certificate, mara: User) -> None:
    """Scripts of other sites as well; with them anybody checks the credential."""
    client = Client()
    keys, listed = client.get("/.well-known/jwks.json"), client.get("/certificates/status-list")
    assert keys["Access-Control-Allow-Origin"] == listed["Access-Control-Allow-Origin"] == "*"
    assert (keys["Content-Type"], listed["Content-Type"]) == ("application/jwk-set+json", "application/vc+jwt")
    assert all(set(each) == {"kty", "n", "e", "kid", "alg", "use"} for each in json.loads(keys.content)["keys"])
    trusted = read_key_set(keys.content)
    assert not read_list(read_signed(listed.content.decode(), trusted)).is_revoked(made.entry.index)
    actions.revoke(made, may_issue_again=False, by=mara)
    listed = client.get("/certificates/status-list")
    assert read_list(read_signed(listed.content.decode(), trusted)).is_revoked(made.entry.index)


def test_a_server_without_certificates_has_no_pages_of_them(
    offered: Settings, zoe: User, a_class: Class, mara: User, sign_in: SignIn
) -> None:
    """Nor makes it a key because somebody asks for one."""
    offered.CERTIFICATE = None
    django_settings.DATA.certificate_keys.unlink()
    for path in ("/.well-known/jwks.json", "/certificates/status-list"):
        assert Client().get(path).status_code == 404
    assert sign_in(zoe).get("/certificate/").status_code == 404
    assert sign_in(zoe).post("/certificate/issue", {"name": "Zoë"}).status_code == 404
    assert sign_in(mara).get(f"/classes/{a_class.pk}/certificates/").status_code == 404
    assert "Certificate" not in text_of(sign_in(zoe), "/")
    assert "Certificates" not in text_of(sign_in(mara), f"/classes/{a_class.pk}/more/")
    assert not django_settings.DATA.certificate_keys.exists()


def test_what_was_issued_stays_when_no_more_are_offered(offered: Settings, made: Certificate, sign_in: SignIn) -> None:
    """The page, the files, the keys and the list."""
    offered.CERTIFICATE = None
    assert "This certificate is valid." in text_of(Client(), f"/c/{made.code}")
    assert Client().get("/.well-known/jwks.json").status_code == 200
    assert "Take it back" in text_of(sign_in(made.person), "/certificate/")


def test_an_instructor_sees_who_has_earned_it(
    made: Certificate, seat: Prove, a_class: Class, page_of_mara: Client
) -> None:
    """And revokes it, after a question."""
    seat("Max", "shop")
    assert f"/classes/{a_class.pk}/certificates/" in page_of_mara.get(f"/classes/{a_class.pk}/more/").content.decode()
    page = text_of(page_of_mara, f"/classes/{a_class.pk}/certificates/")
    assert "1 student has earned it, 1 has it issued" in page
    assert re.search(r"Max 1 of 2 . not yet", page)
    path = f"/classes/{a_class.pk}/certificates/{made.pk}/revoke"
    assert "Revoke the certificate of" in text_of(page_of_mara, path)
    assert page_of_mara.post(path, {"act": "nothing"}).status_code == 400
    page_of_mara.post(path, {"act": "revoke"})
    assert "revoked" in text_of(page_of_mara, f"/classes/{a_class.pk}/certificates/")
    assert page_of_mara.post(path, {"act": "revoke"}).status_code == 409
    page_of_mara.post(path, {"act": "allow"})
    made.refresh_from_db()
    assert made.may_issue_again


@pytest.mark.parametrize(
    ("form", "meant"),
    [
        ({"rule": "core", "exit": "70"}, Requirement(None, 70)),
        ({"rule": "number", "labs": "1", "exit": ""}, Requirement(1)),
        ({"rule": "none"}, None),
        ({"rule": "default", "labs": "9"}, Requirement(None)),
    ],
)
def test_an_instructor_sets_what_earns_it(
    a_class: Class, page_of_mara: Client, form: dict[str, str], meant: Requirement | None
) -> None:
    """For this class; the form shows it again."""
    path = f"/classes/{a_class.pk}/certificates/"
    assert page_of_mara.post(f"{path}requirement", form).status_code == 302
    answer = page_of_mara.get(path)
    assert answer.context["page"].requirement == meant
    checked = re.findall(r'value="(\w+)" checked', answer.content.decode())
    assert checked == [form["rule"]]


@pytest.mark.parametrize("form", [{"rule": "number", "labs": "0"}, {"rule": "core", "exit": "101"}, {"rule": "x"}, {}])
def test_what_earns_nothing_is_refused(a_class: Class, page_of_mara: Client, form: dict[str, str]) -> None:
    """And changes nothing."""
    path = f"/classes/{a_class.pk}/certificates/"
    assert page_of_mara.post(f"{path}requirement", form).status_code == 400
    assert page_of_mara.get(path).context["page"].requirement == Requirement(None)


def test_a_revoked_learner_reads_why_there_is_no_other(made: Certificate, mara: User, sign_in: SignIn) -> None:
    """And can have one issued once that is allowed."""
    actions.revoke(made, may_issue_again=False, by=mara)
    client = sign_in(made.person)
    assert "Your certificate was revoked" in text_of(client, "/certificate/")
    assert client.post("/certificate/issue", {"name": "Zoë"}).status_code == 409
    assert client.post(f"/certificate/{made.pk}/take-back").status_code == 409
    actions.let_issue_again(made, by=mara)
    assert client.post("/certificate/issue", {"name": "Zoë"}).status_code == 302


def test_the_file_of_the_credential_is_checked_without_the_server(made: Certificate, sign_in: SignIn) -> None:
    """Whoever gets it from its holder needs nothing but keys and list."""
    credential = sign_in(made.person).get(f"/certificate/{made.pk}/credential.jwt").content
    trusted = read_key_set(Client().get("/.well-known/jwks.json").content)
    lists = {"list": Client().get("/certificates/status-list").content.decode()}
    report = check(read_file(credential), [trusted], lists, made.issued_at)
    assert report.outcome is Outcome.VALID
