"""What an earlier version stored is read by the names that the code has now."""

from uuid import uuid4

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from quintain.accounts.models import User
from quintain.attempts.models import Demonstration, Submission

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE = [("attempts", "0008_check")]
CHECKS = [{"id": "exploits/quote", "held_out": False}, {"id": "exploits/other", "held_out": True}]


def test_checks_of_the_version_before_say_which_attacks_are_hidden(learner: User) -> None:
    """In verdicts and in what attacks do to the original code; numbers of stopped attacks stay, and all can go back."""
    executor = MigrationExecutor(connection)
    leaves = executor.loader.graph.leaf_nodes()
    executor.migrate(BEFORE)
    try:
        apps = executor.loader.project_state(BEFORE).apps
        workspace = apps.get_model("attempts", "Workspace").objects.create(id=uuid4(), user_id=learner.pk, lab=uuid4())
        facts = {"kind": "verdict", "state": "finished", "files": {}, "attacks": 2}
        submission = apps.get_model("attempts", "Submission")
        for sequence, checks in enumerate((CHECKS, []), 1):
            submission.objects.create(
                id=uuid4(), workspace=workspace, sequence=sequence, checks=checks, stopped=sequence, **facts
            )
        apps.get_model("attempts", "Demonstration").objects.create(lab=uuid4(), judged="0", checks=CHECKS)
    finally:
        MigrationExecutor(connection).migrate(leaves)
    renamed = [{"id": "exploits/quote", "hidden": False}, {"id": "exploits/other", "hidden": True}]
    stored = Submission.objects.order_by("sequence").values_list("checks", "attacks_stopped")
    assert list(stored) == [(renamed, 1), ([], 2)]
    assert Demonstration.objects.get().checks == renamed
    MigrationExecutor(connection).migrate(BEFORE)
    try:
        assert submission.objects.order_by("sequence")[0].checks == CHECKS
    finally:
        MigrationExecutor(connection).migrate(leaves)
