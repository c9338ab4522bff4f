"""Launches, access and selections by a platform that others have written: a misreading of the standard is seen."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import jwt
import pytest
from django.test import Client
from lti1p3platform.exceptions import LtiException

from quintain.accounts.models import User
from quintain.lti import services, tasks, tool_keys
from quintain.lti.claims import SCORE_SCOPE
from quintain.lti.models import Grade, GradeState, Platform
from tests.accounts.oidc import new_key
from tests.lti.oracle import Asked, Oracle, OracleLaunch, OracleLogin
from tests.lti.platforms import INSTRUCTOR, LEARNER, StubPlatform

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("context")]


@pytest.fixture
def oracle(client: Client, stub: StubPlatform, platform: Platform) -> Oracle:
    """Return the platform, whose keys the stub's server publishes as the library writes them."""
    made = Oracle(stub.issuer, client.get("/lti/keys/").json(), "/labs/shop/")
    stub.keys = list(made.get_jwks()["keys"])
    return made


def message_of(oracle: Oracle, asked: Mapping[str, str], role: str) -> OracleLaunch:
    """Return a message for a browser that was sent to the platform."""
    launch = OracleLaunch(Asked(asked), oracle)
    launch.set_user_data("elif-7", [role], full_name="Elif Kaya", email_address="elif@school.example")
    launch.set_resource_link_claim("link-1")
    launch.set_launch_context_claim("course-1", context_title="Secure Python")
    return launch


def begin(client: Client, oracle: Oracle) -> dict[str, str]:
    """Begin a launch, and return what the browser brings to the platform."""
    login = OracleLogin(None, oracle)
    login.set_lti_message_hint()
    parts = urlsplit(login.initiate_login("7"))
    answer: Any = client.get(f"{parts.path}?{parts.query}")
    assert answer.status_code == 302
    return dict(parse_qsl(urlsplit(answer["location"]).query))


def test_a_launch_of_another_library_is_taken(client: Client, oracle: Oracle, stub: StubPlatform) -> None:
    """It leads to the lab, and the score goes to the line item that the message names."""
    launch = message_of(oracle, begin(client, oracle), LEARNER)
    launch.set_ags(f"{stub.issuer}/lineitems", f"{stub.issuer}/lineitems/1/lineitem?type_id=2")
    form = launch.lti_launch()
    answer: Any = Client().post(urlsplit(form["launch_url"]).path, {key: form[key] for key in ("id_token", "state")})
    assert answer.status_code == 303, answer.content.decode()
    assert client.get(answer["location"]).status_code == 302
    end: Any = client.post("/lti/arrival/", {"act": "go-on"})
    assert end["location"] == "/labs/shop/"
    assert User.objects.get().display_name == "Elif Kaya"
    assert tasks.queue_due() == 1
    assert Grade.objects.get().state == GradeState.SENT


def test_a_selection_of_another_library_is_taken(client: Client, oracle: Oracle, stub: StubPlatform) -> None:
    """What comes back is held to its reading in ``test_deep_linking``."""
    launch = message_of(oracle, begin(client, oracle), INSTRUCTOR)
    launch.set_dl(f"{stub.issuer}/return", accept_types={"ltiResourceLink"})
    form = launch.lti_launch()
    answer: Any = Client().post(urlsplit(form["launch_url"]).path, {key: form[key] for key in ("id_token", "state")})
    assert answer.status_code == 303, answer.content.decode()
    client.get(answer["location"])
    end: Any = client.post("/lti/arrival/", {"act": "go-on"})
    assert end["location"].startswith("/lti/selections/")


def test_access_is_given_by_another_library(oracle: Oracle, stub: StubPlatform, platform: Platform) -> None:
    """It checks our assertion by our published keys; one that is signed by another key, it refuses."""
    services.fetch_access(platform, SCORE_SCOPE)
    form = stub.tokens[-1]
    given = oracle.get_access_token(form)
    assert given["scope"] == SCORE_SCOPE
    assert oracle.validate_token(given["access_token"], [SCORE_SCOPE])
    keys = tool_keys.key_set()["keys"]
    forged = json.loads(json.dumps({"keys": keys}))
    forged["keys"][0] |= _public(new_key())
    stranger = Oracle(stub.issuer, forged)
    with pytest.raises(Exception, match="Signature verification failed"):
        stranger.get_access_token(form)
    with pytest.raises(LtiException):
        Oracle(stub.issuer, {"keys": []}).get_access_token(form)


def test_a_new_key_is_taken_after_the_rotation(
    client: Client, oracle: Oracle, stub: StubPlatform, platform: Platform
) -> None:
    """A platform that has the old list of keys refuses, and reads the new one."""
    tool_keys.rotate()
    services.fetch_access(platform, SCORE_SCOPE)
    with pytest.raises(LtiException):
        oracle.get_access_token(stub.tokens[-1])
    newer = Oracle(stub.issuer, client.get("/lti/keys/").json())
    assert newer.get_access_token(stub.tokens[-1])["scope"] == SCORE_SCOPE


def _public(key: Any) -> dict[str, str]:
    members: dict[str, str] = jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key(), as_dict=True)
    return {"n": members["n"], "e": members["e"]}
