"""The operator's page of the judge's jobs."""

import pytest
from django.test import Client

from quintain.accounts.models import Role, User
from quintain.attempts import actions, tasks
from quintain.attempts.models import Kind
from quintain.packs.model.lab import Lab
from tests.people import make_person
from tests.server.jobs.workers import rows

pytestmark = [
    pytest.mark.sample(most=1, of="file"),
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("no_jobs"),
]


def test_an_operator_reads_whose_job_was_given_up(client: Client, learner: User, lab: Lab) -> None:
    """And finds the page by a link among the classes."""
    learner.display_name = "<b>Zoë</b>"
    learner.save()
    tasks.hand_over(lambda: actions.submit(learner, lab, Kind.VERDICT))
    rows("UPDATE procrastinate_jobs SET status = 'failed', attempts = 5")
    tasks.demonstrate_lab.enqueue(lab=str(lab.uuid), judged="x", student="the original code")
    rows("UPDATE procrastinate_jobs SET status = 'failed', attempts = 1 WHERE status = 'todo'")
    operator = make_person("operator", "Operator", Role.OPERATOR)
    client.force_login(operator, backend="quintain.accounts.backends.PersonBackend")
    page = client.get("/judge/").content.decode()
    for words in ("0 judges take jobs", "Submission", "&lt;b&gt;Zoë&lt;/b&gt;", "5 times", "1 time<", "original code"):
        assert words in page, words
    assert 'href="/judge/"' in client.get("/classes/").content.decode()


def test_nobody_else_reads_it(client: Client, learner: User) -> None:
    """It names people."""
    client.force_login(learner, backend="quintain.accounts.backends.PersonBackend")
    assert client.get("/judge/").status_code == 403
