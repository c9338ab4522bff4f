"""Profile ``command``: the suspect is a program, with words, input, files, output and an exit status."""

import base64
import shlex
import time
from collections.abc import Mapping
from dataclasses import dataclass

from quintain.judge.errors import Garbled, JudgeFault, SuspectFault, TimedOut
from quintain.judge.evidence import Words, odd, shorten
from quintain.judge.harness.boxed.values import Plain
from quintain.judge.suspect import SuspectBox

SHOWN_CHARACTERS = 1500
MARGIN_SECONDS = 0.3


@dataclass(frozen=True, slots=True)
class Ran:
    """How a run ended: exit status (negative: the signal that killed it), standard output and error."""

    code: int
    out: bytes
    err: bytes


class CommandBox(SuspectBox):
    """The suspect as a program: ``box.run("pack.py", "out.tar", "a.txt")``, ``box.read("out.tar")``.

    The files stay from one run to the next within a test. Effects can be undone by the program before the judge looks;
    that a command was started cannot, for the kernel told of it: see `started`.
    """

    def run(self, *argv: str, stdin: bytes | str = b"", env: Mapping[str, str] | None = None) -> Ran:
        """Run a Python file of the work folder with arguments, and wait for its end.

        Raises:
            TimedOut: it does not end in time.
            Garbled: it writes more than a quarter of a mebibyte.
            Died: the whole box is gone.

        """
        text = stdin.encode() if isinstance(stdin, str) else stdin
        self._show(argv, text)
        try:
            ran = self._run_it(argv, text, env or {})
        except SuspectFault as error:
            self._log.came_back(error.message)
            raise
        self._log.came_back(show(ran))
        return ran

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

    def _run_it(self, argv: tuple[str, ...], stdin: bytes, env: Mapping[str, str]) -> Ran:
        answer = self._ask(
            "run",
            argv=list(argv),
            stdin=base64.b64encode(stdin).decode(),
            env=dict(env),
            seconds=max(0.1, self._deadline - MARGIN_SECONDS - time.monotonic()),
        )
        self._answers += 1
        self._log.saw(answer.get("events"))
        if answer.get("late"):
            raise TimedOut(f"The program did not end within {self._wall_seconds:g} seconds.")
        if answer.get("flooded"):
            raise Garbled("The program writes more than anyone can read.")
        code: Plain = answer.get("code")
        if type(code) is not int:
            raise Garbled("The run has no exit status.")
        if self.tape is not None:
            self.tape.append(({"do": "run", "argv": list(argv)}, {**answer, "files": self._all_files()}))
        return Ran(code, self._bytes(answer.get("out")), self._bytes(answer.get("err")))

    def _all_files(self) -> Plain:
        found = {path: self._ask("read", path=path).get("content") for path in self.files()}
        return {path: content for path, content in found.items() if content is not None}

    def _show(self, argv: tuple[str, ...], stdin: bytes) -> None:
        parts: list[tuple[str, bool]] = [("python " + shlex.join(argv[:1]), False)]
        text = stdin.decode(errors="replace")
        hostile = odd([*argv[1:], *([text] if text else [])])
        for word in argv[1:]:
            parts += [(" ", False), (shorten(shlex.quote(word), SHOWN_CHARACTERS), word in hostile)]
        if text:
            parts += [("\n\n", False), (shorten(text, SHOWN_CHARACTERS), text in hostile)]
        self._log.sent("Run", Words.join(parts), hostile)


def show(ran: Ran) -> str:
    """Write the end of a run for a reader."""
    lines = [f"exit status {ran.code}"]
    for name, text in (("output", ran.out), ("errors", ran.err)):
        if text:
            lines.append(f"{name}: {shorten(text.decode(errors='replace'), SHOWN_CHARACTERS)}")
    return "\n".join(lines)
