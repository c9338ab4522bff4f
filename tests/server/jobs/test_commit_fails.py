"""The database takes a submission and its job, and refuses them when the transaction ends."""

from collections.abc import Iterator

import pytest
from django.test import Client

from quintain.accounts.models import User
from quintain.attempts import actions
from quintain.attempts.models import Kind, Submission
from quintain.packs.model.lab import Lab
from tests.attempts.handing_in import save_file
from tests.server.jobs.workers import jobs, rows

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("no_jobs")]


@pytest.fixture
def refusal_at_commit(transactional_db: None) -> Iterator[None]:
    """Have every commit refused that stores a job, by a constraint that is checked at its end."""
    rows("""
        CREATE FUNCTION refuse_at_commit() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE foreign_key_violation USING MESSAGE = 'refused at the end'; END $$;
        CREATE CONSTRAINT TRIGGER refused_at_commit AFTER INSERT ON procrastinate_jobs
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_at_commit();
    """)
    yield
    allow_commits()


def allow_commits() -> None:
    """Refuse no more."""
    rows("DROP FUNCTION IF EXISTS refuse_at_commit CASCADE")


def test_a_commit_that_fails_leaves_neither_submission_nor_job(
    refusal_at_commit: None, learner: User, lab: Lab
) -> None:
    """The student is told that it was not taken, keeps the saved text, and submits again."""
    save_file(learner, lab, "shop.py", "proven", actions.workspace_of(learner, lab).revision)
    browser = Client(raise_request_exception=False)
    browser.force_login(learner, backend="quintain.accounts.backends.PersonBackend")
    address, body = f"/labs/{lab.slug}/submissions", {"kind": Kind.VERDICT.value}
    told = browser.post(address, body, content_type="application/json")
    assert told.status_code == 500, told.content
    assert told.json()["error"] == "The server failed, not you. What was saved is safe."
    assert (jobs(), Submission.objects.count()) == ([], 0)
    allow_commits()
    again = browser.post(address, body, content_type="application/json")
    assert (again.status_code, again.json()["state"]) == (201, "waiting"), again.content
    submission = Submission.objects.get()
    assert (submission.number, submission.files) == (1, {"shop.py": "proven"})
    assert jobs() == [("todo", 0)]
