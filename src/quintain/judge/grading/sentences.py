"""What a learner reads first: short, concrete, and about what the code does."""

from collections.abc import Sequence
from typing import Final

from quintain.judge.verdict import Check, Kind, Outcome, Result

NUMBERS: Final = [
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]
NAMED: Final = 3


def of_verdict(result: Result, checks: Sequence[Check]) -> str:
    """Say in a sentence or two what a submission came to."""
    attacks = [check for check in checks if check.kind is Kind.ATTACK]
    visits = [check for check in checks if check.kind is not Kind.ATTACK]
    match result:
        case Result.PROVEN:
            return _proven(attacks, visits)
        case Result.STILL_OPEN:
            landed = [check for check in attacks if check.outcome is Outcome.LANDED]
            return f"{_some(len(landed), len(attacks), 'attack', 'lands', 'land')}: {_named(landed)}"
        case Result.BROKEN:
            return _broken(visits)
        case Result.ERROR:
            return "Our judge stopped, not your code. This attempt does not count."


def of_start(reason: str) -> str:
    """Say that the program cannot even be started."""
    return f"The program does not start: {reason}"


def _proven(attacks: Sequence[Check], visits: Sequence[Check]) -> str:
    works = f"{_all(len(visits), 'visit')} {'works' if len(visits) == 1 else 'work'}"
    if not attacks:
        return f"{works}."
    return f"{_all(len(attacks), 'attack')} {'is' if len(attacks) == 1 else 'are'} stopped, and {works.lower()}."


def _broken(visits: Sequence[Check]) -> str:
    lost = [check for check in visits if check.kind is Kind.TEST and check.outcome is Outcome.FAILED]
    if lost:
        of = len([check for check in visits if check.kind is Kind.TEST])
        return f"{_some(len(lost), of, 'visit', 'no longer works', 'no longer work')}: {_named(lost)}"
    missing = [check for check in visits if check.outcome is Outcome.FAILED]
    return f"Every visit of before still works, but a fix must also bring this: {_named(missing)}"


def _some(count: int, of: int, what: str, one: str, many: str) -> str:
    """Count a part of a whole: "One attack of six lands", "Both visits no longer work"."""
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
    titles = [check.title.rstrip(".") for check in checks[:NAMED]]
    more = len(checks) - len(titles)
    if more:
        titles.append(f"and {_number(more)} more")
    return "; ".join(titles) + "."
