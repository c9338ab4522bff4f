"""Pages on which an operator connects platforms, and an instructor sees their courses."""

from dataclasses import asdict, replace

import pytest
from django.test import Client
from pytest_django import Settings

from quintain.accounts.models import AuditEntry, Role, User
from quintain.cohorts.models import Class
from quintain.lti import actions, tool_keys
from quintain.lti.errors import PlatformUnfit
from quintain.lti.models import Context, Grade, Identity, Platform, ToolKey
from quintain.lti.tool_keys import PURPOSE
from quintain.web.sealing import seal
from tests.lti.platforms import CLIENT_ID, StubPlatform
from tests.people import confirmed_browser, forget_confirmation, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("classroom")]


@pytest.fixture
def operator(classroom: None) -> Client:
    """Return the browser of somebody who runs the server, and has just confirmed that it is them."""
    return confirmed_browser(make_person("olga", "Olga", Role.OPERATOR))


def form_of(stub: StubPlatform, **other: str) -> dict[str, str]:
    """Return the form of a new platform."""
    return {**asdict(stub.facts()), "deployment": "1", **other}


def test_the_page_says_what_the_platform_asks_for(operator: Client, settings: Settings) -> None:
    """The addresses are those by which the classroom is reached from outside."""
    settings.PUBLIC_URL = "https://class.example.org"
    page = operator.get("/lti/platforms/").content.decode()
    for path in ("/lti/login/", "/lti/launch/", "/lti/keys/"):
        assert f"https://class.example.org{path}" in page


def test_an_operator_connects_a_platform_and_a_course(
    operator: Client, stub: StubPlatform, a_class: Class, client: Client
) -> None:
    """The course appears when somebody comes from it, and its people come in once it has a class."""
    address = operator.post("/lti/platforms/", form_of(stub))["location"]
    assert Platform.objects.get().deployments.get().identifier == "1"
    assert stub.launch(client).status_code == 409
    page = operator.get(address).content.decode()
    assert "Secure Python" in page
    context = Context.objects.get()
    operator.post(f"{address}courses", {"course": context.pk, "class": a_class.pk})
    assert stub.launch(client)["location"] == "/lti/arrival/"
    operator.post(f"{address}courses", {"course": context.pk, "class": ""})
    assert stub.launch(client).status_code == 409
    acts = list(AuditEntry.objects.values_list("action", flat=True))
    assert acts.count("connect-course") == 2
    assert "connect-platform" in acts


@pytest.mark.parametrize(
    "change",
    [
        {"name": ""},
        {"name": "x" * 81},
        {"name": "a\u202eb"},
        {"issuer": ""},
        {"issuer": "x" * 256},
        {"client_id": "two\nlines"},
        {"deployment": ""},
        {"authorization_address": "javascript:alert(1)"},
        {"authorization_address": "http://school.example/"},
        {"token_address": "https://school.example/#part"},
        {"token_address": "https://user:word@school.example/"},
        {"key_set_address": ""},
        {"key_set_address": f"https://school.example/{'x' * 1000}"},
        {"key_set_address": "https://schöol.example/"},
    ],
)
def test_what_cannot_be_used_is_shown_again(operator: Client, stub: StubPlatform, change: dict[str, str]) -> None:
    """With what is wrong, and what was typed."""
    answer = operator.post("/lti/platforms/", form_of(stub) | change)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()
    assert stub.issuer in answer.content.decode()
    assert not Platform.objects.exists()


def test_this_machine_is_no_platform_unless_the_operator_says_so(
    operator: Client, stub: StubPlatform, settings: Settings
) -> None:
    """``http`` is for trying alone."""
    settings.LTI_PRIVATE = False
    assert operator.post("/lti/platforms/", form_of(stub)).status_code == 400


def test_a_registration_is_connected_once(operator: Client, stub: StubPlatform) -> None:
    """The same issuer and client id are the same registration."""
    operator.post("/lti/platforms/", form_of(stub))
    assert operator.post("/lti/platforms/", form_of(stub)).status_code == 400
    assert Platform.objects.count() == 1


def test_registrations_of_one_issuer_have_their_keys_at_one_host(stub: StubPlatform, platform: Platform) -> None:
    """Else who has the second one's keys could send anybody of the first, and take their account."""
    with pytest.raises(PlatformUnfit, match="of another host"):
        stub.connect(client_id="second", key_set_address="https://attacker.example/keys")
    stub.connect(client_id="second", key_set_address=f"{stub.issuer}/keys/of-a-block")
    changed = replace(stub.facts(), key_set_address="https://attacker.example/keys")
    with pytest.raises(PlatformUnfit, match="of another host"):
        actions.change_platform(platform, changed, by=None)


def test_a_change_keeps_issuer_and_client_id(operator: Client, stub: StubPlatform, platform: Platform) -> None:
    """People are known by the issuer."""
    form = form_of(
        stub, issuer="https://other.example", client_id="other", name="New name", audience="https://aud.example"
    )
    operator.post(f"/lti/platforms/{platform.pk}/", form)
    platform.refresh_from_db()
    assert (platform.issuer, platform.client_id) == (stub.issuer, CLIENT_ID)
    assert (platform.name, platform.audience) == ("New name", "https://aud.example")


def test_deployments_come_and_go(operator: Client, platform: Platform, client: Client, stub: StubPlatform) -> None:
    """A message of one that was removed is refused."""
    address = f"/lti/platforms/{platform.pk}/deployments"
    operator.post(address, {"deployment": "2"})
    operator.post(address, {"deployment": "2"})
    assert platform.deployments.count() == 2
    operator.post(address, {"remove": "1"})
    assert stub.launch(client).status_code == 403


def test_a_platform_is_disconnected_after_a_question(
    operator: Client, stub: StubPlatform, context: Context, client: Client
) -> None:
    """Accounts stay, and so does who is who: a platform that is connected again finds its people."""
    stub.arrive(client)
    address = f"/lti/platforms/{Platform.objects.get().pk}/remove/"
    assert "Disconnect" in operator.get(address).content.decode()
    operator.post(address)
    assert not Platform.objects.exists()
    assert Identity.objects.exists()
    assert User.objects.filter(display_name="Elif Kaya").exists()


@pytest.mark.parametrize("path", ["", "{platform}/", "{platform}/courses"])
def test_an_operator_confirms_that_it_is_them(
    operator: Client, stub: StubPlatform, platform: Platform, path: str
) -> None:
    """A platform that is connected signs people in, so an open browser connects none."""
    forget_confirmation(operator)
    form = form_of(stub, client_id="second")
    answer = operator.post(f"/lti/platforms/{path.format(platform=platform.pk)}", form)
    assert "/account/confirm/" in answer["location"]
    assert Platform.objects.count() == 1


def test_there_are_no_keys_before_a_platform_is_connected(client: Client) -> None:
    """Nothing is made for somebody who looks."""
    assert client.get("/lti/keys/").status_code == 404
    assert not ToolKey.objects.exists()


@pytest.mark.usefixtures("platform")
class TestKeys:
    """The keys by which platforms know this tool."""

    def test_only_public_parts_are_published(self, client: Client) -> None:
        """And they are not those of certificates."""
        (key,) = client.get("/lti/keys/").json()["keys"]
        assert set(key) == {"kty", "n", "e", "kid", "alg", "use"}

    def test_the_old_key_is_published_after_a_rotation(self, operator: Client) -> None:
        """What was signed a moment ago can be checked; its private part is gone."""
        before = operator.get("/lti/keys/").json()["keys"][0]["kid"]
        operator.post("/lti/platforms/keys/rotate")
        kids = [each["kid"] for each in operator.get("/lti/keys/").json()["keys"]]
        assert len(kids) == 2
        assert kids[1] == before
        assert ToolKey.objects.exclude(private="").count() == 1
        assert tool_keys.signing_key().public.kid == kids[0]

    def test_one_that_cannot_be_read_is_replaced(self, settings: Settings) -> None:
        """After a move to a server with another secret key, say."""
        first = tool_keys.signing_key().public.kid
        settings.SECRET_KEY = "another secret key of this classroom"
        assert tool_keys.signing_key().public.kid != first
        ToolKey.objects.update(private=seal("{}", PURPOSE))
        assert tool_keys.signing_key().public.kid != first

    def test_the_private_part_is_sealed(self) -> None:
        """A copy of the database signs nothing."""
        tool_keys.signing_key()
        row = ToolKey.objects.get()
        assert '"d"' not in row.private + row.public


def test_an_instructor_sees_the_courses_of_the_class(client: Client, stub: StubPlatform, context: Context) -> None:
    """And the page of the class links them."""
    role = {"https://purl.imsglobal.org/spec/lti/claim/roles": ["Instructor"]}
    stub.arrive(client, sub="teacher", **role)
    address = f"/classes/{context.in_class_id}/platform/"
    assert address in client.get(f"/classes/{context.in_class_id}/more/").content.decode()
    page = client.get(address).content.decode()
    assert "Secure Python" in page
    assert "Add all learners" in page
    assert not Grade.objects.exists()
