"""Secrets that are sent through every door are not in a log of JSON, and neither are learners' programs."""

import io
import json
import logging
from collections.abc import Iterator
from secrets import token_hex
from typing import Final

import pytest
from django.db import DataError, IntegrityError
from django.test import Client, override_settings
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from quintain.accounts.models import Role, User
from quintain.web.logs import JsonFormatter
from tests.people import make_person

pytestmark = pytest.mark.django_db
SECRET: Final = f"s3cret{token_hex(12)}"
PROGRAM: Final = f"import os  # {SECRET}\n\0"
OF_FORMS: Final = (
    "code",
    "password",
    "login",
    "new_password",
    "passcode",
    "name",
    "text",
    "token",
    "state",
    "path",
    "q",
)


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Write the log as a process does whose log is JSON, with all that any logger has to say."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonFormatter("web-1"))
    root, ours = logging.getLogger(), logging.getLogger("quintain")
    before = root.level, ours.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    ours.setLevel(logging.INFO)
    yield stream
    root.removeHandler(handler)
    root.setLevel(before[0])
    ours.setLevel(before[1])


def addresses() -> Iterator[str]:
    """Yield an address of each route that can be made up without knowing what there is."""

    def walk(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
        for each in patterns:
            if isinstance(each, URLResolver):
                yield from walk(each.url_patterns)
            elif "<" not in str(each.pattern):
                yield f"/{each.pattern}"

    yield from dict.fromkeys(walk(get_resolver().url_patterns))
    yield from (f"/labs/shop/{end}" for end in ("files", "exploit", "marks", "submissions", "runs", "files/settled"))


@pytest.mark.usefixtures("course")
def test_no_door_writes_a_secret(written: io.StringIO, page: Client) -> None:
    """As a form, as JSON, in the query, in cookies and headers; of a stranger, and of somebody who is signed in."""
    stranger = Client(raise_request_exception=False)
    page.raise_request_exception = False
    form = dict.fromkeys(OF_FORMS, SECRET)
    headers = {"Authorization": f"Bearer {SECRET}", "X-CSRFToken": SECRET, "Referer": f"http://testserver/#{SECRET}"}
    stranger.cookies["quintain-session"] = SECRET
    asked = 0
    for address in addresses():
        for browser in (stranger, page):
            browser.post(address, form, headers=headers)
            browser.put(address, json.dumps({"text": PROGRAM, "path": "app.py"}), "application/json", headers=headers)
            browser.get(address, {"code": SECRET, "state": SECRET, "ticket": SECRET}, headers=headers)
            asked += 3
    lines = written.getvalue().splitlines()
    assert asked > 200
    assert len(lines) > 50
    assert [line for line in lines if SECRET in line] == []
    assert all(json.loads(line)["process"] == "web-1" for line in lines)


@pytest.mark.parametrize("error", [IntegrityError, DataError])
def test_what_a_database_tells_of_a_row_is_not_written(written: io.StringIO, error: type[Exception]) -> None:
    """PostgreSQL repeats the row that it refuses, with names of people and what a learner has written."""
    try:
        raise error(f"new row violates a constraint\nDETAIL:  Failing row contains (7, import os\n{SECRET}, Ada).")  # noqa: TRY301  the traceback counts
    except error:
        logging.getLogger("quintain.attempts").exception("a save of %s failed", "shop")
    (entry,) = map(json.loads, written.getvalue().splitlines())
    assert SECRET not in str(entry)
    assert "Ada" not in str(entry)
    assert "new row violates" in entry["traceback"]


@override_settings(CLASSROOM=True)
def test_a_password_that_is_typed_as_a_name_is_not_written(written: io.StringIO) -> None:
    """A refused sign-in is told, with the address that it came from."""
    mara: User = make_person("mara", "Mara", Role.AUTHOR)
    for name, password in (("mara", SECRET), (SECRET, "x")):
        Client().post("/sign-in/", {"login": name, "password": password})
    text = written.getvalue()
    assert SECRET not in text
    assert str(mara.pk) in text
