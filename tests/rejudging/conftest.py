"""A class whose students have attempts, and a lab that has changed since."""

from collections.abc import Callable

import pytest
from django.utils import timezone
from pytest_django import Settings

from quintain.attempts.actions import workspace_of
from quintain.attempts.models import Kind, State, Submission, SubmissionCounter, Workspace
from quintain.attempts.submissions.stored import to_json
from quintain.cohorts import actions as cohorts
from quintain.cohorts.models import Class
from quintain.packs.model.lab import Lab
from tests.classroom import OTHER, TEST, UNION
from tests.dashboards.conftest import a_class, mara, operator, page_of_mara, sign_in
from tests.rejudging import judges

__all__ = ["a_class", "mara", "operator", "page_of_mara", "sign_in"]

type Attempt = Callable[..., Submission]


@pytest.fixture(autouse=True)
def _changed(settings: Settings, course: object) -> None:
    settings.JUDGE = "tests.rejudging.judges.make_changed"
    judges.SEEN.clear()


@pytest.fixture
def attempt(lab: Lab, a_class: Class) -> Attempt:
    """Return what stores an attempt of a new student of the class, as it was judged before the lab changed."""

    def made(name: str, text: str, result: str = "proven", *, in_class: Class | None = None) -> Submission:
        person = cohorts.join((in_class or a_class).join_code, name).person
        workspace = workspace_of(person, lab)
        if result == "proven":
            Workspace.objects.filter(pk=workspace.pk).update(proven_at=timezone.now())
        return Submission.objects.create(
            workspace=workspace,
            sequence=SubmissionCounter.objects.create().pk,
            kind=Kind.VERDICT,
            number=1,
            state=State.FINISHED,
            result=result,
            sentence="As before.",
            files={"shop.py": text},
            checks=[to_json(check) for check in (TEST, UNION, OTHER)],
            attacks=2,
            attacks_stopped=2,
            seed=42,
            pack_digest="pack-before",
            lab_digest="lab-before",
            finished_at=timezone.now(),
        )

    return made
