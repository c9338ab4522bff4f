"""A judge of straw for arenas: what comes of a run is written in the texts themselves."""

from collections.abc import Callable, Mapping

from quintain.judge.grading.submission import accept
from quintain.judge.stopping import StopSwitch
from quintain.judge.verdict import ExploitRun, Fault
from quintain.packs.model.lab import Lab
from tests.classroom import StrawJudge

SECRET = "SECRET-OF-A-CLASSMATE"


class ArenaJudge(StrawJudge):
    """Lets an exploit succeed if its text has a word of the fix; *boom* and *fault* in a fix break the judge."""

    def __init__(self) -> None:
        self.runs: list[tuple[str, str]] = []
        self.users: set[str] = set()
        self.meanwhile: Callable[[StopSwitch], None] = lambda _stop: None

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
        """Let an exploit try a fix."""
        del seed  # the contract's, not needed here
        fix = accept(lab, files)["shop.py"]
        self.runs.append((exploit, fix))
        self.users.add(user)
        self.meanwhile(stop)
        if "boom" in fix:
            message = "straw"
            raise RuntimeError(message)
        if "fault" in fix:
            return ExploitRun(has_landed=False, sentence="", fault=Fault("judge.E1", "x", SECRET, "r"))
        if stop.is_asked:
            return ExploitRun(has_landed=False, sentence="", is_stopped=True)
        return ExploitRun(has_landed=bool(set(exploit.split()) & set(fix.split())), sentence="", console=SECRET)


_judges: list[ArenaJudge] = []


def renew() -> ArenaJudge:
    """Return a new judge for one test, which ``make_judge`` gives from now on."""
    _judges[:] = [ArenaJudge()]
    return _judges[0]


def make_judge() -> ArenaJudge:
    """Return the judge of the test, for the setting ``JUDGE``."""
    return _judges[0]
