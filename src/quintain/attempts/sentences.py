"""The judge's sentences in the language of a page: they are stored in English, by decision 76.

What a verdict counts is in its checks, from which its first sentence is made again in another language. Other
sentences and labels are found by the English text with its values, as in a catalog of GNU gettext.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from django.utils.translation import gettext, gettext_noop, ngettext

from quintain.judge.grading import sentences as english
from quintain.judge.tally import Tally, by_cause, only_attacks, only_tests, start_of, tally
from quintain.judge.verdict import Check, Kind, Outcome, Result
from quintain.web import course_words

type Facts = Mapping[str, object]

MOST_DEPTH: Final = 3
OF_THE_JUDGE: Final = frozenset({"sentence", "cause", "label", "error"})
"""Values that are sentences or labels of the judge themselves, up to three within each other."""

PATTERNS: Final = (
    # Whole sentences of which others are parts come first.
    gettext_noop("The program does not start: %(sentence)s"),
    gettext_noop("%(label)s (second copy)"),
    gettext_noop("Tried before each of %(calls)s calls. %(sentence)s"),
    gettext_noop("%(sentence)s. Nobody can see what is in it, so it repels nothing."),
    gettext_noop("%(sentence)s. Your program raised %(cause)s"),
    gettext_noop("Your program raised %(cause)s"),
    gettext_noop("A second copy of your program, with other secrets, gave no answer. %(sentence)s"),
    gettext_noop("A second copy of your program, with other secrets, refused what your program gives: %(error)s"),
    gettext_noop(
        "A second copy of your program, with other secrets, issued no %(thing)s, "
        "so nobody can see whether your program would accept it."
    ),
    gettext_noop(
        "A second copy of your program, with other secrets, issued this %(thing)s; your program accepted it: %(value)s"
    ),
    gettext_noop("Your program refuses the %(thing)s that a second copy of it, with other secrets, has issued."),
    # What came of attacks.
    gettext_noop("Our judge stopped here, not your code."),
    gettext_noop("Our judge stopped, not your code. This attempt does not count."),
    gettext_noop("An attack of this kind gets through."),
    gettext_noop("No attack of this kind gets through."),
    gettext_noop("After the attack, an honest user does not get through any more."),
    gettext_noop("An honest user does not get through, even before the attack."),
    gettext_noop("The program refused: %(error)s"),
    gettext_noop("The answer holds %(thing)s."),
    gettext_noop("The answer does not hold %(thing)s."),
    gettext_noop("%(receiver)s holds the secret %(name)s, which its receiver may not see."),
    gettext_noop("The kernel saw it start: %(command)s"),
    gettext_noop("The kernel saw no such command start."),
    gettext_noop("Twice the text costs %(times)s times the work: %(characters)s characters take %(seconds)s s."),
    gettext_noop("%(characters)s characters take %(seconds)s s of work, and it grows with the text."),
    gettext_noop("%(characters)s characters keep it busy until it is stopped; %(fewer)s took %(seconds)s s."),
    gettext_noop("%(characters)s characters keep it busy until it is stopped."),
    gettext_noop("The program makes no such call, so there is no moment to come between."),
    gettext_noop("The effect of the race shows though nobody has interfered."),
    gettext_noop("The judge cannot hear whether %(event)s happens in your program."),
    # What came of tests.
    gettext_noop("expected anything but %(value)s, and got it"),
    gettext_noop("expected something that begins with %(value)s, got %(got)s"),
    gettext_noop("expected something that ends with %(value)s, got %(got)s"),
    gettext_noop("expected less than %(value)s, got %(got)s"),
    gettext_noop("expected more than %(value)s, got %(got)s"),
    gettext_noop("expected %(value)s at most, got %(got)s"),
    gettext_noop("expected %(value)s at least, got %(got)s"),
    gettext_noop("expected nothing, got %(got)s"),
    gettext_noop("expected something, got %(got)s"),
    gettext_noop("expected %(value)s, got %(got)s"),
    gettext_noop("%(value)s is missing in %(whole)s"),
    gettext_noop("%(value)s must not be in %(whole)s"),
    gettext_noop("the program should have refused this with an exception, and did not"),
    gettext_noop("the program should not have answered this, and did"),
    gettext_noop("what the test expects is not so"),
    gettext_noop("this is not so: %(condition)s"),
    gettext_noop("the answer lacks %(value)s"),
    gettext_noop("the answer holds less than was expected"),
    gettext_noop("the answer is not what was expected: %(value)s"),
    # How a program ends, or does not answer.
    gettext_noop("It works for more than %(seconds)s seconds before it can be asked."),
    gettext_noop("It does not start: %(error)s"),
    gettext_noop("The program used up its processor time."),
    gettext_noop("The program did not answer in time."),
    gettext_noop("The app did not answer in time."),
    gettext_noop("The app cut the connection."),
    gettext_noop("The program ended itself."),
    gettext_noop("The program ended without an answer."),
    gettext_noop("The program is gone."),
    gettext_noop("The program was killed by signal %(number)s."),
    gettext_noop("The program was ended: it took more memory than it may."),
    gettext_noop("The program was ended: it started more processes than it may."),
    gettext_noop("The program was ended: it flooded its output."),
    gettext_noop("The program did not end within %(seconds)s seconds."),
    gettext_noop("No answer within %(seconds)s seconds."),
    gettext_noop("The answer is longer than one mebibyte."),
    gettext_noop("The answer is no JSON: %(text)s"),
    gettext_noop("The answer is no HTTP: %(error)s"),
    gettext_noop("The program's answer cannot be read."),
    gettext_noop("The value that came back cannot be read."),
    gettext_noop("Nobody interfered, and yet the program did not do its work."),
    # What a search has found.
    gettext_noop("After %(calls)s calls, an attacker has succeeded: %(words)s"),
    gettext_noop("After %(calls)s calls, your program accepts what every sound fix refuses: %(words)s."),
    gettext_noop("After %(calls)s calls, your program refuses what every sound fix accepts: %(words)s."),
    gettext_noop("After %(calls)s calls, your program answers in another way than every sound fix: %(words)s."),
    gettext_noop("In one call, an attacker has succeeded: %(words)s"),
    gettext_noop("In one call, your program accepts what every sound fix refuses: %(words)s."),
    gettext_noop("In one call, your program refuses what every sound fix accepts: %(words)s."),
    gettext_noop("In one call, your program answers in another way than every sound fix: %(words)s."),
    # What came of a learner's own exploit.
    gettext_noop("You stopped the run."),
    gettext_noop("Your exploit did not come to its end, so this says nothing about it."),
    gettext_noop("The run was stopped: its time is over."),
    gettext_noop("The run was stopped: it used up its processor time."),
    gettext_noop("The run was stopped: it took more memory than it may."),
    gettext_noop("The run was stopped: it started more processes than it may."),
    gettext_noop("The run was stopped: it printed more than anyone would read."),
    gettext_noop("The run was stopped: it asked the target more than %(most)s times."),
    gettext_noop("The target is out of service: %(sentence)s"),
    gettext_noop("The target still answers."),
    gettext_noop("Your exploit printed %(thing)s."),
    gettext_noop("What your exploit printed does not contain %(thing)s. The target gave no answer: %(sentence)s"),
    gettext_noop("What your exploit printed does not contain %(thing)s."),
    # What evidence is called.
    gettext_noop("SQL as executed"),
    gettext_noop("SQL that the database refused"),
    gettext_noop("Command as started"),
    gettext_noop("Path as opened"),
    gettext_noop("Your program raised"),
    gettext_noop("Came back"),
    gettext_noop("Sent"),
    gettext_noop("Called"),
    gettext_noop("Ran"),
    gettext_noop("Started"),
    gettext_noop("Who holds what"),
    gettext_noop("In %(path)s"),
    gettext_noop("About %(path)s"),
    gettext_noop("Written to %(path)s"),
    gettext_noop("The attacker's move"),
    gettext_noop("What the server at port %(port)s showed"),
    gettext_noop("What the server at port %(port)s heard"),
    gettext_noop("What the indexes offered"),
    gettext_noop("What the indexes were asked"),
    gettext_noop("%(count)s exchange came before this and is not shown."),
    gettext_noop("%(count)s exchanges came before this and are not shown."),
    gettext_noop("%(count)s steps between these are not shown."),
)
"""Sentences and labels of the judge that learners read; what belongs to an author or an operator is not here."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A sentence as gettext knows it: the text between its values, and their names."""

    id: str
    between: tuple[str, ...]
    names: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> "Pattern":
        """Take a text with values such as ``%(name)s`` apart."""
        first, *others = text.split("%(")
        pieces = [other.partition(")s") for other in others]
        return cls(text, (first, *(after for _, _, after in pieces)), tuple(name for name, _, _ in pieces))

    def values_in(self, text: str) -> dict[str, str] | None:
        """Return the values with which it reads as ``text``, each as short as can be; None if there are none.

        It takes time in proportion to the text, whatever a program has put into it.
        """
        first, *middle = self.between
        if not middle:
            return {} if text == first else None
        last = middle.pop()
        if not (text.startswith(first) and text.endswith(last)) or len(text) <= len(first) + len(last):
            return None
        reached, end, found = len(first), len(text) - len(last), list[str]()
        for piece in middle:
            place = text.find(piece, reached + 1, end)
            if place < 0:
                return None
            found.append(text[reached:place])
            reached = place + len(piece)
        if reached >= end:
            return None
        return dict(zip(self.names, [*found, text[reached:end]], strict=True))


@cache
def _patterns() -> tuple[Pattern, ...]:
    return tuple(Pattern.of(text) for text in PATTERNS)


def translate_sentence(text: str, depth: int = MOST_DEPTH) -> str | None:
    """Return a sentence or label of the judge in the language of the page; None if it is in no catalog."""
    translated = course_words.translate(text)
    if translated != text:
        return translated
    for pattern in _patterns():
        values = pattern.values_in(text)
        if values is not None:
            return gettext(pattern.id) % {name: _translate_value(name, value, depth) for name, value in values.items()}
    return None


def _translate_value(name: str, text: str, depth: int) -> str:
    return (translate_sentence(text, depth - 1) if depth and name in OF_THE_JUDGE else None) or text


def say(text: str) -> str:
    """Return a sentence or label of the judge in the language of the page as far as it can be."""
    return (translate_sentence(text) if course_words.speaks_other() else None) or text


def sentence_in_list(text: str) -> str:
    """Return the sentence of a verdict without its checks: in another language, only if it is in a catalog."""
    return (translate_sentence(text) or "") if course_words.speaks_other() else text


def say_verdict(result: str, sentence: str, checks: Sequence[Facts]) -> str:
    """Return the first sentence of a verdict in the language of the page as far as it can be."""
    return (translate_verdict(result, sentence, checks) if course_words.speaks_other() else None) or sentence


def translate_verdict(result: str, sentence: str, checks: Sequence[Facts]) -> str | None:
    """Return the first sentence of a verdict in the language of the page; None if it cannot be told.

    It is made of the checks if the English one, which was stored, is as well.
    """
    if result in set(Result):  # before, checks may still wait
        counted = tuple(_check_of(check) for check in checks)
        if sentence == english.of_verdict(Result(result), counted):
            return of_verdict(Result(result), counted)
    return translate_sentence(sentence)


def of_verdict(result: Result, checks: Sequence[Check]) -> str:
    """Say in the language of the page what the judge says in English; see `quintain.judge.grading.sentences`."""
    attacks, tests, start = only_attacks(checks), only_tests(checks), start_of(checks)
    if start is not None:
        cause = translate_sentence(start.sentence) or start.sentence
        return gettext("The program does not start: %(sentence)s") % {"sentence": cause}
    match result:
        case Result.PROVEN:
            return _proven(len(attacks), len(tests))
        case Result.STILL_OPEN:
            landed = [check for check in attacks if check.outcome is Outcome.LANDED]
            of = _count(attacks)
            return f"{_succeed(of.bad, of.all)}: {_named(landed)}{_untried(_count(tests), of)}"
        case Result.BROKEN:
            return _broken(tests) + _untried(_count(tests), _count(attacks))
        case Result.ERROR:
            return gettext("Our judge stopped, not your code. This attempt does not count.")


def _check_of(check: Facts) -> Check:
    """Return as much of a stored check as its verdict's sentence needs."""
    return Check(
        id=str(check["id"]),
        kind=Kind(str(check["kind"])),
        number=0,
        title=str(check["title"]),
        outcome=Outcome(str(check["outcome"])),
        sentence=str(check.get("sentence", "")),
        hidden=bool(check.get("hidden")),
        cause=str(check.get("cause", "")),
    )


def _count(checks: Sequence[Check]) -> Tally:
    return tally(check.outcome for check in checks)


def _proven(attacks: int, tests: int) -> str:
    if not attacks:
        return _pass(tests) + "."
    match attacks:
        case 1:
            stopped = gettext("The one attack is stopped")
        case 2:
            stopped = gettext("Both attacks are stopped")
        case _:
            stopped = gettext("All %(number)s attacks are stopped") % {"number": _number(attacks)}
    passed = _pass(tests)
    return gettext("%(attacks)s, and %(tests)s.") % {"attacks": stopped, "tests": passed[:1].lower() + passed[1:]}


def _pass(tests: int) -> str:
    match tests:
        case 1:
            return gettext("The one test passes")
        case 2:
            return gettext("Both tests pass")
        case _:
            return gettext("All %(number)s tests pass") % {"number": _number(tests)}


def _succeed(count: int, of: int) -> str:
    if count < of:
        words = ngettext("One attack of %(all)s succeeds", "%(number)s attacks of %(all)s succeed", count)
        return _capital(words % {"number": _number(count), "all": _number(of)})
    match of:
        case 1:
            return gettext("The one attack succeeds")
        case 2:
            return gettext("Both attacks succeed")
        case _:
            return gettext("All %(number)s attacks succeed") % {"number": _number(of)}


def _fail(count: int, of: int) -> str:
    if count < of:
        words = ngettext("One test of %(all)s fails", "%(number)s tests of %(all)s fail", count)
        return _capital(words % {"number": _number(count), "all": _number(of)})
    match of:
        case 1:
            return gettext("The one test fails")
        case 2:
            return gettext("Both tests fail")
        case _:
            return gettext("All %(number)s tests fail") % {"number": _number(of)}


def _broken(tests: Sequence[Check]) -> str:
    failed = [check for check in tests if check.outcome is Outcome.FAILED]
    sentence = _fail(len(failed), len(tests))
    cause, alike = next(iter(by_cause(failed).items()), ("", ()))
    facts = {"sentence": sentence, "cause": translate_sentence(cause) or cause}
    if alike and len(alike) == len(failed):
        return gettext("%(sentence)s in the same way: %(cause)s.") % facts
    if alike:
        words = gettext("%(sentence)s, %(number)s of them in the same way: %(cause)s.")
        return words % (facts | {"number": _number(len(alike))})
    if all(check.outcome is Outcome.PASSED for check in tests if check.kind is Kind.TEST):
        words = gettext("What worked before still works. %(sentence)s, for a fix must also bring this: %(titles)s")
        return words % {"sentence": sentence, "titles": _named(failed)}
    return f"{sentence}: {_named(failed)}"


def _untried(tests: Tally, attacks: Tally) -> str:
    """Say what was not tried; nothing if all was."""
    parts = []
    if tests.untried:
        parts.append(ngettext("one test", "%(number)s tests", tests.untried) % {"number": _number(tests.untried)})
    if attacks.untried:
        words = ngettext("one attack", "%(number)s attacks", attacks.untried)
        parts.append(words % {"number": _number(attacks.untried)})
    match parts:
        case []:
            return ""
        case [one]:
            things = one
        case [one, other, *_]:
            things = gettext("%(tests)s and %(attacks)s") % {"tests": one, "attacks": other}
    words = ngettext("%(things)s was not tried.", "%(things)s were not tried.", tests.untried + attacks.untried)
    return " " + words % {"things": _capital(things)}


def _number(count: int) -> str:
    return gettext(english.NUMBERS[count]) if count < len(english.NUMBERS) else str(count)


def _named(checks: Sequence[Check]) -> str:
    titles = [_title(check) for check in checks[: english.NAMED]]
    more = len(checks) - len(titles)
    if more:
        titles.append(gettext("and %(number)s more") % {"number": _number(more)})
    return "; ".join(titles) + "."


def _title(check: Check) -> str:
    title = english.HIDDEN.sub("", course_words.translate(check.title)).rstrip(".")
    return gettext("%(title)s (hidden)") % {"title": _capital(title)} if check.hidden else title


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
