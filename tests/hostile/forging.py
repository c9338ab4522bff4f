"""The forgery kit: small programs that stand before, around or in place of any lab's starter and must prove nothing.

``kit/first/`` runs before the starter, ``kit/alone/`` in its place, ``kit/around/`` holds a function ``around`` through
which every question to the starter goes. Each file says in its docstring what it tries, for which ``profiles`` (all, if
it does not say), which ``verdicts`` it may get (any but a proof or an error), and how many ``attacks`` a lab must have
for it (none, if it does not say): a forgery that guesses which sandboxes are attacks succeeds by chance where there are
few.

    python -m tests.hostile.forging [LAB …]     applies all of it to live labs, and prints a table
"""

import ast
import re
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Final

from quintain.cli.check import LONG_RUNNING
from quintain.judge.grading.options import GradingOptions
from quintain.judge.judge import Judge
from quintain.judge.verdict import Result, Verdict
from quintain.packs.model.lab import Lab, Profile, Status
from quintain.sandbox import Sandbox
from tests.courses import whole_course

KIT: Final = Path(__file__).with_name("kit")
PACK: Final = Path(__file__).resolve().parents[2] / "content" / "python-security"
WALL_SECONDS: Final = 2.0  # what hangs costs every check its whole time, and honest answers come in a tenth of it
CPU_SECONDS: Final = 1.5
HARMLESS: Final = frozenset({Result.BROKEN, Result.STILL_OPEN})
PROFILES: Final = tuple(Profile)
UNWATCHABLE: Final = {"judge.E013", "judge.E015"}  # a program that the judge cannot follow or hear: no verdict at all
ADAPTERS: Final[Mapping[Profile, str]] = {
    Profile.HTTP: "around_http",
    Profile.COMMAND: "around_command",
    Profile.PACKAGE: "around_command",
}


@dataclass(frozen=True, slots=True)
class Forgery:
    """One file of the kit."""

    path: Path

    @property
    def name(self) -> str:
        """Place and name."""
        return f"{self.path.parent.name}/{self.path.stem}"

    @property
    def profiles(self) -> tuple[Profile, ...]:
        """For which profiles it can be written."""
        return tuple(map(Profile, self._fact("profiles").split())) or PROFILES

    @property
    def verdicts(self) -> frozenset[Result]:
        """What it may get."""
        return frozenset(map(Result, self._fact("verdicts").split(", "))) if self._fact("verdicts") else HARMLESS

    @property
    def attacks(self) -> int:
        """How many attacks a lab must have."""
        return int(self._fact("attacks") or 0)

    @property
    def is_honest(self) -> bool:
        """Whether it only shows that the starter's own verdict comes through."""
        return self.path.stem == "plain_honesty"

    def files(self, lab: Lab) -> dict[str, str]:
        """Write the submission."""
        path = entry(lab)
        target = lab.run.target.partition(":")[2]
        text = self.path.read_text().replace("LAB_FILES", repr(sorted(lab.starter)))
        if target:
            text = text.replace("TARGET", target)
        match self.path.parent.name:
            case "first":
                told = ast.get_docstring(ast.parse(lab.starter[path]), clean=False)  # programs print it as their help
                return {path: f"{helper('channel')}{text}\n\n__doc__ = {told!r}\n{lab.starter[path]}"}
            case "alone":
                return {path: text}
            case _:
                return {path: self._around(lab, path, text, target)}

    def _around(self, lab: Lab, path: str, text: str, target: str) -> str:
        name = ADAPTERS.get(lab.run.profile, "around_function")
        if not is_entry(lab, path):  # what the judge starts is a file that nobody can edit
            name = "around_framework" if lab.run.profile is Profile.HTTP else "around_function"
        adapter = helper(name).replace("TARGET", target)
        if name == "around_command":
            return f"{helper('channel')}STARTER = {lab.starter[path]!r}\n{adapter}{text}\n\n_surround(set())\n"
        before, behind = "_theirs = set(globals())\n", "_surround(_theirs)\n"
        return f"{lab.starter[path]}\n\n{before}{helper('channel')}{adapter}{text}\n\n{behind}"

    def _fact(self, name: str) -> str:
        told = ast.get_docstring(ast.parse(self.path.read_text())) or ""
        found = re.search(rf"^{name}: (.+)$", told, re.MULTILINE)
        return found[1] if found else ""


def helper(name: str) -> str:
    """Read a text that several forgeries share."""
    return (KIT / "helpers" / f"{name}.py").read_text()


def entry(lab: Lab) -> str:
    """Name the editable file that runs first."""
    module = lab.run.target.partition(":")[0].removesuffix(".py")
    files = (f"{module}.py", f"{module}/__init__.py")
    modules = [path for path in lab.run.editable if path.endswith(".py")]
    return next((path for path in files if path in lab.run.editable), [*modules, *lab.run.editable][0])


def is_entry(lab: Lab, path: str) -> bool:
    """Whether a file is the module that the judge starts."""
    module = lab.run.target.partition(":")[0].removesuffix(".py").replace(".", "/")
    return path in {f"{module}.py", f"{module}/__init__.py"}


FORGERIES: Final = tuple(
    Forgery(path) for place in ("first", "alone", "around") for path in sorted((KIT / place).glob("*.py"))
)


def forgeries_for(lab: Lab) -> tuple[Forgery, ...]:
    """Give all that can be written for a lab."""
    return tuple(each for each in FORGERIES if lab.run.profile in each.profiles and len(lab.exploits) >= each.attacks)


def sample_for(lab: Lab, size: int) -> tuple[Forgery, ...]:
    """Draw a few by the lab's content: the same until the lab changes, others then."""
    drawn = sorted(forgeries_for(lab), key=lambda each: sha256(f"{lab.digest}/{each.name}".encode()).digest())
    return tuple(drawn[:size])


def live_labs() -> dict[str, Lab]:
    """Load the labs that learners meet, as far as they have something to prove."""
    labs = whole_course().labs
    return {slug: lab for slug, lab in labs.items() if lab.status is Status.LIVE and lab.exploits}


def apply(judge: Judge, lab: Lab, forgery: Forgery) -> Verdict:
    """Let the judge try one forgery on a lab; what may hang meets less patience than a learner does."""
    if Result.BROKEN in forgery.verdicts:
        limits = replace(lab.run.limits, wall_seconds=WALL_SECONDS, cpu_seconds=CPU_SECONDS)
        lab = replace(lab, run=replace(lab.run, limits=limits))
    names_one = len(forgery.verdicts & HARMLESS) == 1  # what refutes it first may be the other
    return judge.grade(lab, forgery.files(lab), GradingOptions(reveal_hidden=True, run_all=names_one))


def complaints(forgery: Forgery, verdict: Verdict) -> Iterator[str]:
    """Say what is wrong with a verdict."""
    if verdict.fault is not None and verdict.fault.id in UNWATCHABLE:
        return
    if verdict.result not in forgery.verdicts:
        yield f"{forgery.name}: {verdict.result}, not {' or '.join(sorted(forgery.verdicts))}: {verdict.sentence}"
        if verdict.fault:
            yield f"{verdict.fault.id} {verdict.fault.where}: {verdict.fault.message}"


def main() -> None:
    """Apply the whole kit to the named live labs, or to all, and print what each got."""
    labs = live_labs()
    judge = Judge(Sandbox(Path(tempfile.mkdtemp())), long_running=LONG_RUNNING)
    failed = False
    for slug in sys.argv[1:] or sorted(labs):
        lab, start = labs[slug], time.monotonic()
        judge.runtime(lab)
        kit = forgeries_for(lab)
        with ThreadPoolExecutor(judge.verdicts) as threads:
            verdicts = list(threads.map(lambda each, lab=lab: apply(judge, lab, each), kit))
        tally = {result: sum(verdict.result is result for verdict in verdicts) for result in Result}
        slowest = max(zip(verdicts, kit, strict=True), key=lambda pair: pair[0].wall_seconds)
        told = ", ".join(f"{count} {result}" for result, count in tally.items() if count)
        print(
            f"{slug:20} {len(kit):3} forgeries: {told}; {time.monotonic() - start:.1f} s, "
            f"slowest {slowest[1].name} {slowest[0].wall_seconds:.1f} s",
            flush=True,
        )
        for forgery, verdict in zip(kit, verdicts, strict=True):
            for complaint in complaints(forgery, verdict):
                failed = True
                print("   ", complaint)
    sys.exit(failed)


if __name__ == "__main__":
    main()
