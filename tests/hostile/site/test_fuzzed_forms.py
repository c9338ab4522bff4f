"""Whatever is sent to an address, the answer is one of ours: never a fault of the server."""

from dataclasses import dataclass
from typing import Final

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.hostile.site.test_access import RULES, people, things

__all__ = ["people", "things"]

pytestmark = [pytest.mark.hostile, pytest.mark.django_db]

FIELDS: Final = (
    *("code", "name", "wait", "title", "starts_on", "ends_on", "time_zone", "seats", "do", "sure", "open", "number"),
    *("roster", "username", "remove", "login", "password", "password1", "password2", "next", "question", "option"),
    *("show", "action", "page", "kind", "text", "path", "revision", "hand", "lab", "phase", "step"),
)
HOSTILE: Final = (
    *("", "\x00", "\u202e", "\ud7ff\U0010ffff", "-1", "0", "1e309", "9" * 400, "٣", "NaN", "None", "true", "[]", "{}"),
    *(
        "../../etc/passwd",
        "%00",
        "' OR 1=1 --",
        "<script>alert(1)</script>",
        "{{ 7*7 }}",
        "=1+1",
        "a\r\nSet-Cookie: x=1",
    ),
    *("2027-02-30", "9999-12-31", "0001-01-01", "00000000-0000-0000-0000-000000000000", "//example.org", "x" * 5000),
)
VALUES = st.sampled_from(HOSTILE) | st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
ROUTES: Final = sorted(set(RULES) - {"sign-out", "words", "program", "original-program"})  # those start real programs


@dataclass(frozen=True)
class Sent:
    """A request: to which address, by whom, and how the fields go."""

    route: str
    who: str
    way: str
    fields: dict[str, str]


REQUESTS = st.builds(
    Sent,
    route=st.sampled_from(ROUTES),
    who=st.sampled_from(["nobody", "student", "instructor", "operator"]),
    way=st.sampled_from(["form", "json", "query", "bytes"]),
    fields=st.dictionaries(st.sampled_from(FIELDS), VALUES, max_size=8),
)


def test_every_address_can_be_written(things: dict[str, object]) -> None:
    """Each route is made of things that exist, so that no draw below fails by itself."""
    for route in ROUTES:
        names = get_resolver().reverse_dict.getlist(route)[0][0][0][1]
        assert set(names) <= set(things), route


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sent=REQUESTS)
def test_no_form_makes_the_server_fail(
    people: dict[str, Client],
    things: dict[str, object],
    sent: Sent,
) -> None:
    """As a form, as JSON, in the address, as bytes; by nobody, a student, an instructor and an operator."""
    pattern = get_resolver().reverse_dict.getlist(sent.route)[0][0][0]
    address = reverse(sent.route, args=[things[name] for name in pattern[1]])
    client = people[sent.who]
    client.raise_request_exception = False
    with transaction.atomic():
        match sent.way:
            case "form":
                answer = client.post(address, sent.fields)
            case "json":
                answer = client.post(address, sent.fields, content_type="application/json")
            case "query":
                answer = client.get(address, sent.fields)
            case _:
                data = "\x00".join(sent.fields.values()).encode()
                answer = client.put(address, data, content_type="application/json")
        transaction.set_rollback(True)
    assert answer.status_code < 500, (address, sent.fields)
    assert "Set-Cookie: x" not in str(answer.headers)
    assert not str(answer.headers.get("Location", "/")).startswith(("//", "http", "\\"))
