"""The judge as this room sees it; the settings name who makes one."""

import logging
import threading
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string

from quintain.judge.grading.options import GradingOptions
from quintain.judge.stopping import StopSwitch
from quintain.judge.verdict import Check, ExploitRun, Listener, SearchResult, Verdict
from quintain.packs.model.lab import Lab

log = logging.getLogger(__name__)


class Judge(Protocol):
    """Tries files against a lab."""

    def grade(
        self, lab: Lab, files: Mapping[str, str], options: GradingOptions, *, listener: Listener | None
    ) -> Verdict:
        """Play every test and every attack."""

    def run_tests(
        self, lab: Lab, files: Mapping[str, str], options: GradingOptions, *, listener: Listener | None
    ) -> Verdict:
        """Play the tests alone."""

    def run_exploit(
        self,
        lab: Lab,
        files: Mapping[str, str],
        exploit: str,
        *,
        seed: int | None,
        user: str,
        stop: StopSwitch,
    ) -> ExploitRun:
        """Let an exploit try the original program, or a fix, until ``stop`` ends it."""

    def demonstrate(self, lab: Lab, *, user: str) -> Sequence[Check]:
        """Let the attacks that may be seen try the original program."""

    def search(
        self,
        lab: Lab,
        files: Mapping[str, str],
        *,
        seed: int | None,
        first_round: int,
        cpu_seconds: float,
        user: str,
        stop: StopSwitch,
    ) -> SearchResult:
        """Search for a sequence of calls after which the files differ from all sound fixes, for a while."""

    def make_ready(self, labs: Iterable[Lab]) -> None:
        """Make what boxes of the labs need before anybody waits for it."""

    def served_seconds(self, user: str) -> float:
        """Say how much was done for a user lately."""


_judges: dict[str, Judge] = {}
_making = threading.Lock()


def current_judge() -> Judge:
    """Return the server's judge, made at its first job so that pages do not wait for it."""
    maker: str = settings.JUDGE
    with _making:
        if maker not in _judges:
            _judges[maker] = cast("Judge", import_string(maker)())
        return _judges[maker]


def served_seconds(user: str) -> float:
    """Say how much the judge has done for a user lately; it has done nothing before its first job makes it."""
    judge = _judges.get(settings.JUDGE)
    return judge.served_seconds(user) if judge else 0.0


def warm_up(labs: Iterable[Lab]) -> None:
    """Make what boxes need before anybody waits for one; what fails here will be told by a verdict."""
    try:
        current_judge().make_ready(labs)
    except Exception:
        log.exception("the judge could not be warmed up")
