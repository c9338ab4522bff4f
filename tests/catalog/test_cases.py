"""Case studies as pages."""

from dataclasses import replace

import pytest
from django.test import Client

from quintain.catalog import pack_store
from quintain.packs.model.lab import Status
from quintain.packs.model.pack import Pack

pytestmark = pytest.mark.django_db


def test_a_case_shows_its_timeline_with_the_time_that_passed(page: Client) -> None:
    """Each day is named once, times carry their zone, and between two rows stands how long it took."""
    moments = page.get("/cases/one-pattern/").context["page"].moments
    assert [(moment.day, moment.time, moment.gap, moment.span) for moment in moments] == [
        ("1 May 2019", "", "", 0),
        ("2 July 2019", "13:42 UTC", "2 months later", 3),
        ("", "14:09 UTC", "27 minutes later", 0),
        ("", "16:10 UTC", "2 hours later", 1),
        ("12 July 2019", "", "10 days later", 2),
        ("12 July 2022", "", "3 years later", 4),
    ]
    assert "&lt;b&gt;goes" in moments[0].what


def test_a_case_shows_blocks_sources_and_topics(page: Client) -> None:
    """It reads as a lesson does, and leads back to where it is taught."""
    answer = page.get("/cases/one-pattern/")
    shown = answer.context["page"]
    assert "<details><summary>Show the answer</summary>" in answer.content.decode(), "the code there is closed"
    assert [block.kind for block in shown.blocks] == ["prose", "code"]
    assert [heading.id for heading in shown.headings] == ["what-happened"]
    assert [(topic.id, topic.written) for topic in shown.topics] == [("injection", True), ("later", False)]
    assert [(case.title, case.here) for case in shown.cases] == [("One pattern", True)]


@pytest.mark.parametrize("address", ["/", "/topics/injection/", "/topics/later/"])
def test_cases_are_listed_where_they_belong(page: Client, address: str) -> None:
    """On the course's first page and on those of its topics, written or not."""
    assert 'href="/cases/one-pattern/"' in page.get(address).content.decode()


def test_other_topics_do_not_list_it(page: Client) -> None:
    """A topic shows its own cases alone."""
    assert "/cases/" not in page.get("/topics/basics/").content.decode()


def test_a_draft_is_not_shown(page: Client, course: Pack) -> None:
    """Neither its page nor a link to it."""
    pack_store.put(replace(course, cases={"one-pattern": replace(course.cases["one-pattern"], status=Status.DRAFT)}))
    assert page.get("/cases/one-pattern/").status_code == 404
    assert "/cases/" not in page.get("/").content.decode()


def test_a_case_that_there_is_not_names_the_nearest(page: Client) -> None:
    """A mistyped address is no dead end."""
    answer = page.get("/cases/one-patern/")
    assert answer.status_code == 404
    assert 'href="/cases/one-pattern/"' in answer.content.decode()


def test_cases_are_for_those_who_are_signed_in(course: Pack, client: Client) -> None:
    """A stranger sees nothing of the course, and nobody writes to it here."""
    assert client.get("/cases/one-pattern/").status_code == 302
