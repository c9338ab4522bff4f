"""What programs read: the class as it is, in pages, and not twice."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from quintain.accounts.models import User
from quintain.api.scopes import Scope
from quintain.attempts.models import Submission, Workspace
from quintain.cohorts.models import Class
from quintain.packs.model.lab import Lab
from quintain.quizzes.models import Answer
from tests.api.conftest import Program
from tests.dashboards.filling import STORIES, fill

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]


def test_a_token_tells_whose_it_is(mara: User, program: Program) -> None:
    """By it, a program finds out whether it has what it needs."""
    said = program(mara, Scope.ROSTER).get("/api/v1/token").json()
    assert said["owner"] == {"id": str(mara.pk), "name": "Mara Lindqvist", "username": "mara"}
    assert said["scopes"] == ["roster:read"]
    assert said["class_id"] is None


def test_the_roster_has_instructors_then_students_by_seat(
    mara: User, a_class: Class, students: list[User], program: Program
) -> None:
    """As the page of the class has them."""
    said = program(mara).get(f"/api/v1/classes/{a_class.pk}/roster").json()
    assert [(each["role"], each["seat"], each["name"]) for each in said["items"]] == [
        ("instructor", None, "Mara Lindqvist"),
        ("student", 1, "Amara Okafor"),
        ("student", 2, "Bjarne Lund"),
        ("student", 3, "Elif Kaya"),
    ]
    assert said["total"] == 4


def test_a_class_counts_its_seats(mara: User, a_class: Class, students: list[User], program: Program) -> None:
    """The class alone is as it is in the list, and has no join code, by which others would come in."""
    client = program(mara)
    alone = client.get(f"/api/v1/classes/{a_class.pk}").json()
    assert client.get("/api/v1/classes").json() == {"items": [alone], "total": 1}
    assert (alone["seats"], alone["seats_taken"]) == (12, 3)
    assert a_class.join_code not in json.dumps(alone)


def test_progress_and_attempts_say_what_came_of_them(
    mara: User, a_class: Class, students: list[User], lab: Lab, program: Program
) -> None:
    """A lab that is proven, one that is not, and each attempt by its number."""
    client = program(mara)
    done = client.get(f"/api/v1/classes/{a_class.pk}/progress").json()["items"]
    assert [(each["lab"], each["phase"], each["attempts"], each["hints"]) for each in done] == [
        (lab.slug, "proven", 2, 0),
        (lab.slug, "fix", 2, 0),
        (lab.slug, "fix", 4, 2),
    ]
    address = f"/api/v1/classes/{a_class.pk}/attempts"
    tried = client.get(address, {"person_id": str(students[0].pk), "lab": lab.slug}).json()
    assert [(each["number"], each["result"], each["attacks_stopped"]) for each in tried["items"]] == [
        (1, "still-open", 3),
        (2, "proven", 6),
    ]
    assert client.get(address).json()["total"] == 8
    assert client.get(address, {"lab": "no-such-lab"}).json() == {"items": [], "total": 0}


def test_a_solution_that_was_seen_is_told_in_progress(
    mara: User, a_class: Class, students: list[User], lab: Lab, program: Program
) -> None:
    """Neither open nor proven: the phase says so."""
    Workspace.objects.filter(user=students[1], lab=lab.uuid).update(solution_seen_at=timezone.now())
    answer = program(mara).get(f"/api/v1/classes/{a_class.pk}/progress")
    assert answer.status_code == 200, answer.content
    seen = {each["person_id"]: each for each in answer.json()["items"]}[str(students[1].pk)]
    assert (seen["phase"], seen["proven_at"]) == ("seen", None)


def test_the_newest_answer_of_a_quiz_counts(mara: User, a_class: Class, students: list[User], program: Program) -> None:
    """Who answered wrongly and then rightly has one answer, a right one."""
    question = "00000000-0000-4000-8000-000000000001"
    for is_right in (False, True):
        Answer.objects.create(user=students[0], question=question, option=0, right=is_right)
    said = program(mara).get(f"/api/v1/classes/{a_class.pk}/results").json()["items"]
    assert [(each["quiz_answers"], each["quiz_right"]) for each in said] == [(1, 1), (0, 0), (0, 0)]
    assert said[0]["entry_right"] is None


def test_code_attacks_and_sentences_never_leave(
    mara: User, a_class: Class, students: list[User], program: Program
) -> None:
    """Whatever a submission holds of them, no answer has it."""
    secret = "a-line-of-somebody's-code"
    Submission.objects.update(
        files={"app.py": secret}, checks=[{"label": secret}], sentence=secret, recognised={"title": secret}
    )
    client = program(mara)
    for part in ("", "/roster", "/progress", "/attempts", "/results"):
        answer = client.get(f"/api/v1/classes/{a_class.pk}{part}")
        assert answer.status_code == 200
        assert secret not in answer.content.decode()


def test_a_list_is_read_page_by_page_by_its_links(
    mara: User, a_class: Class, students: list[User], program: Program
) -> None:
    """The links keep the other parameters, and the last page has no next one."""
    client, address = program(mara), f"/api/v1/classes/{a_class.pk}/attempts?limit=3&person_id={students[2].pk}"
    numbers, pages = [], 0
    while address:
        answer = client.get(address)
        numbers += [each["number"] for each in answer.json()["items"]]
        pages, address = pages + 1, links_of(answer.headers["Link"]).get("next", "")
    assert (numbers, pages) == ([1, 2, 3, 4], 2)
    assert "prev" in links_of(answer.headers["Link"])


def links_of(header: str) -> dict[str, str]:
    """Return the links of a header by their relation."""
    parts = (each.split(">; rel=") for each in header.split(", "))
    return {rel.strip('"'): address.lstrip("<") for address, rel in parts}


def test_what_somebody_has_already_is_not_sent_again(
    mara: User, a_class: Class, students: list[User], program: Program
) -> None:
    """Until it changes; and a token that may not read it does not even learn whether it has changed."""
    client, address = program(mara), f"/api/v1/classes/{a_class.pk}/roster"
    tag = client.get(address).headers["ETag"]
    unchanged = client.get(address, headers={"If-None-Match": f'"other", {tag}'})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert unchanged.headers["Link"]
    refused = program(mara, Scope.PROGRESS).get(address, headers={"If-None-Match": tag})
    assert refused.status_code == 403
    User.objects.filter(pk=students[0].pk).update(display_name="Amara Okafor-Lund")
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200


def test_head_has_the_headers_alone(mara: User, program: Program) -> None:
    """As for every address of HTTP (RFC 9110, 9.3.2)."""
    client = program(mara)
    whole, head = client.get("/api/v1/classes"), client.head("/api/v1/classes")
    assert head.content == b""
    assert head.headers["ETag"] == whole.headers["ETag"]
    assert Client().head("/api/v1/classes").status_code == 401


def test_an_answer_stays_with_who_asked(mara: User, program: Program) -> None:
    """No shared cache keeps it, no other origin reads it, and no cookie comes with it."""
    answer = program(mara).get("/api/v1/classes", headers={"Origin": "https://elsewhere.example"})
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "Authorization" in answer.headers["Vary"]
    assert not [name for name in answer.headers if name.startswith("Access-Control")]
    assert not answer.cookies


@pytest.mark.parametrize("part", ["/roster", "/progress", "/attempts", "/results", ""])
def test_a_fuller_class_takes_no_more_queries(
    part: str, a_class: Class, students: list[User], program: Program, lab: Lab
) -> None:
    """Five students are read in as many queries as three."""
    client, address = program(User.objects.get(username="mara")), f"/api/v1/classes/{a_class.pk}{part}"
    client.get("/api/v1/token")  # which notes the first use of the token
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        counts.append(len(queries))
        fill(a_class, lab, STORIES[5:7])
    assert counts[0] == counts[1]
