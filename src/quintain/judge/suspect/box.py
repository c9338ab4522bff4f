"""The suspect in its box, as far as every profile is alike: questions, deadlines, files, and why it is gone."""

import base64
import random
import secrets
import socket
import stat
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final, Protocol, Self, cast

from quintain.judge.errors import (
    Died,
    Garbled,
    JudgeFault,
    LabBroken,
    Raised,
    Silenced,
    SuspectFault,
    TimedOut,
    Unwatchable,
)
from quintain.judge.harness.inside.effects import STARTS
from quintain.judge.harness.inside.values import Plain, Thrown, Unserializable, decode
from quintain.judge.protocol.wire import Traffic, Watch, Wire
from quintain.judge.suspect.canaries import Canaries
from quintain.judge.suspect.evidence import Log, MarkedText, printable, shorten
from quintain.judge.suspect.files import BoxFiles
from quintain.judge.suspect.oracles import texts_of
from quintain.judge.suspect.tracebacks import Uncaught
from quintain.judge.suspect.tripwire import Tripwire
from quintain.packs.model.lab import Run
from quintain.sandbox import Ending, Limit, Limits, Manner, Program, Record

FAREWELL_SECONDS: Final = 0.3
EARLY_SECONDS: Final = 0.1
SHOWN_CHARACTERS: Final = 1500
USED_UP: Final = "The program used up its processor time."
TOO_MUCH: Final[Mapping[Limit, str]] = {
    Limit.MEMORY: "it took more memory than it may",
    Limit.PROCESSES: "it started more processes than it may",
    Limit.OUTPUT: "it flooded its output",
}


type Change = Callable[[str], str]
type Recording = list[tuple[dict[str, Plain], Plain]]


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What is at a path: itself, and not what a link points to.

    ``kind`` is file, folder, link, pipe, socket or device; ``mode`` the permission bits, as in 0o640; ``links`` how
    many names it has; ``inode`` equal for two names of one file; ``target`` what a link says, else None.
    """

    kind: str
    mode: int
    size_bytes: int
    links: int
    inode: int
    modified_nanoseconds: int
    changed_nanoseconds: int
    target: str | None

    @classmethod
    def read(cls, plain: Plain) -> Self:
        """Read an answer about a path.

        Raises:
            Garbled: it is none.

        """
        names = ("mode", "size", "links", "inode", "modified", "changed")
        fields = plain if isinstance(plain, dict) else {}
        kind, target = fields.get("kind"), fields.get("target")
        numbers = [value for name in names if type(value := fields.get(name)) is int]
        if not isinstance(kind, str) or not isinstance(target, str | None) or len(numbers) < len(names):
            raise Garbled("What is told about a file cannot be read.")
        mode, size, links, inode, modified, changed = numbers
        return cls(kind, mode, size, links, inode, modified, changed, target)

    def __str__(self) -> str:
        to = f" to {self.target}" if self.target is not None else ""
        return f"{self.kind}{to}, mode {self.mode:04o}, {self.size_bytes} bytes, {self.links} links"


class BoxHandle(Protocol):
    """What is needed of a box of the sandbox: its sockets, and facts about it."""

    channel: socket.socket
    borrowed: list[socket.socket]
    listening: list[socket.socket]

    def cpu_seconds(self) -> float:
        """Processor time that all processes of the box have used so far, seen from outside."""

    def wait(self, seconds: float) -> Ending | None:
        """Wait for the end of the box; None if it still runs then."""

    def look(self, question: dict[str, Plain]) -> dict[str, Plain]:
        """Look at the box's files from outside."""

    def record(self) -> Record | None:
        """Say what was started in the box so far; None if nobody wrote it down."""


@dataclass(frozen=True, slots=True)
class Twin:
    """The submission in a second box, and what ends it."""

    box: "SuspectBox"
    end: Callable[[], None]


class MakesTwins(Protocol):
    """What starts the submission a second time."""

    def make(self, log: Log, same: Collection[str], files: Mapping[str, str | Change]) -> Twin:
        """Start it with other secrets, but for those that are named, and with other files of the lab."""


class SuspectBox:
    """What a test or an attack gets as ``box``; each profile has a class of its own below this one.

    ``raised`` is what the program says that it raised at the last request or run, and ``uncaught`` the exception that
    ended the last run: for a reader, and they decide nothing. ``asked`` is that request, call or run in words.
    ``unreadable`` says which answer of the check nobody can look into: it acquits nobody of an attack.
    ``canary`` are the secrets that were planted. ``twins`` starts twins, in an attack; see `twin`.
    """

    raised = ""
    asked = ""
    unreadable = ""
    uncaught: Uncaught | None = None
    canary = Canaries({}, ())
    twins: MakesTwins | None = None
    _twin: Twin | None = None

    def __init__(self, box: BoxHandle, run: Run, box_files: BoxFiles, log: Log, wall_seconds: float) -> None:
        self._box = box
        self._run = run
        self._log = log
        self._box_files = box_files
        self.traffic = Traffic()
        self._wire = Wire(box.channel, self.traffic)
        self._wall_seconds = wall_seconds
        self._answers = 0
        self._starts: list[str] = []
        self._cpu_seconds = run.limits.cpu_seconds or Limits().cpu_seconds
        self._deadline, self._worked_before = time.monotonic() + wall_seconds - EARLY_SECONDS, 0.0
        self._watch: Watch = self._look_at_work
        self.recording: Recording | None = None
        self.tripwire = Tripwire({}, {}, {})
        self.client_rng = random.Random()  # noqa: S311  nothing secret; the judge gives one that can be replayed
        """Draws what is the same to an honest program, such as the headers of a browser."""
        self._ask("plant", imported=not run.profile.is_program, files=box_files.orders())
        self._started_before = len(self._programs() or ())

    def begin(self, log: Log) -> None:
        """Begin another check in the same box: with its own evidence and time, as a client that nobody knows."""
        self._end_twin()
        self._log = log
        self.raised, self.asked, self.unreadable, self.uncaught = "", "", "", None
        self._answers = 0
        self._starts.clear()
        self.tripwire.begin()
        self.renew_time()

    def renew_time(self) -> None:
        """Give what is asked from now on as much time, by the clock and of the processor, as a check has."""
        self._deadline = time.monotonic() + self._wall_seconds - EARLY_SECONDS
        self._worked_before = self.cpu_seconds()

    def close(self) -> None:
        """Let go of what the judge holds open, and end the twin; the box itself is the sandbox's to close."""
        self._end_twin()

    def twin(self, *, same: Collection[str] = (), files: Mapping[str, str | Change] | None = None) -> Self:
        """Start the program a second time, in a sandbox that the attacker owns, with other secrets.

        What anyone may see is the same in both. It ends with the check, and its time is the check's: a check has one.

        Args:
            same: names of other canaries that are the same in both, because the attack has learnt them.
            files: other content of files that the lab plants, or of files of ``starter/`` that learners cannot change:
                a text, or a function that makes it from the one that would be planted.

        Raises:
            LabBroken: no attack asks, or one asks twice, or for a canary or file that the lab does not have.
            Died: the program does not start with other secrets.
            TimedOut, Garbled: it gave no answer.

        """
        if self.twins is None:
            raise LabBroken("box.twin() is for attacks, and a twin has none.")
        if self._twin is not None:
            raise LabBroken("box.twin() was called twice; a check has one twin.")
        self._twin = self.twins.make(self._log, same, files or {})
        twin = self._twin.box
        twin.start_until(self._deadline)
        return cast("Self", twin)

    def start_until(self, deadline: float) -> None:
        """Start as a twin, in the time that is left to the first program.

        Args:
            deadline: on the clock of `time.monotonic`, for all that this program is asked.

        Raises:
            Died, TimedOut, Garbled: it does not start.

        """
        self._deadline = deadline
        try:
            self.load()
        except Raised as error:
            self._log.came_back(str(error), file=error.thrown.file, line=error.thrown.line)
            raise Died(f"It does not start: {shorten(str(error), SHOWN_CHARACTERS)}") from error
        except SuspectFault as error:
            self._log.came_back(error.message)
            raise

    @property
    def unreadable_of_twin(self) -> str:
        """Which answer of the twin nobody can look into."""
        return "" if self._twin is None else self._twin.box.unreadable

    @property
    def twin_cpu_seconds(self) -> float:
        """Processor time that the twin of the check has used so far."""
        return 0.0 if self._twin is None else self._twin.box.cpu_seconds()

    def _end_twin(self) -> None:
        if self._twin is not None:
            twin, self._twin = self._twin, None
            twin.end()

    def load(self) -> None:
        """Start the suspect without asking anything of it.

        Raises:
            SuspectFault: it cannot be started.

        """

    @property
    def answers(self) -> int:
        """How often the suspect has answered; an attack that never met it has repelled nothing."""
        return self._answers

    @property
    def failed_start(self) -> str:
        """How the program failed to start at every request of the check, by its own word; empty if it did not."""
        return self._starts[0] if self._starts and all(self._starts) else ""

    @property
    def planted_paths(self) -> frozenset[str]:
        """Name the files that lay in the box before anybody used it."""
        return self._box_files.paths

    def cpu_seconds(self) -> float:
        """Processor time that the whole box has used, measured from outside."""
        return self._box.cpu_seconds()

    def share_of_time(self) -> float:
        """Say how much of its time has been used since it began: 1 is all of that by the clock, or of the processor."""
        worked = (self.cpu_seconds() - self._worked_before) / self._cpu_seconds
        return max(worked, 1 - (self._deadline - time.monotonic()) / self._wall_seconds)

    def heard(self, event: str) -> tuple[str, ...]:
        """List what the interpreter of the program said of one kind of effect; see `seen_inside`.

        Raises:
            Silenced: the program keeps such events from the judge, or there are more of them than anyone can read.

        """
        probe = f"q{secrets.token_hex(8)}"
        answer = self._ask("heard", event=event, probe=probe).get("heard")
        if not isinstance(answer, list):
            raise Garbled("What the interpreter said cannot be read.")
        texts = [str(text) for text in answer]
        programs = self._programs()
        if programs is None or (len(programs) > self._started_before and event not in STARTS):
            raise Silenced(event)
        if not any(probe in text for text in texts):
            raise Silenced(event)
        started = programs[self._started_before :] if event in STARTS else ()
        return (*(text for text in texts if probe not in text), *(" ".join(program.argv) for program in started))

    def stay_in_sight(self) -> None:
        """Refuse a verdict if the program has forked or started another one, since the box was opened.

        A lab calls it where its own audit hooks play an attacker: they see one process, and no further.

        Raises:
            Unwatchable: it has.

        """
        away = self._ask("away").get("away")
        programs = self._programs()
        if not away and (programs is None or len(programs) > self._started_before):
            away = "It starts another program, in which nobody watches what it does."
        if away:
            raise Unwatchable(shorten(str(away), SHOWN_CHARACTERS))

    def _programs(self) -> tuple[Program, ...] | None:
        """List the programs that the kernel saw start; None if they are more than it has written down.

        Where nobody can look, it is none: what the interpreter says of them is all that there is.
        """
        record = self._box.record()
        if record is None or record.is_blind:
            return ()
        return record.programs if record.is_whole else None

    @contextmanager
    def watched(self, watch: Watch) -> Iterator[None]:
        """Ask with an eye on something: ``watch`` is called while waiting and may raise; nothing is written down.

        It replaces the look at the processor time that a check may use.
        """
        self._watch, self._log.muted = watch, True
        try:
            yield
        finally:
            self._watch, self._log.muted = self._look_at_work, False

    def show(self, sent: MarkedText, came_back: str) -> None:
        """Write down an exchange that an oracle has summed up."""
        self._log.sent("Called", sent)
        self._log.came_back(came_back)

    def read(self, path: str) -> bytes | None:
        """Read a regular file of the work folder; None if there is none, or it is larger than one mebibyte."""
        encoded = self._look("read", path=path).get("content")
        content = None if encoded is None else self._bytes(encoded)
        self.tripwire.file(path).got(texts_of(content))
        self._log.looked(f"In {path}", "nothing" if content is None else shorten(printable(content), SHOWN_CHARACTERS))
        return content

    def write(self, path: str, text: str) -> None:
        """Put new content in place of a file of the work folder: a clock that the lab reads, a letter that comes in."""
        if path in self._run.editable:
            raise LabBroken(f"{path} is the learner's; a test must not write it.")
        self._put(path, text)
        self._log.note(f"Written to {path}", shorten(text, SHOWN_CHARACTERS))

    def _put(self, path: str, text: str) -> None:
        answer = self._look("write", path=path, content=base64.b64encode(text.encode()).decode())
        if "failed" in answer:
            raise Garbled(f"The program leaves no place for {path}: {answer['failed']!s}.")

    def files(self) -> tuple[str, ...]:
        """Name all files and links below the work folder, by their path inside it.

        Raises:
            Garbled: there are more of them, or in deeper folders, than anyone can look through.

        """
        names = self._look("list").get("files")
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise Garbled("The list of files cannot be read.")
        return tuple(str(name) for name in names)

    def stat(self, path: str) -> FileFacts | None:
        """Tell what is at a path of the work folder, without following a link; None if nothing is."""
        plain = self._look("stat", path=path).get("stat")
        facts = None if plain is None else FileFacts.read(plain)
        self._log.looked(f"About {path}", "nothing" if facts is None else str(facts))
        return facts

    def others_can_read(self, path: str) -> bool:
        """Tell whether another user of the machine could read what is at a path of the work folder.

        That takes a file whose mode lets others read it, in folders that each let others pass, the work folder itself
        left out. A link is none: others would read what it leads to, by the modes there.
        """
        parts = PurePosixPath(path).parts
        folders = [self.stat("/".join(parts[:depth])) for depth in range(1, len(parts))]
        facts = self.stat(path)
        is_open = facts is not None and facts.kind == "file" and bool(facts.mode & stat.S_IROTH)
        return is_open and all(folder is not None and folder.mode & stat.S_IXOTH for folder in folders)

    def _look(self, what: str, **fields: Plain) -> dict[str, Plain]:
        """Look from outside, which no program can mislead, be it busy, stopped or gone."""
        return self._box.look({"do": what, **fields})

    def _ask(self, what: str, **fields: Plain) -> dict[str, Plain]:
        try:
            answer = self._wire.ask({"do": what, **fields}, deadline=self._deadline, watch=self._watch)
        except Died as error:
            raise self._gone(error) from error
        except TimedOut as error:
            raise self._late(error) from error
        if "left" in answer:
            raise Unwatchable(shorten(str(answer["left"]), SHOWN_CHARACTERS))
        return answer

    def _look_at_work(self) -> None:
        """Hold each check to the lab's processor time: the sandbox counts all checks of a box together."""
        if self.cpu_seconds() - self._worked_before > self._cpu_seconds:
            raise TimedOut(USED_UP, worked=True)

    def _late(self, error: TimedOut) -> TimedOut:
        """Say how long it had, unless it has worked for as long as it may."""
        return error if error.worked else TimedOut(f"No answer within {self._wall_seconds:g} seconds.")

    def _gone(self, error: SuspectFault) -> SuspectFault:
        """Say why the program is gone, from the facts of the sandbox."""
        ending = self._box.wait(FAREWELL_SECONDS)
        return error if ending is None else end_of(ending, self._wall_seconds)

    def _bytes(self, value: Plain) -> bytes:
        try:
            return base64.b64decode(str(value), validate=True)
        except ValueError as error:
            raise Garbled("The content of a file cannot be read.") from error

    def _value(self, plain: Plain) -> object:
        try:
            return decode(plain)
        except (Unserializable, RecursionError) as error:
            raise Garbled("The value that came back cannot be read.") from error

    def _raised(self, plain: Plain) -> Raised:
        thrown = self._value(plain)
        if not isinstance(thrown, Thrown):
            raise Garbled("The exception that came back cannot be read.")
        return Raised(thrown)


def end_of(ending: Ending, wall_seconds: float) -> SuspectFault:
    """Turn how a box ended into the suspect's fault.

    Raises:
        JudgeFault: it was ended from outside, for nothing that the suspect did.

    """
    if ending.limit is Limit.WALL:
        return TimedOut(f"No answer within {wall_seconds:g} seconds.")
    if ending.limit is Limit.CPU:
        return TimedOut(USED_UP, worked=True)
    if ending.limit is not None:
        return Died(f"The program was ended: {TOO_MUCH[ending.limit]}.")
    if ending.manner is Manner.SIGNALLED and ending.signal is None:
        raise JudgeFault("The sandbox ended without a word, which no program in it can bring about.")
    if ending.manner is Manner.SIGNALLED:
        return Died(f"The program was killed by signal {ending.signal}.")
    return Died("The program ended itself.")
