"""The sentence that a learner reads first: short, concrete, and about what the code does."""

import re
from collections.abc import Sequence
from typing import Final

from quintain.judge.tally import Tally, by_cause, only_attacks, only_tests, start_of, tally
from quintain.judge.verdict import Check, Kind, Outcome, Result

NUMBERS: Final = "no one two three four five six seven eight nine ten eleven twelve".split()  # noqa: SIM905
NAMED: Final = 3
HIDDEN: Final = re.compile(r"^(?:held out|hidden): ", re.IGNORECASE)  # codespell:ignore


def of_verdict(result: Result, checks: Sequence[Check]) -> str:
    """Say in a sentence or two what a submission came to; every number is one of `tally`."""
    attacks, tests, start = only_attacks(checks), only_tests(checks), start_of(checks)
    if start is not None:
        return f"The program does not start: {start.sentence}"
    match result:
        case Result.PROVEN:
            return _proven(attacks, tests)
        case Result.STILL_OPEN:
            landed = [check for check in attacks if check.outcome is Outcome.LANDED]
            of = _count(attacks)
            sentence = f"{_some(of.bad, of.all, 'attack', 'succeeds', 'succeed')}: {_named(landed)}"
            return sentence + _untried(_count(tests), of)
        case Result.BROKEN:
            return _broken(tests) + _untried(_count(tests), _count(attacks))
        case Result.ERROR:
            return "Our judge stopped, not your code. This attempt does not count."


def _count(checks: Sequence[Check]) -> Tally:
    return tally(check.outcome for check in checks)


def _proven(attacks: Sequence[Check], tests: Sequence[Check]) -> str:
    passes = f"{_all(len(tests), 'test')} {'passes' if len(tests) == 1 else 'pass'}"
    if not attacks:
        return f"{passes}."
    stopped = f"{_all(len(attacks), 'attack')} {'is' if len(attacks) == 1 else 'are'} stopped"
    return f"{stopped}, and {passes[:1].lower()}{passes[1:]}."


def _broken(tests: Sequence[Check]) -> str:
    failed = [check for check in tests if check.outcome is Outcome.FAILED]
    sentence = _some(len(failed), len(tests), "test", "fails", "fail")
    cause, alike = next(iter(by_cause(failed).items()), ("", ()))
    if alike and len(alike) == len(failed):
        return f"{sentence} in the same way: {cause}."
    if alike:
        return f"{sentence}, {_number(len(alike))} of them in the same way: {cause}."
    if all(check.outcome is Outcome.PASSED for check in tests if check.kind is Kind.TEST):
        return f"What worked before still works. {sentence}, for a fix must also bring this: {_named(failed)}"
    return f"{sentence}: {_named(failed)}"


def _untried(tests: Tally, attacks: Tally) -> str:
    """Say what was not tried; nothing if all was."""
    counts = ((tests.untried, "test"), (attacks.untried, "attack"))
    parts = [f"{_number(count)} {what}{'' if count == 1 else 's'}" for count, what in counts if count]
    if not parts:
        return ""
    words = " and ".join(parts)
    return f" {words[:1].upper()}{words[1:]} {'was' if tests.untried + attacks.untried == 1 else 'were'} not tried."


def _some(count: int, of: int, what: str, one: str, many: str) -> str:
    """Count a part of a whole: "One attack of six succeeds", "Both tests fail"."""
    if count == of:
        return f"{_all(of, what)} {one if of == 1 else many}"
    words = f"{_number(count)} {what}{'' if count == 1 else 's'} of {_number(of)} {one if count == 1 else many}"
    return words[:1].upper() + words[1:]


def _all(count: int, what: str) -> str:
    match count:
        case 1:
            return f"The one {what}"
        case 2:
            return f"Both {what}s"
        case _:
            return f"All {_number(count)} {what}s"


def _number(count: int) -> str:
    return NUMBERS[count] if count < len(NUMBERS) else str(count)


def _named(checks: Sequence[Check]) -> str:
    titles = [_title(check) for check in checks[:NAMED]]
    more = len(checks) - len(titles)
    if more:
        titles.append(f"and {_number(more)} more")
    return "; ".join(titles) + "."


def _title(check: Check) -> str:
    title = HIDDEN.sub("", check.title).rstrip(".")
    return f"{title[:1].upper()}{title[1:]} (hidden)" if check.hidden else title
