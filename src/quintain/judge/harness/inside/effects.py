"""What audit events say of an effect, as text, so that the judge can look for an attacker's own words in it.

Sources: the table of audit events in the documentation of CPython. ``compile`` is left out: ``ast.parse`` raises it as
well, and runs nothing. This module imports nothing but ``sys``, for it is loaded into programs.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import CodeType
    from typing import Any, Final

    type Args = tuple[Any, ...]  # Any: audit arguments have no types

MAX_TEXTS: Final = 2000
MAX_CHARACTERS: Final = 2**18
MAX_CODES: Final = 200
SQL: Final = "sql"
END: Final = "quintain.end"
LEFT: Final = "quintain.left"
STARTS: Final = frozenset({"os.system", "os.exec", "os.posix_spawn", "subprocess.Popen", "pty.spawn"})
FORKS: Final = frozenset({"os.fork", "os.forkpty"})
UNHEARD: Final = (  # `concurrent.interpreters` and its like import one of these
    "_interp", "_xxsubinterp", "_xxinterp", "_testcapi", "_testinternalcapi", "_testlimitedcapi", "_testembed",
)  # fmt: skip
IMPORTER: Final = "<frozen importlib"
LIBRARY: Final = (sys.prefix + "/lib/", sys.base_prefix + "/lib/", "/usr/", "/venv/")


class Seen:
    """Distinct texts of each kind of event, until there are too many of one kind; then nothing more of it is kept.

    So the last that was said of a kind is there only if all that came before it is.
    """

    def __init__(self) -> None:
        self._texts: dict[str, dict[str, None]] = {}
        self._characters: dict[str, int] = {}
        self.lost: set[str] = set()

    def add(self, event: str, text: str) -> bool:
        """Keep a text; tell whether it is a new one."""
        texts = self._texts.setdefault(event, {})
        size = self._characters.get(event, 0) + len(text)
        if event in self.lost or text in texts:
            return False
        if len(texts) >= MAX_TEXTS or size > MAX_CHARACTERS:
            self.lost.add(event)
            return False
        texts[text] = None
        self._characters[event] = size
        return True

    def take(self, event: str) -> list[str]:
        """Hand over what was kept of one kind, and make room."""
        self._characters.pop(event, None)
        self.lost.discard(event)
        return list(self._texts.pop(event, ()))


def text_of(value: object) -> str:
    """Show text, bytes, a path or a descriptor, without any code of the program's.

    Raises:
        TypeError: it is something else.

    """
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, (bytes, bytearray)):
        return bytes(value).decode(errors="replace")
    if value is None or isinstance(value, int):
        return ""
    if type(value).__module__.startswith("pathlib"):
        return str(value)
    raise TypeError(type(value).__name__)


def words_of(value: object) -> str:
    """Show the words of a command, one behind the other."""
    if isinstance(value, (list, tuple)):
        return " ".join([text_of(word) for word in value])
    return text_of(value)


def effect_of(event: str, args: Args) -> str | None:
    """Say what an event means, or None if it means nothing that an attacker could want.

    Raises:
        Exception: its arguments are none that the interpreter itself would give.

    """
    if event == SQL:
        return str(args[0])
    if event in {"exec", "marshal.loads"}:
        caller = sys._getframe(3)  # noqa: SLF001  nothing public walks the stack
        if caller.f_code.co_filename.startswith(IMPORTER):
            return None
    text = EFFECTS[event][0](args).encode(errors="replace").decode()
    return None if event == "open" and text.startswith(LIBRARY) and "/.." not in text else text


def cause(event: str, word: str, audit: Callable[..., None]) -> None:
    """Raise an event of this kind that holds a word, as if it had happened."""
    if event == SQL:
        connection = __import__("sqlite3").connect(":memory:")
        connection.execute(f"SELECT 1 AS {word}").close()
        connection.close()
    else:
        audit(event, *EFFECTS[event][1](word))


def _code(args: Args) -> str:
    """Show the names and constants of code that is about to run."""
    texts: list[str] = []
    waiting: list[object] = [args[0]]
    codes = 0
    while waiting and codes < MAX_CODES:
        one = waiting.pop()
        if isinstance(one, (str, bytes)):
            texts.append(text_of(one))
        elif isinstance(one, (tuple, frozenset)):
            waiting += one
        elif hasattr(one, "co_consts"):
            code: CodeType = one  # type: ignore[assignment]
            codes += 1
            texts += code.co_names
            waiting += code.co_consts
    return " ".join(texts)


def _bytes(args: Args) -> str:
    return bytes(args[0]).decode("latin-1")


def _address(args: Args) -> str:
    return text_of(args[1][0] if isinstance(args[1], tuple) else args[1])


def _first(args: Args) -> str:
    return text_of(args[0])


def _second(args: Args) -> str:
    return words_of(args[1])


EFFECTS: Final[Mapping[str, tuple[Callable[[Args], str], Callable[[str], Args]]]] = {
    "pickle.find_class": (lambda args: f"{text_of(args[0])}.{text_of(args[1])}", lambda word: (word, word)),
    "exec": (_code, lambda word: (compile(repr(word), "<string>", "eval"),)),
    "import": (_first, lambda word: (word, None, None, None, None)),
    "open": (_first, lambda word: (word, "r", 0)),
    "os.system": (_first, lambda word: (word.encode(),)),
    "os.exec": (_second, lambda word: (word, [word], None)),
    "os.posix_spawn": (_second, lambda word: (word, [word], None)),
    "subprocess.Popen": (_second, lambda word: (word, [word], None, None)),
    "pty.spawn": (lambda args: words_of(args[0]), lambda word: ([word],)),
    "socket.connect": (_address, lambda word: (None, (word, 0))),
    "socket.getaddrinfo": (_first, lambda word: (word, 0, 0, 0, 0)),
    "socket.gethostbyname": (_first, lambda word: (word,)),
    "marshal.loads": (_bytes, lambda word: (word.encode(),)),
    "ctypes.dlopen": (_first, lambda word: (word,)),
}
