"""Scores for a learning platform are sent by workers anywhere, and wait for a platform that is away."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from quintain.cohorts import actions as cohorts
from quintain.lti import tasks
from quintain.lti.models import Context, Grade, GradeState, Identity, Platform
from quintain.packs.model.lab import Lab
from quintain.packs.model.pack import Pack
from tests.lti.platforms import running_platform
from tests.server.jobs.workers import Workers, jobs, wait_until

pytestmark = [
    pytest.mark.sample(most=1, of="file"),
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("no_jobs"),
]


def test_a_score_arrives_once_the_platform_is_back(
    workers: Workers, course: Pack, lab: Lab, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One job at a time for each platform, which a worker does; what fails is due again after a pause."""
    monkeypatch.setenv("QUINTAIN_LTI_PRIVATE", "1")
    settings.LTI_PRIVATE = True
    facts = cohorts.NewClass("Ours", course.id, date(2027, 5, 3), date(2027, 5, 5), "UTC", 2)
    a_class = cohorts.make_class(facts, by=None)
    person = cohorts.join(a_class.join_code, "Elif").person
    with running_platform() as stub:
        deployment = stub.connect().deployments.get()
        Context.objects.create(deployment=deployment, identifier="1", in_class=a_class)
        identity = Identity.objects.create(person=person, issuer=stub.issuer, subject="elif-7")
        line_item = f"{stub.issuer}/lineitems/1/lineitem?type_id=2"
        Grade.objects.create(identity=identity, deployment=deployment, lab=lab.uuid, line_item=line_item)
        stub.score_status = 503
        assert tasks.queue_due() == 1
        assert tasks.queue_due() == 0
        assert len(jobs()) == 1
        workers.start()
        wait_until(
            lambda: Grade.objects.get().tries == 1 and Platform.objects.get().sending_until is None, "it was tried"
        )
        assert Grade.objects.get().state == GradeState.WAITING
        assert tasks.queue_due() == 0
        stub.score_status = 200
        Grade.objects.update(due_at=timezone.now() - timedelta(seconds=1))
        assert tasks.queue_due() == 1
        wait_until(lambda: Grade.objects.get().state == GradeState.SENT, "it was sent")
        assert [path for path, _ in stub.scores] == ["/lineitems/1/lineitem/scores?type_id=2"]
        wait_until(lambda: jobs() == [], "the jobs are done")
