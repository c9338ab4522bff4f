"""Sees what the learner's program does, from inside: for display, and to convict. It cannot acquit.

The program can blind it or make it lie; see ``seen_inside`` of the oracles for what follows.

A program of the profile ``command`` must find nothing imported that a new interpreter has not, so this module imports
next to nothing.
"""

from __future__ import annotations

import sys
from _thread import _local  # threading would be loaded for this alone
from sys import audit

from .effects import EFFECTS, END, FORKS, LEFT, SQL, STARTS, UNHEARD, Seen, cause, effect_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from types import FrameType
    from typing import Any, Final

    from .children import Children
    from .reports import Event

MAX_EVENTS: Final = 60
MAX_CHARACTERS: Final = 4000
SAFE: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_@%+=:,./-")
QUIET_ENDS: Final = (".py", ".pyc", ".so", ".pth", ".mo")
STATEMENTS: Final = ("SELECT ", "INSERT ", "UPDATE ", "DELETE ", "REPLACE ", "WITH ", "CREATE ", "PRAGMA ")


class AuditLog:
    """Writes down SQL statements, started programs and opened files, with the learner's line that caused each.

    Beside that, it keeps the effect of each audit event that the judge may ask about, or gives it to ``note`` at once.
    What forked ``children`` of the program do is kept as well. A program that does something of which nobody would hear
    has ``left``, in the words of a sentence; one that has started another program is heard no more, see `heard`.
    """

    def __init__(
        self,
        inside: str,
        report: Callable[[Event], None] | None = None,
        note: Callable[[str, str], None] | None = None,
        children: Children | None = None,
    ) -> None:
        self._inside = inside
        self._events: list[Event] = []
        self._seen = Seen()
        self._report = report or self._keep
        self._note_effect = note
        self._children = children
        self._is_probing = self._has_started = self._has_forked = False
        self.left = ""
        self._busy = _local()
        self.is_deaf = False
        self._ears: Mapping[str, Callable[[tuple[Any, ...]], None]] = {  # Any: audit arguments have no types
            "import": self._import,
            "subprocess.Popen": self._popen,
            "os.system": self._system,
            "os.exec": self._exec,
            "os.posix_spawn": self._exec,
            "open": self._open,
            "sqlite3.connect": self._connecting,
        }

    def install(self) -> None:
        """Begin to listen; an audit hook cannot be taken out again."""
        if "_sqlite3" in sys.modules:  # warm boxes find it imported
            self._trace_statements()
        sys.addaudithook(self._hear)

    def heard(self, event: str, probe: str) -> list[str]:
        """Hand over the effects of one kind of event, that of a probe among them if it was heard as well.

        Nothing is handed over if another program was started, unless the question is what: no hook is in that program.
        """
        self._is_probing = True
        try:
            cause(event, probe, audit)
        except BaseException:  # noqa: BLE001, S110  hooks of the program's own may raise what they like
            pass
        finally:
            self._is_probing = False
        self._ask_children()
        is_lost = self._children is not None and self._children.is_lost
        heard = self._seen.take(event)
        return [] if is_lost or (self._has_started and event not in STARTS) else heard

    def away(self) -> str:
        """Say where the program does something that other hooks than these do not see, or forget; else nothing."""
        self._ask_children()
        if self._has_started:
            return "It starts another program, in which nobody watches what it does."
        return "It forks, and what is seen in the child is forgotten with the child." if self._has_forked else ""

    def end(self) -> None:
        """Say that the program has come to its end and was heard until then."""
        audit(END)

    def take(self) -> list[Event]:
        """Hand over what was seen since the last time."""
        self._ask_children()
        taken, self._events = self._events, []
        return taken

    def saw_raised(self, error: BaseException) -> None:
        """Write down an exception that the program raised while it answered, with the learner's innermost line."""
        from .values import thrown  # noqa: PLC0415  see the top

        try:
            described = thrown(error, self._inside)
            names, text = described["names"], str(described["v"]).strip()
            name = str(names[0]) if isinstance(names, list) else ""
            event: Event = {"what": "raised", "text": f"{name}: {text}"[:MAX_CHARACTERS] if text else name}
            place = {"file": described["file"], "line": described["line"]}
            self._report(event | place)
            refused = self._refused(error)
            if refused:
                made = place_of(refused, reversed(list(self._way_to(error))))
                if made is not None:
                    place = {"file": made[0].removeprefix(self._inside), "line": made[1]}
                shown = refused.encode(errors="replace").decode()[:MAX_CHARACTERS]
                self._report({"what": "sql-refused", "text": shown, **place})
        except Exception:  # noqa: BLE001, S110  an error here would become the learner's
            pass

    def _refused(self, error: BaseException) -> str:
        """Find the statement that a database refused, of which it tells nobody: it never ran.

        An object mapper keeps it in its exception. Else it is in a variable of the program's, on the way to the error.
        """
        kept = getattr(error, "statement", None)
        if isinstance(kept, str):
            return kept
        if type(error).__module__ != "sqlite3":
            return ""
        statement = ""
        for frame, _ in self._way_to(error):
            for value in frame.f_locals.values():
                if type(value) is str and value.lstrip()[:8].upper().startswith(STATEMENTS):
                    statement = value
        return statement

    def _way_to(self, error: BaseException) -> Iterator[tuple[FrameType, int]]:
        """List the learner's frames and lines on the way to an error, the outermost first."""
        step = error.__traceback__
        while step is not None:
            if step.tb_frame.f_code.co_filename.startswith(self._inside):
                yield step.tb_frame, step.tb_lineno
            step = step.tb_next

    def _keep(self, event: Event) -> None:
        if len(self._events) < MAX_EVENTS and event not in self._events[-1:]:
            self._events.append(event)

    def _ask_children(self) -> None:
        """Take over what children of the program have reported."""
        for fields in self._children.collect() if self._children is not None else ():
            match fields:
                case [kind, text] if kind == LEFT:
                    self.left = text
                case [kind, text]:
                    self._has_started = self._has_started or kind in STARTS
                    self._seen.add(kind, text)

    def _leave(self, why: str) -> None:
        """Note that the program has gone where nobody hears it, be it while it is loaded or in a child."""
        self.left = why
        if self._children is not None and self._children.is_child:
            self._children.send(LEFT, why)
        elif self._note_effect is not None:
            self._note_effect(LEFT, why)

    def _hear(self, event: str, args: tuple[Any, ...]) -> None:  # Any: as above
        ear = self._ears.get(event)
        is_effect = event in EFFECTS or event == END
        if not (ear or is_effect or event in FORKS) or getattr(self._busy, "now", False):
            return
        self._busy.now = True
        try:
            if event in STARTS and not self._is_probing:
                self._has_started = True
            if event in FORKS:
                self._has_forked = True
            if is_effect and not self.is_deaf:
                self._saw_effect(event, args)
            if ear is not None:
                ear(args)
        except Exception:  # noqa: BLE001, S110  an error here would become the learner's
            pass
        finally:
            self._busy.now = False

    def _saw_effect(self, event: str, args: tuple[Any, ...]) -> None:  # Any: as above
        child = self._children if self._children is not None and self._children.is_child else None
        try:
            text = " ".join(self._seen.lost) if event == END else effect_of(event, args)
        except Exception:  # noqa: BLE001  arguments of the program's own
            self._seen.lost.add(event)
            text = None
        is_new = text is not None and self._seen.add(event, text)
        if child is not None and event in self._seen.lost:
            child.lose()
        elif text is not None and is_new and child is not None:
            child.send(event, text)
        elif text is not None and is_new and self._note_effect is not None:
            self._note_effect(event, text)

    def _note(self, what: str, text: str, thing: object = None) -> None:
        if self.is_deaf:
            return
        place = self._place(text if thing is None else thing)
        if place is None:
            return
        shown = text.encode(errors="replace").decode()[:MAX_CHARACTERS]
        self._report({"what": what, "text": shown, "file": place[0], "line": place[1]})

    def _place(self, thing: object) -> tuple[str, int] | None:
        """Find the learner's line that made the thing."""
        made = place_of(thing, self._frames())
        return None if made is None else (made[0].removeprefix(self._inside), made[1])

    def _frames(self) -> Iterator[tuple[FrameType, int]]:
        frame: FrameType | None = sys._getframe(2)  # noqa: SLF001  nothing public walks the stack as fast
        while frame is not None:
            if frame.f_code.co_filename.startswith(self._inside):
                yield frame, frame.f_lineno
            frame = frame.f_back

    def _import(self, args: tuple[Any, ...]) -> None:  # Any: as above
        """Note what leads out of hearing: hooks do not fire in another interpreter, nor tell that there is one."""
        name = text_of(args[0]).rpartition(".")[2]
        if name.startswith(UNHEARD):
            self._leave(f"It imports {name}, with which code can run where the judge hears nothing.")
        if args[0] == "sqlite3" and "_sqlite3" not in sys.modules:
            self._trace_statements()

    def _trace_statements(self) -> None:
        """Get between the database and its users, just before the first of them comes."""
        native: Any = __import__("_sqlite3")  # as a statement, a zygote would import it beforehand
        connect = native.connect

        def traced(*args: Any, **options: Any) -> Any:  # Any: passed on as they come
            self._busy.connecting = True
            try:
                connection = connect(*args, **options)
            finally:
                self._busy.connecting = False
            connection.set_trace_callback(self._statement)
            return connection

        for name in ("_sqlite3", "sqlite3.dbapi2", "sqlite3"):
            if name in sys.modules:
                sys.modules[name].connect = traced  # type: ignore[attr-defined]

    def _connecting(self, _args: tuple[Any, ...]) -> None:  # Any: as above
        """Give up the statements if a connection is made in another way: at this moment none can be traced yet."""
        if not getattr(self._busy, "connecting", False):
            self._seen.lost.add(SQL)

    def _statement(self, statement: str) -> None:
        if not self.is_deaf:
            self._saw_effect(SQL, (statement,))
        self._note("sql", str(statement))

    def _popen(self, args: tuple[Any, ...]) -> None:  # Any: as above
        self._note("command", words(args[1]), args[1])

    def _system(self, args: tuple[Any, ...]) -> None:  # Any: as above
        self._note("command", text_of(args[0]))

    def _exec(self, args: tuple[Any, ...]) -> None:  # Any: as above
        caller = sys._getframe(2)  # noqa: SLF001  as above
        if not caller.f_code.co_filename.endswith("subprocess.py"):  # told by subprocess.Popen already
            self._note("command", words(args[1]), args[1])

    def _open(self, args: tuple[Any, ...]) -> None:  # Any: as above
        path = args[0]
        if isinstance(path, (str, bytes)):
            name = text_of(path)
            if not name.endswith(QUIET_ENDS) and not name.startswith((sys.prefix, "/usr/", "/venv/")):
                self._note("open", name)


def place_of(thing: object, frames: Iterator[tuple[FrameType, int]]) -> tuple[str, int] | None:
    """Find the file and line of the innermost frame that made the thing, not one that was only handed it."""
    place = None
    for frame, line in frames:
        place = frame.f_code.co_filename, line
        handed = [frame.f_locals.get(name) for name in frame.f_code.co_varnames[: frame.f_code.co_argcount]]
        if not any(type(each) is type(thing) and is_made_of(thing, each) for each in handed):
            break
    return place


def is_made_of(thing: Any, handed: Any) -> bool:  # Any: both of one type, whichever the program used
    """Tell whether a thing is what was handed over, or the first of the statements in it."""
    return handed == thing or (type(thing) is str and thing[-1:] == ";" and handed.startswith(thing))


def text_of(value: object) -> str:
    """Show text or bytes."""
    return value.decode(errors="replace") if isinstance(value, bytes) else str(value)


def words(argv: object) -> str:
    """Show the words of a command as a shell would have to read them."""
    if isinstance(argv, (list, tuple)):
        return " ".join(quoted(text_of(word)) for word in argv)
    return text_of(argv)


def quoted(word: str) -> str:
    """Quote a word as ``shlex.quote`` does, which would be imported into the program for it."""
    return word if word and SAFE.issuperset(word) else "'" + word.replace("'", "'\"'\"'") + "'"
