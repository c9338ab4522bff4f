"""Oracles look at effects and always say one or the other."""

import httpx
import pytest

from quintain.judge import Landed, Opaque, Repelled, happened, leaks, started
from quintain.judge.errors import LabBroken
from quintain.judge.profiles.command import Ran
from quintain.judge.worker.growth import THRESHOLD, ratio

SECRET = "canary-0123456789ab"


@pytest.mark.parametrize(
    "answer",
    [
        f"<p>{SECRET}</p>",
        SECRET.encode(),
        b"\xff" + SECRET.encode(),
        ["a", {"b": (1, [SECRET])}],
        {SECRET: None},
        {"x": frozenset({SECRET})},
        Opaque("shop.Order", f"Order({SECRET})"),
        Ran(0, b"", SECRET.encode()),
        httpx.Response(200, text=f"see {SECRET}"),
        httpx.Response(302, headers={"location": f"/?{SECRET}"}),
        httpx.Response(200, headers={f"x-{SECRET}": "1"}),
    ],
)
def test_secret_anywhere_in_the_answer_has_leaked(answer: object) -> None:
    """Bodies, names and values of headers, outputs, keys and nested values are all looked through."""
    said = leaks(SECRET, answer, "the key")
    assert said == Landed("The answer holds the key.", (SECRET,))


@pytest.mark.parametrize("answer", [None, "", b"", [], SECRET[:-1], httpx.Response(200), Ran(1, b"no", b""), 7])
def test_answer_without_the_secret_is_repelled(answer: object) -> None:
    """Nothing, and almost the secret, is not the secret."""
    assert leaks(SECRET, answer, "the key") == Repelled("The answer does not hold the key.")


def test_secret_that_may_stand_by_chance_is_a_mistake() -> None:
    """One letter stands in every answer."""
    with pytest.raises(LabBroken, match="1 characters"):
        leaks("a", "banana")


def test_effect_decides() -> None:
    """The sentence is the author's, with the facts behind it."""
    assert happened(True, "it is gone", "it is there", exit=2) == Landed("It is gone; exit 2.")
    assert happened(False, "it is gone", "it is there.") == Repelled("It is there.")


@pytest.mark.parametrize("effect", [None, 1, "yes", []])
def test_effect_that_is_no_bool_is_a_mistake(effect: object) -> None:
    """A forgotten comparison does not decide a verdict."""
    with pytest.raises(LabBroken, match="True or False"):
        happened(effect, "a", "b")  # type: ignore[arg-type]


class Seen:
    """A box in which these programs were started."""

    def __init__(self, *started: tuple[str, ...]) -> None:
        self._started = started

    def started(self) -> tuple[tuple[str, ...], ...]:
        """Give them."""
        return self._started


def test_command_that_was_started_has_landed() -> None:
    """Whoever started it: one of its words begins with the command."""
    box = Seen(("/usr/bin/tar", "tar", "-Iqwerty"), ("/bin/sh", "sh", "-c", "qwerty; true"))
    assert started(box, "qwerty") == Landed("The kernel saw it start: /bin/sh -c 'qwerty; true'")


def test_command_that_stayed_a_word_of_an_option_is_repelled() -> None:
    """A program may be given the attacker's words, as long as nobody obeys them."""
    box = Seen(("/usr/bin/tar", "tar", "--", "-Iqwerty", "--use=qwerty"), ("/bin/true", "true"))
    assert started(box, "qwerty") == Repelled("The kernel saw no such command start.")


def test_command_that_may_stand_anywhere_is_a_mistake() -> None:
    """Two letters begin many words."""
    with pytest.raises(LabBroken, match="2 characters"):
        started(Seen(), "sh")


def test_costs_below_the_floor_are_noise() -> None:
    """A jump from nothing to little is no growth; one to much is."""
    assert ratio(0.001, 0.06) < THRESHOLD
    assert ratio(0.02, 0.12) > THRESHOLD
    assert ratio(0.1, 0.2) < THRESHOLD
