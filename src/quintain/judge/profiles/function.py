"""Profile ``function``: the suspect is a module whose functions the judge calls with values."""

from collections.abc import Iterator
from typing import Final

from quintain.judge.errors import Garbled, Raised, SuspectFault, Unsendable
from quintain.judge.harness.inside.values import Plain, Unserializable, decode, encode, opaque_in
from quintain.judge.profiles.spec import ProfileSpec
from quintain.judge.profiles.stand_ins import FunctionStandIns
from quintain.judge.suspect.box import SuspectBox
from quintain.judge.suspect.evidence import MarkedText, shorten
from quintain.judge.suspect.oracles import texts_of
from quintain.judge.suspect.tracebacks import lacking
from quintain.sandbox import Recording

SHOWN_CHARACTERS = 1000


class FunctionBox(SuspectBox):
    """The suspect as functions: ``box.call("contacts:is_email", "a@b.org")``."""

    def call(self, target: str, /, *args: object, **keywords: object) -> object:
        """Call ``module:function`` in the box and return a copy of its value.

        Arguments are built-in values of exact type, nested as you like; they arrive as they are sent.

        Returns:
            Built-in values of exact type, and paths as `PurePosixPath`. Everything else is a record (`Opaque`, `Array`)
            that equals only its like.

        Raises:
            Raised: the function, or the import of its module, raised an exception.
            Died, TimedOut, Garbled: it gave no answer.
            Unsendable: an argument cannot cross into the box.

        """
        packed = {"args": packed_for(target, list(args)), "keywords": packed_for(target, keywords)}
        self._show(target, args, keywords)
        caller = self.tripwire.caller
        caller.sent(texts_of((args, keywords)))
        try:
            answer = self._ask("call", target=target, **packed)
            if self.recording is not None:
                self.recording.append(({"do": "call", "target": target, **packed}, answer))
            self._log.saw(answer.get("events"))
            value = self._result(answer)
            self._note_unreadable(target, answer)
            self._starts.append("")
        except Raised as error:
            self._starts.append(lacking(error.thrown))
            if not error.thrown.is_whole:
                self.unreadable = (
                    self.unreadable or f"{target} raised an exception with more words than anyone can read"
                )
            caller.got([str(error)], f"what {target} raised")
            self._log.came_back(str(error), file=error.thrown.file, line=error.thrown.line)
            raise
        except SuspectFault as error:
            self._log.came_back(error.message)
            raise
        caller.got(texts_of(value), f"what {target} returned")
        self._log.came_back(shorten(repr(value), SHOWN_CHARACTERS))
        return value

    def load(self) -> None:
        """Import the target module."""
        answer = self._ask("load", module=self._run.target)
        self._answers += 1
        if "raised" in answer:
            raise self._raised(answer["raised"])

    def _show(self, target: str, args: tuple[object, ...], keywords: dict[str, object]) -> None:
        """Write down what is sent; every text in it is the sender's own."""
        parts: list[tuple[str, bool]] = [(target.replace(":", ".") + "(", False)]
        for number, (name, value) in enumerate([*(("", arg) for arg in args), *keywords.items()]):
            parts += [(", " if number else "", False), (f"{name}=" if name else "", False)]
            parts.append((shorten(repr(value), SHOWN_CHARACTERS), any(_texts((value,)))))
        hostile = [text for text in _texts((*args, *keywords.values())) if isinstance(text, str)]
        words = MarkedText.join([*parts, (")", False)])
        self.asked = f"from {words.text}"
        self._log.sent("Called", words, hostile)

    def _result(self, answer: dict[str, Plain]) -> object:
        self._answers += 1
        if "raised" in answer:
            raise self._raised(answer["raised"])
        if "returned" not in answer:
            raise Garbled("The answer holds no value.")
        return self._value(answer["returned"])

    def _note_unreadable(self, target: str, answer: dict[str, Plain]) -> None:
        """Note that something of an answer stays in the box, where a caller would have read it."""
        kind = opaque_in(answer.get("returned"))
        if kind:
            self.unreadable = self.unreadable or f"{target} returned an object of the type {kind}"


def packed_for(target: str, value: object) -> Plain:
    """Write arguments so that they arrive as they are sent.

    Raises:
        Unsendable: one of them would arrive as something else, or not at all.

    """
    try:
        plain = encode(value)
        decode(plain)
    except (Unserializable, RecursionError) as error:
        raise Unsendable(f"An argument of box.call({target!r}) cannot cross into the box: {error}.") from error
    strange = next(_strangers(plain), None)
    if strange is not None:
        raise Unsendable(
            f"An argument of box.call({target!r}) cannot cross into the box: it holds {strange}. "
            "Send built-in values of exact type: texts, bytes, numbers, dates, lists, tuples, sets, dictionaries."
        )
    return plain


def _strangers(plain: Plain) -> Iterator[str]:
    """Name what was no value of the language, but only a record of one."""
    match plain:
        case {"$": "opaque", "type": kind}:
            yield f"a {kind}"
        case {"$": "exception", "names": [name, *_]}:
            yield f"a {name}"
        case {"$": "array"}:
            yield "an array"
        case {"$": "path"}:
            yield "a path"
        case {"$": _, "v": inner}:
            yield from _strangers(inner)
        case list():
            for each in plain:
                yield from _strangers(each)


def _texts(value: object) -> Iterator[str | bytes]:
    """Find the texts in what is sent, however deep they lie."""
    match value:
        case str() | bytes():
            yield value
        case list() | tuple() | set() | frozenset():
            for each in value:
                yield from _texts(each)
        case dict():
            yield from _texts([*value, *value.values()])


SPEC: Final = ProfileSpec(FunctionBox, FunctionStandIns(), recording=Recording.PROGRAMS)
