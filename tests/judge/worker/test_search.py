"""A difference that a search has found counts if it is the same one when it is played again, twice."""

from types import SimpleNamespace
from typing import Any

import pytest

from quintain.judge.protocol.messages import SearchOrder
from quintain.judge.verdict import Difference, Finding, Result
from quintain.judge.worker.model import ModelStep, View, ViewKind
from quintain.judge.worker.search import Deviation, Given, Refused, Search

STEPS = [ModelStep("put", {}), ModelStep("get", {})]
GIVES, REFUSES = View(ViewKind.GIVES, "4 orders", "4 orders"), View(ViewKind.REFUSES, "", "refused")
ACCEPTED = View(ViewKind.GIVES, "stored", "stored")
FOUND = Given(STEPS, [ACCEPTED, GIVES], REFUSES)
SHORTER = Given(STEPS[:1], [GIVES], REFUSES)
OTHER_WAY = Refused(STEPS, [ACCEPTED, REFUSES], GIVES)
OTHERWISE = Deviation(STEPS, [ACCEPTED, View(ViewKind.GIVES, "5 orders")], GIVES)


def confirmed(monkeypatch: pytest.MonkeyPatch, *plays: Deviation | None) -> tuple[Finding | None, int]:
    """Have a difference played again, with what comes of it, and return the finding and how many were unclear."""
    nothing: Any = None  # of what only a real play needs
    left = iter(plays)
    model: Any = SimpleNamespace(words=lambda step: step.rule)
    search = Search(SearchOrder(nothing, ({},), 1, 0), {}, model, nothing, 8.0, nothing)
    monkeypatch.setattr(Search, "_compare", lambda *_arguments, **_options: next(left))
    finding = search._confirmed(FOUND, 0)  # a whole search takes a box for each play
    assert finding is None or next(left, "none") == "none", "both plays are looked at before anything is found"
    return finding, search.counts.unclear


def test_what_happens_twice_more_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the words of its calls, and the word that the verdict has from then on."""
    finding, unclear = confirmed(monkeypatch, FOUND, FOUND)
    assert finding is not None
    assert (finding.difference, finding.result, unclear) == (Difference.GIVES, Result.STILL_OPEN, 0)
    assert [each.words for each in finding.steps] == ["put", "get"]


@pytest.mark.parametrize(
    "other", [None, SHORTER, OTHER_WAY, OTHERWISE], ids=["none", "shorter", "turned", "of no kind"]
)
@pytest.mark.parametrize("is_first", [True, False], ids=["at first", "with other canaries"])
def test_what_is_another_one_when_it_is_played_again_is_unclear(
    monkeypatch: pytest.MonkeyPatch, other: Deviation | None, is_first: bool
) -> None:
    """None at all, one after fewer calls, or one of another kind: a program of chance convicts nobody."""
    plays = (other, FOUND) if is_first else (FOUND, other)
    assert confirmed(monkeypatch, *plays) == (None, 1), "the search goes on, and tells that something was unclear"
