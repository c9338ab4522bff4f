"""Watches all that comes back for secrets that its receiver may not see, whatever way they took.

An attack looks for its effect where its author expects it. The tripwire looks at every answer, file and connection of
every test and attack: a secret in the wrong hands is a leak, no matter who asked for it and however it is written.
"""

import re
from base64 import b64encode
from codecs import encode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from functools import cached_property
from string import digits
from typing import Final
from unicodedata import normalize

from quintain.judge.suspect.chance import stands_alone
from quintain.judge.suspect.unpacking import inner_texts
from quintain.packs.model.lab import ANYONE, FILE, Canary, CanaryKind

SHORTEST_TURNED: Final = 8  # shorter ones are written in some code by chance
HALVED: Final = frozenset({CanaryKind.TOKEN, CanaryKind.PASSWORD})  # the halves of others are too short
BEFORE_TOKENS: Final = "canary-"
MASKED: Final = 2  # so many of the characters that were drawn may be missing at the ends; ten are left, and no chance
NO_LETTER_OR_DIGIT: Final = re.compile(r"[^0-9a-z]+")

MOST_DIGITS: Final = 10_000  # among more of them, any six are there too often to mean anything
SEPARATORS: Final = ",.'\N{RIGHT SINGLE QUOTATION MARK}_ "
BEYOND_ASCII: Final = re.compile(r"\\u((?!00[0-7])[0-9a-fA-F]{4})")  # as JSON writes them
INSIDE: Final = ", in something that is coded or compressed"
LONGEST_FOLD: Final = 3  # characters that one becomes where case makes no difference

AS_IT_IS: Final = "as it is"
BASE64: Final = str.maketrans("-_", "+/")

type Reader = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Trip:
    """A secret in the wrong hands: its name, the text that held it, who received it, and how it was written.

    One that is ``doubtful`` may be there by chance: only if other secrets are found in the same way, it is none.
    """

    name: str
    text: str
    receiver: str
    form: str
    doubtful: bool = False

    def __str__(self) -> str:
        return f"{self.receiver} holds the secret {self.name}{self.form}, which its receiver may not see."


@dataclass(frozen=True, slots=True)
class Needle:
    """What is looked for, and how a reader is told that it was written."""

    form: str
    text: str
    is_part: bool = False
    doubtful: bool = False


class Sought:
    """One secret, and all that gives it away."""

    def __init__(self, name: str, canary: Canary, secret: str) -> None:
        self.name, self.canary, self.secret = name, canary, secret

    @cached_property
    def needles(self) -> tuple[tuple[str, tuple[Needle, ...]], ...]:
        """Give the secret in plain, and in the codes in which programs write, by the reading that each needs."""
        secret = self.secret
        if self.canary.kind is CanaryKind.NUMBER or len(secret) < SHORTEST_TURNED:
            return self._short_needles()
        folded = secret.casefold()
        return (
            (
                "folded",
                (
                    Needle("", folded),
                    Needle(", backwards", folded[::-1]),
                    Needle(", each letter moved by thirteen", encode(folded, "rot13")),
                ),
            ),
            (
                "squeezed",
                (
                    Needle(", with something between its letters", NO_LETTER_OR_DIGIT.sub("", folded)),
                    Needle(", in hexadecimal", secret.encode().hex()),
                    Needle(", as escapes", "x".join(f"{ord(letter):02x}" for letter in secret)),
                    Needle(", as escapes", "u".join(f"{ord(letter):04x}" for letter in secret)),
                    Needle(", as numbers of its letters", "".join(str(ord(letter)) for letter in secret)),
                    Needle(", as octal numbers of its letters", "".join(f"{ord(letter):03o}" for letter in secret)),
                    Needle(", in binary", "".join(f"{ord(letter):08b}" for letter in secret)),
                    *(Needle(", but for one or two letters", part, is_part=True) for part in self.parts),
                ),
            ),
            ("base64", tuple(Needle(", in base64", text) for text in _in_base64(secret))),
        )

    def _short_needles(self) -> tuple[tuple[str, tuple[Needle, ...]], ...]:
        """Give a few digits in plain and in groups, and the codes in which they may be by chance as well."""
        secret = self.secret
        grouped = (f"{int(secret):,}".replace(",", mark) for mark in SEPARATORS) if secret.isdecimal() else ()
        squeezed = {
            ", with something between its digits": secret,
            ", backwards": secret[::-1],
            ", in hexadecimal": secret.encode().hex(),
            ", as numbers of its letters": "".join(str(ord(letter)) for letter in secret),
        }
        if secret.isdecimal():
            squeezed[", as a number in hexadecimal"] = f"{int(secret):x}"
        base64 = tuple(Needle(", in base64", text, doubtful=True) for text in _in_base64(secret))
        return (
            (AS_IT_IS, (Needle("", secret), *(Needle(", in groups of digits", text) for text in grouped))),
            ("squeezed", tuple(Needle(form, text, doubtful=True) for form, text in squeezed.items())),
            ("base64", base64),
        )

    @cached_property
    def halves(self) -> tuple[str, ...]:
        """Give the two halves of what was drawn, if they are long enough to be told from chance."""
        if self.canary.kind not in HALVED:
            return ()
        middle = len(self.drawn) // 2
        return self.drawn[:middle], self.drawn[middle:]

    @property
    def drawn(self) -> str:
        """Give the characters that were drawn."""
        return self.secret.removeprefix(BEFORE_TOKENS)

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """Give, folded, what a mask leaves that hides a letter at either end, or two at one."""
        if self.canary.kind not in HALVED:
            return ()
        folded, size = self.drawn.casefold(), len(self.drawn) - MASKED
        return tuple(folded[first : first + size] for first in range(MASKED + 1))

    @property
    def core(self) -> str:
        """Give what all its parts have in common, and so the whole in the same reading; empty if it has no parts."""
        return self.parts[0][MASKED:] if self.parts else ""

    def found_in(self, text: "Text", *, in_part: bool = True) -> Needle | None:
        """Return the first needle that a text holds, one without doubt before others.

        Without ``in_part`` it is none that is only a part of the secret.
        """
        doubtful: Needle | None = None
        for name, needles in self.needles:
            reading = text.read(name)
            for needle in needles:
                if needle.text not in reading or (needle.is_part and not in_part):
                    continue
                if not needle.doubtful and (name != AS_IT_IS or _is_number(needle.text, reading)):
                    return needle
                if doubtful is None and text.has_few_digits:
                    doubtful = replace(needle, doubtful=True)
        return doubtful


class Text:
    """A text that came back, in the readings that needles need, each made once.

    Letters that differ only in form, such as full-width ones, are one letter (NFKC).
    """

    __slots__ = ("_made", "_text")

    def __init__(self, text: str) -> None:
        if "\\u" in text:
            text = BEYOND_ASCII.sub(lambda found: chr(int(found[1], 16)), text)
        self._text = text if text.isascii() else normalize("NFKC", text)
        self._made: dict[str, str] = {}

    @property
    def has_few_digits(self) -> bool:
        """Whether it is unlikely that any six digits are among those of the text."""
        return sum(map(self._text.count, digits)) <= MOST_DIGITS

    def is_shorter_than(self, size: int) -> bool:
        """Whether none of its readings has so many characters."""
        return LONGEST_FOLD * len(self._text) < size

    def read(self, name: str) -> str:
        """Return a reading of the text."""
        reading = self._made.get(name)
        if reading is None:
            reading = self._made[name] = READINGS[name](self._text)
        return reading


READINGS: Final[Mapping[str, Reader]] = {
    AS_IT_IS: str,
    "folded": str.casefold,
    "squeezed": lambda text: NO_LETTER_OR_DIGIT.sub("", text.casefold()),
    "base64": lambda text: re.sub(r"\s+", "", text).translate(BASE64),
}


def _is_number(number: str, reading: str) -> bool:
    """Whether a number is a number of its own, and one in groups no two items of a list."""
    if number.isdecimal():
        return stands_alone(number, reading, is_number=True)
    marks = re.escape(SEPARATORS)
    around = (rf"(?<![\d\[(,])(?<!\d[{marks}])", rf"(?![\d\]),])(?![{marks}]\d)")
    return re.search(re.escape(number).join(around), reading) is not None


class Receiver:
    """Someone who sends and gets answers: a session, the caller of functions, a file, a server."""

    def __init__(self, tripwire: "Tripwire", name: str, allowed: frozenset[str] = frozenset()) -> None:
        self._tripwire, self._name, self._allowed = tripwire, name, allowed
        self._knows: set[str] = set()
        self._knows_part: set[str] = set()
        self._halves: dict[tuple[str, str], bool] = {}

    def sent(self, texts: Iterable[str]) -> None:
        """Note which secrets the receiver has shown to know."""
        for text in texts:
            self._knows |= {each.name for each in self._tripwire.all if each.secret in text}
            folded = text.casefold()
            self._knows_part |= {each.name for each in self._tripwire.all if any(part in folded for part in each.parts)}

    def got(self, texts: Iterable[str], what: str = "") -> None:
        """Look at what comes back; ``what`` names it for a reader."""
        watched = [each for each in self._tripwire.watched if not self._may_see(each)]
        if not watched or self._tripwire.is_certain:
            return
        for whole in dict.fromkeys(texts):
            if self._trips_over(whole, "", watched, what or self._name):
                return
            for inner in inner_texts(whole):
                if self._trips_over(inner, INSIDE, watched, what or self._name):
                    return

    def _trips_over(self, came: str, where: str, watched: Iterable[Sought], name: str) -> bool:
        text = Text(came)
        for sought in () if self._tripwire.is_clean(text) else watched:
            in_part = sought.name not in self._knows_part
            needle = sought.found_in(text, in_part=in_part) or self._in_two_parts(text, sought)
            if needle is None or (needle.doubtful and self._tripwire.trip is not None):
                continue
            receiver = name[:1].upper() + name[1:]
            self._tripwire.trip = Trip(sought.name, needle.text, receiver, needle.form + where, needle.doubtful)
            if not needle.doubtful:
                return True
        return False

    def _may_see(self, sought: Sought) -> bool:
        return bool(
            sought.name in self._knows
            or sought.name in self._allowed
            or not self._knows.isdisjoint(sought.canary.audience)
        )

    def _in_two_parts(self, text: Text, sought: Sought) -> Needle | None:
        """Return the second half of a secret once both have come."""
        if not sought.halves:
            return None
        folded = text.read("folded")
        for half in sought.halves:
            if half.casefold() in folded:
                certain = _is_certain_half(half.casefold(), folded)
                self._halves[sought.name, half] = certain or self._halves.get((sought.name, half), False)
        if all((sought.name, half) in self._halves for half in sought.halves):
            doubtful = not all(self._halves[sought.name, half] for half in sought.halves)
            return Needle(", in two parts", sought.halves[1], doubtful=doubtful)
        return None


def _is_certain_half(half: str, folded: str) -> bool:
    """Tell whether a half is no chance; that of a token is six hexadecimal digits, which digests hold too."""
    return len(half) >= SHORTEST_TURNED or stands_alone(half, folded)


class Tripwire:
    """All secrets of one box, and the first that came into the wrong hands during a check."""

    def __init__(
        self,
        canaries: Mapping[str, Canary],
        drawn: Mapping[str, str],
        planted: Mapping[str, bytes],
    ) -> None:
        """Watch a box.

        Args:
            canaries: the lab's.
            drawn: the secret of each.
            planted: the files that lie in the box before anybody uses it; each may hold what it holds then.

        """
        self.all = tuple(Sought(name, canaries[name], secret) for name, secret in drawn.items())
        self.watched = tuple(each for each in self.all if each.canary.audience not in {(), (ANYONE,)})
        self.trip: Trip | None = None
        self._planted = planted
        self._caller: Receiver | None = None

    @property
    def is_certain(self) -> bool:
        """Whether a secret has come into the wrong hands that cannot be there by chance."""
        return self.trip is not None and not self.trip.doubtful

    def is_clean(self, text: Text) -> bool:
        """Whether nothing in a text gives away any secret to any receiver: most texts that come back are so."""
        if text.is_shorter_than(self._shortest):
            return True
        for name, needles in self._all_needles:
            reading = text.read(name)
            for needle in needles:  # the innermost loop of all that comes back: no call and no generator
                if needle in reading:
                    return False
        return True

    @cached_property
    def _shortest(self) -> int:
        return min((len(needle) for _, needles in self._all_needles for needle in needles), default=0)

    @cached_property
    def _all_needles(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """All that gives any secret away, halves and cores of secrets among them, by the reading that each needs."""
        by_reading: dict[str, list[str]] = {}
        for sought in self.watched:
            for name, needles in sought.needles:
                texts = [needle.text for needle in needles if not (sought.core and sought.core in needle.text)]
                by_reading.setdefault(name, []).extend(texts)
            if sought.core:
                by_reading.setdefault("squeezed", []).append(sought.core)
            by_reading.setdefault("folded", []).extend(half.casefold() for half in sought.halves)
        return tuple((name, tuple(texts)) for name, texts in by_reading.items())

    def begin(self) -> None:
        """Begin another check, in which nobody knows anything yet."""
        self.trip = self._caller = None

    @property
    def caller(self) -> Receiver:
        """The one who calls functions or runs programs during one check."""
        if self._caller is None:
            self._caller = self.receiver("the answer")
        return self._caller

    def receiver(self, name: str) -> Receiver:
        """Make a receiver that knows nothing yet, such as a client's session."""
        return Receiver(self, name)

    def file(self, path: str) -> Receiver:
        """Make a receiver of a file: it may hold what was planted in it, and secrets whose audience names it."""
        planted = self._planted.get(path, b"").decode("utf-8", "replace")
        names = [
            sought.name
            for sought in self.watched
            if sought.secret in planted or any(_is_file(entry, path) for entry in sought.canary.audience)
        ]
        return Receiver(self, f"the file {path}", frozenset(names))

    @property
    def audiences(self) -> frozenset[str]:
        """All entries that are in the audience of any secret."""
        return frozenset(entry for sought in self.watched for entry in sought.canary.audience)

    def server(self, entry: str, name: str) -> Receiver:
        """Make a receiver that is a server, known as an entry of an audience, or unknown: then ``entry`` is empty."""
        names = [sought.name for sought in self.watched if entry and entry in sought.canary.audience]
        return Receiver(self, name, frozenset(names))


def _is_file(entry: str, path: str) -> bool:
    return entry.startswith(FILE) and fnmatchcase(path, entry.removeprefix(FILE))


def _in_base64(secret: str) -> Iterable[str]:
    """Give what base64 makes of a text in each of the three places where it may begin, without its ends."""
    for before in range(3):
        written = b64encode(b"\0" * before + secret.encode()).decode().rstrip("=")
        start = (0, 2, 3)[before]
        end = len(written) if (before + len(secret)) % 3 == 0 else len(written) - 1
        yield written[start:end]
