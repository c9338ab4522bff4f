"""The judge: a lab and a submission go in, a verdict with its evidence comes out."""

import logging
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from quintain.judge.errors import SubmissionRefused
from quintain.judge.grading.box_runner import Resources
from quintain.judge.grading.box_scheduler import BACKGROUND, BoxScheduler
from quintain.judge.grading.demonstrations import demonstrate
from quintain.judge.grading.exploits import try_exploit
from quintain.judge.grading.grader import grade
from quintain.judge.grading.judge_box import worker_spec
from quintain.judge.grading.options import GradingOptions
from quintain.judge.grading.recognition import marks_of, recognise
from quintain.judge.grading.searching import SearchListener, search
from quintain.judge.grading.session import open_session
from quintain.judge.grading.submission import accept, accept_exploit
from quintain.judge.grading.variants import Choose, Played, play, record
from quintain.judge.interactive.app_preview import AppPreview, open_preview
from quintain.judge.interactive.terminals import Terminal, open_terminal, programs_of
from quintain.judge.protocol.wire import Watch
from quintain.judge.stopping import StopSwitch
from quintain.judge.suspect.box import Recording
from quintain.judge.verdict import Check, ExploitRun, Listener, Outcome, SearchResult, Verdict
from quintain.packs.model.lab import Lab
from quintain.sandbox import Runtime, RuntimeNotBuilt, RuntimeSpec, Sandbox

log = logging.getLogger(__name__)

HARNESS: Final = Path(__file__).with_name("harness")
BOXES: Final = 2
BOX_SECONDS: Final = 240.0
SEARCH_SECONDS: Final = 20.0
DEFAULTS: Final = GradingOptions()


class Judge:
    """Tries submissions. One object serves a whole process and all of its threads."""

    def __init__(
        self, sandbox: Sandbox, *, boxes: int = BOXES, long_running: int = 0, box_seconds: float = BOX_SECONDS
    ) -> None:
        """Make a judge.

        Args:
            sandbox: where suspects run.
            boxes: how many boxes may be open at once, over all verdicts of this judge.
            long_running: how many that have run long may be open beside them, so that a program that hangs keeps nobody
                waiting. So many verdicts more than ``boxes`` are worth asking for at once: see ``verdicts``.
            box_seconds: how long all boxes of one verdict may live, added up; what has not run by then is left out,
                and the verdict is an error unless it is decided already.

        """
        self.verdicts = boxes + long_running
        self._sandbox = sandbox
        self._worker_runtime: Runtime | None = None
        self._resources = Resources(
            sandbox, self.worker_runtime, self.runtime, BoxScheduler(boxes, long_running), boxes, box_seconds
        )

    def grade(
        self,
        lab: Lab,
        files: Mapping[str, str],
        options: GradingOptions = DEFAULTS,
        *,
        listener: Listener | None = None,
    ) -> Verdict:
        """Judge a submission by everything that the lab has.

        Args:
            lab: the lab.
            files: the learner's text by path; only editable files, and those left out are the starter's.
            options: how the verdict is reached.
            listener: told of every check as it starts and ends, from any thread but never two at once.

        Returns:
            The verdict. A failure of ours, or of the lab, is a verdict of `Result.ERROR` with its fault.

        Raises:
            SubmissionRefused: ``files`` is no submission to this lab.

        """
        accepted = accept(lab, files)
        verdict = grade(self._resources, lab, accepted, options, listener)
        if options.known_fix is not None or accepted == accept(lab, {}):
            return verdict  # the starter is no fix, known or unknown
        return replace(verdict, recognised=recognise(lab, verdict.result, marks_of(verdict.checks), accepted))

    def run_tests(
        self,
        lab: Lab,
        files: Mapping[str, str],
        options: GradingOptions = DEFAULTS,
        *,
        listener: Listener | None = None,
    ) -> Verdict:
        """Let the tests alone try a submission, for a learner who is still at work.

        Returns:
            As `grade`; `Result.PROVEN` says here that every test passes, and nothing about attacks.

        Raises:
            SubmissionRefused: ``files`` is no submission to this lab.

        """
        return grade(self._resources, lab, accept(lab, files), replace(options, attacks=False), listener)

    def record(self, lab: Lab, *, seed: int | None = None) -> Recording:
        """Write down what the starter answers to every test, for a replay."""
        options = GradingOptions(seed=seed, attacks=False)
        with open_session(self._resources, lab, accept(lab, {}), options) as session:
            return record(session)

    def play(
        self, lab: Lab, files: Mapping[str, str], choose: Choose = lambda _run: True, *, seed: int | None = None
    ) -> tuple[Played, ...]:
        """Let every test and every variant of the attacks try a submission, for authors.

        Args:
            lab: the lab.
            files: a submission; empty for the original program.
            choose: which runs are played.
            seed: as in `GradingOptions`.

        Returns:
            What each has found and asked, in the order in which readers see them.

        Raises:
            JudgeFault, AuthorMistake, SandboxError: nothing could be played at all.
            SubmissionRefused: ``files`` is no submission to this lab.

        """
        options = GradingOptions(seed=seed, reveal_hidden=True)
        with open_session(self._resources, lab, accept(lab, files), options) as session:
            return tuple(play(session, choose))

    def demonstrate(self, lab: Lab, *, user: str) -> tuple[Check, ...]:
        """Let the attacks that learners may see try the original program, to show beside what they do to a fix.

        Args:
            lab: the lab.
            user: as in `GradingOptions`.

        Returns:
            One check for each variant, with its evidence; what failed of ours is left out, and what is hidden is not
            even played.

        Raises:
            JudgeFault, AuthorMistake, SandboxError: nothing could be played at all.

        """
        with open_session(self._resources, lab, accept(lab, {}), GradingOptions(user=user)) as session:
            checks = demonstrate(session)
        return tuple(check for check in checks if check.outcome in {Outcome.LANDED, Outcome.REPELLED})

    def run_exploit(
        self,
        lab: Lab,
        files: Mapping[str, str],
        exploit: str,
        *,
        seed: int | None = None,
        user: str = "",
        stop: StopSwitch | None = None,
    ) -> ExploitRun:
        """Let a learner's exploit try the original program, or a fix.

        Args:
            lab: the lab; it must have a phase *break*.
            files: a submission; empty for the original program.
            exploit: the learner's ``exploit.py``, no longer than any other file of a submission.
            seed: as in `GradingOptions`.
            user: as in `GradingOptions`.
            stop: ends the run from another thread.

        Returns:
            What came of it. It has succeeded if the goal was reached: a canary of this very run is in what the exploit
            printed, or the program has stopped answering.

        Raises:
            SubmissionRefused: ``files`` is no submission, the exploit is too long or no text, or the lab has no such
                phase.

        """
        if lab.break_ is None:
            raise SubmissionRefused("This lab has no phase in which it is broken.")
        source = accept_exploit(exploit)
        options = GradingOptions(seed=seed, user=user, attacks=False)
        return try_exploit(self._resources, lab, accept(lab, files), options, exploit=source, stop=stop or StopSwitch())

    def search(
        self,
        lab: Lab,
        files: Mapping[str, str],
        *,
        seed: int | None = None,
        first_round: int = 0,
        cpu_seconds: float = SEARCH_SECONDS,
        user: str = BACKGROUND,
        stop: StopSwitch | None = None,
        listener: SearchListener = lambda _result: None,
    ) -> SearchResult:
        """Search for a sequence of calls after which a submission differs from all sound fixes of the lab.

        It takes one place of the judge's, and gives it back after each sequence of calls.

        Args:
            lab: the lab; it must have a ``model.py``.
            files: a submission.
            seed: draws the same sequences as a search before; None draws a new one.
            first_round: where to go on: `SearchResult.rounds` of the slice before.
            cpu_seconds: of all sandboxes of this slice. To shorten what was found, and to play it again, takes more.
            user: as in `GradingOptions`; a name that begins with `BACKGROUND` lets all others go first.
            stop: ends the search from another thread.
            listener: told after each sequence how far the search has come, from this thread.

        Returns:
            What came of it, and where to go on. A failure of ours, or of the lab, is its ``fault``; then nothing was
            found.

        Raises:
            SubmissionRefused: ``files`` is no submission, or the lab has no model, or no other sound fix.

        """
        return search(
            self._resources,
            lab,
            accept(lab, files),
            seed=seed,
            first_round=first_round,
            cpu_seconds=cpu_seconds,
            user=user,
            stop=stop or StopSwitch(),
            listener=listener,
        )

    def open_preview(self, lab: Lab, files: Mapping[str, str], *, watch: Watch = lambda: None) -> AppPreview:
        """Start a learner's web app for the learner to visit. How many run at once is the caller's to bound.

        Args:
            lab: a lab of the profile ``http``.
            files: a submission.
            watch: called many times a second while the program starts; what it raises ends that.

        Raises:
            SubmissionRefused: the lab has no web app, or ``files`` is no submission to it.
            SuspectFault: the program does not start; the message says why.
            JudgeFault: there is no box, or no package of the lab, or the box could not be furnished.

        """
        return open_preview(self._sandbox, partial(self.runtime, lab), lab, files, watch)

    def open_terminal(self, lab: Lab, files: Mapping[str, str]) -> Terminal:
        """Open a terminal with a copy of the lab's files for a learner. How many are open is the caller's to bound.

        Args:
            lab: the lab.
            files: a submission.

        Raises:
            SubmissionRefused: ``files`` is no submission to the lab.
            JudgeFault: there is no box, or no package of the lab, or it could not be furnished.

        """
        spec = RuntimeSpec(lab.lock, programs_of(lab), HARNESS)
        return open_terminal(self._sandbox, partial(self._sandbox.runtime, spec), lab, files)

    def make_ready(self, labs: Iterable[Lab]) -> None:
        """Make what boxes of labs see, and let warm boxes lie ready for the judge itself and for most of the labs.

        Warm boxes for the other labs come with the first check of each. A runtime that could not be made is written to
        the log; the verdict that needs it says so, too.

        Raises:
            SandboxUnavailable: this machine cannot hold a box.

        """
        self._sandbox.make_ready(self.worker_runtime())
        kinds = Counter(self._spec(lab) for lab in labs).most_common()
        for number, (kind, _) in enumerate(kinds):
            try:
                runtime = self._sandbox.runtime(kind)
            except RuntimeNotBuilt as error:
                log.warning("%s %s", error.sentence, error.remedy)
                continue
            if number == 0:
                self._sandbox.make_ready(runtime)

    def served_seconds(self, user: str) -> float:
        """Say how long boxes have run for a user lately, so that a queue of submissions can give the same turns."""
        return self._resources.scheduler.served_seconds(user)

    def worker_runtime(self) -> Runtime:
        """Make, or find, what the judge's own boxes see, in which tests and attacks run.

        Raises:
            RuntimeNotBuilt: something that Quintain itself needs could not be obtained.

        """
        if self._worker_runtime is None:
            self._worker_runtime = self._sandbox.runtime(worker_spec())
        return self._worker_runtime

    def runtime(self, lab: Lab) -> Runtime:
        """Make, or find, what the boxes of a lab see.

        Raises:
            RuntimeNotBuilt: a package or program of the lab could not be obtained.

        """
        return self._sandbox.runtime(self._spec(lab))

    def _spec(self, lab: Lab) -> RuntimeSpec:
        return RuntimeSpec(lab.lock, lab.run.programs, HARNESS)
