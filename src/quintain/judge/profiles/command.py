"""Profile ``command``: the suspect is a program, with words, input, files, output and an exit status."""

import base64
import shlex
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, override

from quintain.judge.errors import Garbled, JudgeFault, LabBroken, Silenced, SuspectFault, TimedOut, Unwatchable
from quintain.judge.harness.inside.effects import END, LEFT, STARTS
from quintain.judge.harness.inside.values import Plain, Thrown
from quintain.judge.profiles.races import MOST_CALLS, PathSwap, RaceRun, Record
from quintain.judge.profiles.spec import ProfileSpec
from quintain.judge.profiles.stand_ins import ProgramStandIns
from quintain.judge.suspect.box import SuspectBox
from quintain.judge.suspect.evidence import Log, MarkedText, odd, shorten
from quintain.judge.suspect.oracles import texts_of
from quintain.judge.suspect.tracebacks import read_traceback, say
from quintain.sandbox import Recording

SHOWN_CHARACTERS = 1500
MARGIN_SECONDS = 0.3
CRASHED = 1  # what an interpreter answers that an exception has ended
SHOWN_RUN = 120
MOST_EFFECTS = 20_000


@dataclass(frozen=True, slots=True)
class Ran:
    """How a run ended: exit status (negative: the signal that killed it), standard output and error."""

    code: int
    out: bytes
    err: bytes
    asked: str = field(default="", repr=False, compare=False)


class CommandBox(SuspectBox):
    """The suspect as a program: ``box.run("pack.py", "out.tar", "a.txt")``, ``box.read("out.tar")``.

    The files stay from one run to the next within a test. Effects can be undone by the program before the judge looks;
    that a command was started cannot, for the kernel told of it: see `started`.
    """

    _effects: tuple[tuple[str, str], ...] = ()
    _is_cut = False

    def begin(self, log: Log) -> None:
        """Begin another check, with the work folder as it was planted and nothing left of the check before."""
        super().begin(log)
        self._effects, self._is_cut = (), False
        self._replant()

    def _replant(self) -> None:
        """Put the work folder back as it was planted, with nothing left of what ran before."""
        self._ask("replant", files=self._box_files.orders())

    def run(self, *argv: str, stdin: bytes | str = b"", env: Mapping[str, str] | None = None) -> Ran:
        """Run a Python file of the work folder with arguments, and wait for its end.

        Raises:
            TimedOut: it does not end in time.
            Garbled: it writes more than a quarter of a mebibyte.
            Died: the whole box is gone.

        """
        text = stdin.encode() if isinstance(stdin, str) else stdin
        self._show(argv, text)
        return self._follow("run", argv, text, env or {})

    def _follow(self, what: str, argv: tuple[str, ...], stdin: bytes, env: Mapping[str, str]) -> Ran:
        """Have something run, and write down how it ended."""
        try:
            ran, _ = self._run_it(what, argv, stdin, env)
        except SuspectFault as error:
            self._log.came_back(error.message)
            raise
        thrown = self._uncaught_in(ran) if what == "run" else None
        file, line = (thrown.file, thrown.line) if thrown else (None, None)
        self._log.came_back(show(ran), file=file, line=line)
        return ran

    def _uncaught_in(self, ran: Ran) -> Thrown | None:
        """Remember the exception that ended a run, as its errors tell it."""
        self.uncaught = read_traceback(ran.err) if ran.code == CRASHED else None
        self.raised = say(self.uncaught.thrown) if self.uncaught else ""
        self._starts.append(self.raised if self.uncaught and self.uncaught.at_start else "")
        return self.uncaught.thrown if self.uncaught else None

    @override
    def heard(self, event: str) -> tuple[str, ...]:
        """List what was heard of one kind of effect in all runs of the check; each must have come to its end.

        In a program that the suspect has started, nobody hears anything but that it was started.
        """
        has_started = any(kind in STARTS for kind, _ in self._effects)
        if not self._answers or self._is_cut or (has_started and event not in STARTS):
            raise Silenced(event)
        return tuple(text for kind, text in self._effects if kind == event)

    def started(self) -> tuple[tuple[str, ...], ...]:
        """List what has been started in the box so far, as the kernel was asked for it: file, then command line.

        The suspect's own programs are among them. What has started cannot be undone; see `Record` for what is certain.

        Raises:
            Garbled: it starts more, or with more words, than is written down.
            JudgeFault: this machine lets nobody look.

        """
        record = self._box.record()
        if record is None or record.is_blind:
            raise JudgeFault("This machine does not let the judge see which programs are started in a box.")
        if not record.is_whole:
            raise Garbled("The program starts more programs, or with longer command lines, than anyone can read.")
        return tuple((program.path, *program.argv) for program in record.programs)

    def race(
        self, *argv: str, swap: PathSwap, stdin: bytes | str = b"", env: Mapping[str, str] | None = None
    ) -> Iterator[RaceRun]:
        """Run a Python file again and again, with the attacker's move just before one path call after another.

        The first run is calm, without any move, and the program must do its work in it. Every run begins with the work
        folder as it was planted and nothing left of the run before; so does what follows the race.

        Raises:
            LabBroken: the program makes more path calls than `MOST_CALLS`.
            Unwatchable: the program leads around the scheduler, or works without a path call.
            SuspectFault: it does not do its work though nobody interferes; or as `run`.

        """
        text = stdin.encode() if isinstance(stdin, str) else stdin
        for number in range(MOST_CALLS + 2):
            self._replant()
            run = self._race_run(argv, text, env or {}, swap, number)
            if run is None:
                self._replant()
                return
            yield run
        raise LabBroken(f"The program makes more than {MOST_CALLS} path calls; let it race with less to do.")

    def _race_run(
        self, argv: tuple[str, ...], stdin: bytes, env: Mapping[str, str], swap: PathSwap, number: int
    ) -> RaceRun | None:
        self._log.forget()
        self._show(argv, stdin)
        ran, plain = self._run_it("run", argv, stdin, env, swap.plan(number))
        record = Record.read(plain)
        moved = swap.sentence(record.call, record.victim) if record.moved else "Nobody interfered."
        self._log.note("The attacker's move", moved)
        self._log.saw([{"what": "busy", "text": "", "file": record.file, "line": record.line}])
        self._log.came_back(show(ran))
        if not number and ran.code:
            raise Garbled("Nobody interfered, and yet the program did not do its work.")
        if not number and not record.calls:
            raise Unwatchable("It did its work without a path call that the judge could see.")
        return RaceRun(number, record.call, moved, ran.code, ran.out, ran.err) if record.moved or not number else None

    def _run_it(
        self,
        what: str,
        argv: tuple[str, ...],
        stdin: bytes,
        env: Mapping[str, str],
        race: dict[str, Plain] | None = None,
    ) -> tuple[Ran, Plain]:
        caller = self.tripwire.caller
        caller.sent(texts_of((argv, stdin, env)))
        answer = self._ask(
            what,
            argv=list(argv),
            stdin=base64.b64encode(stdin).decode(),
            env=dict(env),
            seconds=max(0.1, self._deadline - MARGIN_SECONDS - time.monotonic()),
            race=race,
        )
        self._answers += 1
        self._hear(answer.pop("heard", None))
        self._log.saw(answer.get("events"))
        if answer.get("late"):
            raise TimedOut(f"The program did not end within {self._wall_seconds:g} seconds.")
        if answer.get("flooded"):
            raise Garbled("The program writes more than anyone can read.")
        code: Plain = answer.get("code")
        if type(code) is not int:
            raise Garbled("The run has no exit status.")
        if self.recording is not None:
            self.recording.append(({"do": what, "argv": list(argv)}, {**answer, "files": self._all_files()}))
        self.asked = "from " + shorten(" ".join(("python", *argv) if what == "run" else ("python",)), SHOWN_RUN)
        ran = Ran(code, self._bytes(answer.get("out")), self._bytes(answer.get("err")), self.asked)
        caller.got(texts_of((ran.out, ran.err)), "what the program wrote")
        return ran, answer.get("race")

    def _hear(self, heard: Plain) -> None:
        """Keep what was heard of a run, as long as it is whole and as much as can be read."""
        pairs = heard if isinstance(heard, list) else []
        effects = [(str(pair[0]), str(pair[1])) for pair in pairs if isinstance(pair, list)]
        if (left := next((text for kind, text in effects if kind == LEFT), None)) is not None:
            raise Unwatchable(shorten(left, SHOWN_CHARACTERS))
        self._is_cut = self._is_cut or (END, "") not in effects or len(self._effects) + len(effects) > MOST_EFFECTS
        if not self._is_cut:
            self._effects += tuple(effects)

    def _all_files(self) -> Plain:
        contents = {path: self._look("read", path=path).get("content") for path in self.files()}
        return {path: content for path, content in contents.items() if content is not None}

    def _show(self, argv: tuple[str, ...], stdin: bytes) -> None:
        parts: list[tuple[str, bool]] = [("python " + shlex.join(argv[:1]), False)]
        text = stdin.decode(errors="replace")
        hostile = odd([*argv[1:], *([text] if text else [])])
        for word in argv[1:]:
            parts += [(" ", False), (shorten(shlex.quote(word), SHOWN_CHARACTERS), word in hostile)]
        if text:
            parts += [("\n\n", False), (shorten(text, SHOWN_CHARACTERS), text in hostile)]
        self._log.sent("Ran", MarkedText.join(parts), hostile)


def show(ran: Ran) -> str:
    """Write the end of a run for a reader."""
    lines = [f"exit status {ran.code}"]
    for name, text in (("output", ran.out), ("errors", ran.err)):
        if text:
            lines.append(f"{name}: {shorten(text.decode(errors='replace'), SHOWN_CHARACTERS)}")
    return "\n".join(lines)


SPEC: Final = ProfileSpec(CommandBox, ProgramStandIns(), loads=False, guarded=True, recording=Recording.PROGRAMS)
