"""Writes about what attacks do to the original code."""

from collections.abc import Iterable

from quintain.attempts.models import Demonstration
from quintain.attempts.submissions.stored import to_json
from quintain.judge.verdict import Check
from quintain.packs.model.lab import Lab


def keep_demonstration(lab: Lab, checks: Iterable[Check]) -> None:
    """Store what the attacks did, in the place of what they did to an earlier state of the lab."""
    values = {"judged": lab.judged, "checks": [to_json(check) for check in checks]}
    Demonstration.objects.update_or_create(lab=lab.uuid, defaults=values)
