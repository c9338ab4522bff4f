"""Pages on which attempts are judged again, and the table of what came of it."""

import csv
import io

import pytest
from django.test import Client
from django.urls import reverse

from quintain.accounts.models import AuditEntry, User
from quintain.cohorts.models import Class
from quintain.packs.model.lab import Lab
from quintain.rejudging.models import Item, Run
from tests.dashboards.conftest import SignIn
from tests.dashboards.filling import make_class, make_instructor
from tests.rejudging.conftest import Attempt

pytestmark = pytest.mark.django_db


def test_an_instructor_begins_a_run_and_reads_what_has_changed(
    attempt: Attempt, a_class: Class, page_of_mara: Client, lab: Lab
) -> None:
    """With links to the attempts; the log tells who asked for it."""
    weak = attempt("Bo", "weak")
    attempt("Ada", "good")
    url = f"/classes/{a_class.pk}/rejudging/"
    assert f'href="{url}"' in page_of_mara.get(reverse("class-more", args=[a_class.pk])).text
    page = page_of_mara.get(url).text
    assert "Nothing was judged again yet." in page
    assert "certificates stay valid" in page
    done = page_of_mara.post(url, {"lab": "*changed", "which": "proven"}, follow=True)
    run = Run.objects.get()
    assert done.redirect_chain == [(f"{url}{run.pk}/", 302)]
    for each in ("still open", "UNION reads another table", "Bo", "finished"):
        assert each in done.text
    assert f"/classes/{a_class.pk}/students/{weak.workspace.user_id}/labs/{lab.slug}/attempts/1/" in done.text
    assert 'value="stop"' not in done.text
    entry = AuditEntry.objects.get(action="rejudge")
    assert (entry.in_class, entry.details) == (a_class.pk, {"lab": lab.slug, "attempts": 2})
    assert "1 of 2" not in page_of_mara.get(url).text


def test_a_run_is_stopped_and_goes_on(attempt: Attempt, a_class: Class, page_of_mara: Client, lab: Lab) -> None:
    """By a button each; other acts are refused."""
    last = attempt("Ada", "good")
    run = Run.objects.create(in_class=a_class, lab=lab.uuid, total=1, last_sequence=last.sequence, server=last.pk)
    url = f"/classes/{a_class.pk}/rejudging/{run.pk}/"
    page = page_of_mara.get(url)
    assert "<progress" in page.text
    stopped = page_of_mara.post(url, {"act": "stop"}, follow=True).text
    assert "stopped after 0 of 1" in stopped
    assert page_of_mara.post(url, {"act": "stop"}).status_code == 409
    assert page_of_mara.post(url, {"act": "erase"}).status_code == 400
    assert "finished" in page_of_mara.post(url, {"act": "go-on"}, follow=True).text
    assert Item.objects.filter(run=run).count() == 1


def test_a_run_is_seen_where_it_belongs(
    attempt: Attempt, a_class: Class, lab: Lab, operator: User, sign_in: SignIn
) -> None:
    """Not in another class, not by its instructor, and all of the server by operators alone."""
    last = attempt("Ada", "weak")
    otto = make_instructor("otto", "Otto")
    other = make_class(otto, title="Another")
    own = Run.objects.create(in_class=a_class, lab=lab.uuid, total=1, last_sequence=last.sequence)
    of_all = Run.objects.create(lab=lab.uuid, total=1, last_sequence=last.sequence)
    student, stranger, olga = sign_in(last.workspace.user), sign_in(otto), sign_in(operator)
    for client in (student, stranger):
        for url in (f"/classes/{a_class.pk}/rejudging/", f"/classes/{a_class.pk}/rejudging/{own.pk}/"):
            assert client.get(url).status_code == client.post(url, {"lab": "shop"}).status_code == 404
        assert client.get(f"/rejudging/{of_all.pk}/attempts.csv").status_code == 403
        assert client.post("/rejudging/", {"lab": "*every"}).status_code == 403
    assert stranger.get(f"/classes/{other.pk}/rejudging/{own.pk}/").status_code == 404
    assert a_class.title in olga.get(f"/rejudging/{own.pk}/").text
    assert olga.get(f"/classes/{a_class.pk}/rejudging/{of_all.pk}/").status_code == 404
    assert "everybody on this server" in olga.get("/rejudging/").text
    assert 'href="/rejudging/"' in olga.get("/classes/").text
    assert Run.objects.count() == 2


def test_a_form_without_a_lab_is_refused(attempt: Attempt, a_class: Class, page_of_mara: Client) -> None:
    """With a page that says what to do."""
    attempt("Ada", "good")
    for lab in ("", "none", "../shop"):
        assert page_of_mara.post(f"/classes/{a_class.pk}/rejudging/", {"lab": lab}).status_code == 422
    page_of_mara.post(f"/classes/{a_class.pk}/rejudging/", {"lab": "shop"})
    assert Run.objects.count() == 1


def test_a_table_has_all_attempts_and_no_formula(attempt: Attempt, a_class: Class, page_of_mara: Client) -> None:
    """In the order in which they were handed in; the log tells who took it."""
    attempt('=HYPERLINK("x")', "weak")
    attempt("Ada", "good")
    page_of_mara.post(f"/classes/{a_class.pk}/rejudging/", {"lab": "shop"})
    run = Run.objects.get()
    answer = page_of_mara.get(f"/classes/{a_class.pk}/rejudging/{run.pk}/attempts.csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert [row["change"] for row in rows] == ["held-to-broken", "same"]
    assert rows[0]["name"].startswith("'=")
    assert rows[0]["checks_that_changed"] == "exploits/union: repelled > landed"
    assert rows[0]["lab_digest_before"] == "lab-before"
    assert AuditEntry.objects.filter(action="export-results").count() == 1
