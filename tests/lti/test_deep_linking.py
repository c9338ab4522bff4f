"""An instructor chooses what the platform's course links, and the platform gets it signed."""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from quintain.accounts.models import Membership
from quintain.lti import states
from quintain.lti.claims import CORE, DEEP_LINKING
from quintain.lti.models import Context, Launch
from tests.lti.oracle import Oracle
from tests.lti.platforms import BASE, CLIENT_ID, LEARNER, StubPlatform

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("context")]


@pytest.fixture
def page(client: Client, stub: StubPlatform) -> str:
    """Return the address at which an instructor chooses."""
    answer = stub.arrive(client, sub="teacher", name="Ada Teacher", **stub.selection())
    assert answer.status_code == 302
    return str(answer["location"])


def test_lessons_labs_and_days_can_be_chosen(client: Client, page: str) -> None:
    """As the course has them, in its order."""
    text = client.get(page).content.decode()
    keys = re.findall(r'type="checkbox" name="choice" value="([^"]+)"', text)
    assert keys == ["day:1", "day:2", "lesson:injection", "lab:shop", "lab:store"]


def test_the_answer_is_one_that_a_platform_takes(client: Client, page: str, stub: StubPlatform) -> None:
    """An independent library checks the signature and reads the links."""
    answer = client.post(page, {"choice": ["lab:shop", "day:2", "lesson:injection", "lab:none"]})
    text = answer.content.decode()
    assert f'action="{stub.issuer}/return"' in text
    assert f"form-action {stub.issuer};" in answer["content-security-policy"]
    token = unescape(re.findall(r'name="JWT" value="([^"]+)"', text)[0])
    oracle = Oracle(stub.issuer, client.get("/lti/keys/").json())
    assert oracle.validate_deeplinking_resp({"JWT": token}) == [
        {
            "type": "ltiResourceLink",
            "title": "Day 2 of the course",
            "url": f"{BASE}/timetable/?day=2",
            "window": {"targetName": "_blank"},
        },
        {
            "type": "ltiResourceLink",
            "title": "Injection attacks",
            "url": f"{BASE}/topics/injection/",
            "window": {"targetName": "_blank"},
        },
        {
            "type": "ltiResourceLink",
            "title": "A01 The shop",
            "url": f"{BASE}/labs/shop/",
            "window": {"targetName": "_blank"},
            "lineItem": {
                "scoreMaximum": 1,
                "label": "A01 The shop",
                "resourceId": "00000000-0000-0000-0000-000000000001",
            },
        },
    ]
    claims = oracle.tool_validate_and_decode(token)
    assert claims["iss"] == CLIENT_ID
    assert claims["aud"] == [stub.issuer]
    assert claims[f"{CORE}deployment_id"] == "1"
    assert claims[f"{DEEP_LINKING}data"] == "opaque"
    assert claims["exp"] > claims["iat"]
    assert claims["nonce"]


def test_what_was_linked_opens(client: Client, page: str, stub: StubPlatform) -> None:
    """Each address that was handed over is a target of launches."""
    for path in ("/timetable/?day=2", "/topics/injection/", "/labs/shop/"):
        answer = stub.launch(client, sub="teacher", **{f"{CORE}target_link_uri": BASE + path})
        assert answer["location"] == path.replace("?day=2", "#day-2")


@pytest.mark.parametrize("choice", [[], ["lab:none"], ["<script>"], ["x" * 5000]])
def test_nothing_is_handed_over_without_a_choice(client: Client, page: str, choice: list[str]) -> None:
    """The page says so, and is shown again."""
    answer = client.post(page, {"choice": choice})
    assert answer.status_code == 400
    assert "Choose 1 to 40 links" in answer.content.decode()
    assert "<script>" not in answer.content.decode().split("<main")[1]


def test_a_platform_that_takes_one_gets_one(client: Client, stub: StubPlatform) -> None:
    """``accept_multiple`` is false, as for an assignment of Canvas; and it takes no line item."""
    selection = stub.selection(accept_multiple=False, accept_lineitem=False)
    page = stub.arrive(client, sub="teacher", **selection)["location"]
    assert 'type="radio"' in client.get(page).content.decode()
    assert client.post(page, {"choice": ["lab:shop", "lab:store"]}).status_code == 400
    text = client.post(page, {"choice": ["lab:shop"]}).content.decode()
    token = unescape(re.findall(r'name="JWT" value="([^"]+)"', text)[0])
    (item,) = Oracle(stub.issuer, client.get("/lti/keys/").json()).validate_deeplinking_resp({"JWT": token})
    assert "lineItem" not in item


def test_a_learner_chooses_nothing(client: Client, stub: StubPlatform) -> None:
    """Whatever their message asks for."""
    answer = stub.launch(client, **{**stub.selection(), f"{CORE}roles": [LEARNER]})
    assert answer.status_code == 403


def test_a_student_of_the_class_whom_the_course_calls_an_instructor_chooses_nothing(
    client: Client, stub: StubPlatform
) -> None:
    """The seat stays a seat."""
    stub.arrive(Client())
    answer = stub.launch(client, **stub.selection())
    assert client.get(answer["location"]).status_code == 404


def test_the_selection_of_somebody_else_is_not_there(client: Client, page: str, stub: StubPlatform) -> None:
    """Another instructor of the class has their own."""
    other = Client()
    stub.arrive(other, sub="colleague", **stub.selection())
    assert other.get(page).status_code == 404
    assert Client().get(page).status_code == 302


class TestAFrame:
    """Moodle and Canvas ask for a selection in a frame, and take the answer there alone."""

    @pytest.fixture
    def ticket(self, client: Client, stub: StubPlatform) -> str:
        """Return what the frame has, from which an instructor has opened the window to choose in."""
        asked = {"iss": stub.issuer, "login_hint": "7"}
        frame = Client().post("/lti/login/", asked, headers={"sec-fetch-dest": "iframe"}).content.decode()
        address = unescape(re.findall(r'href="([^"]+)" target="_blank"', frame)[0])
        answer = client.get(address)
        query = dict(parse_qsl(urlsplit(answer["location"]).query))
        token = stub.sign(stub.claims(query, sub="teacher", **stub.selection()))
        client.get(stub.send(token, query["state"])["location"])
        self.page = client.post("/lti/arrival/", {"act": "go-on"})["location"]
        return unescape(re.findall(r'name="ticket" value="([^"]+)"', frame)[0])

    def test_what_is_chosen_in_the_window_is_handed_over_in_the_frame(
        self, client: Client, stub: StubPlatform, ticket: str
    ) -> None:
        """The frame has no cookie, and nothing is there before it is chosen."""
        frame = Client()
        answer = frame.post("/lti/chosen/", {"ticket": ticket})
        assert "Nothing is chosen yet" in answer.content.decode()
        text = client.post(self.page, {"choice": ["lab:shop"]}).content.decode()
        assert "Go back to your course" in text
        assert "JWT" not in text
        answer = frame.post("/lti/chosen/", {"ticket": ticket})
        text = answer.content.decode()
        assert f'action="{stub.issuer}/return"' in text
        assert f"frame-ancestors {stub.issuer} https:" in answer["content-security-policy"]
        assert f"form-action {stub.issuer}" in answer["content-security-policy"]
        token = unescape(re.findall(r'name="JWT" value="([^"]+)"', text)[0])
        (item,) = Oracle(stub.issuer, client.get("/lti/keys/").json()).validate_deeplinking_resp({"JWT": token})
        assert item["url"] == f"{BASE}/labs/shop/"

    @pytest.mark.parametrize("wrong", ["", "x", "x" * 5000])
    def test_another_ticket_gets_nothing(self, client: Client, ticket: str, wrong: str) -> None:
        """Nor does somebody who has seen the address of the window, which has the digest alone."""
        client.post(self.page, {"choice": ["lab:shop"]})
        for each in (wrong, states.digest(ticket)):
            assert "JWT" not in Client().post("/lti/chosen/", {"ticket": each}).content.decode()

    def test_an_instructor_who_is_none_any_more_hands_over_nothing(
        self, client: Client, ticket: str, context: Context
    ) -> None:
        """What they have chosen before is not signed any more."""
        client.post(self.page, {"choice": ["lab:shop"]})
        Membership.objects.filter(in_class=context.in_class).delete()
        assert "JWT" not in Client().post("/lti/chosen/", {"ticket": ticket}).content.decode()


def test_it_ends_after_an_hour(client: Client, page: str) -> None:
    """The platform has forgotten the question then."""
    Launch.objects.update(opened_at=timezone.now() - timedelta(hours=2))
    assert client.get(page).status_code == 404
