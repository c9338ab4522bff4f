"""Where a leader is: what a browser sends is read strictly, and what students do after it ends at the same state."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quintain.pacing.places import MOST_ACTS, Act, Place, read_place, stored_place
from quintain.web.bodies import Fields
from quintain.web.refusals import Malformed

GOOD: dict[str, Any] = {"path": "/topics/redos/", "visit": "a-1", "block": 3, "acts": []}
ACT: dict[str, Any] = {"exhibit": "gauge", "control": 0, "kind": "input", "value": "7"}

acts = st.builds(
    Act,
    exhibit=st.sampled_from(["gauge", "dial", "dial.1"]),
    control=st.integers(0, 2),
    kind=st.sampled_from(["click", "input", "change"]),
    value=st.text(max_size=3),
)


@pytest.mark.parametrize(
    "change",
    [
        {"path": "https://evil.test/"},
        {"path": "//evil.test/"},
        {"path": "javascript:alert(1)"},
        {"path": "/sign-out"},
        {"path": "/account/"},
        {"path": "/labs/redos/fix/"},
        {"path": "/topics/redos/?next=//evil.test"},
        {"path": "/topics/../account/"},
        {"path": "/topics/redos/\n"},
        {"path": 7},
        {"visit": "A B"},
        {"visit": ""},
        {"anchor": "A"},
        {"anchor": "a\n"},
        {"anchor": "x" * 101},
        {"anchor": None},
        {"block": -1},
        {"block": 10**9},
        {"block": "3"},
        {"block": True},
        {"acts": None},
        {"acts": [ACT] * (MOST_ACTS + 1)},
        {"acts": [ACT | {"kind": "submit"}]},
        {"acts": [ACT | {"exhibit": "../x"}]},
        {"acts": [ACT | {"exhibit": "gauge\n"}]},
        {"acts": [ACT | {"control": 1000}]},
        {"acts": [ACT | {"control": 0.5}]},
        {"acts": [ACT | {"value": "x" * 501}]},
    ],
)
def test_what_is_no_place_is_refused(change: dict[str, Any]) -> None:
    """Another site, a page that is not of the course, a control that there is not, a field of another type."""
    assert read_place(Fields(GOOD | {"acts": [ACT]})).acts[0].value == "7"
    with pytest.raises(Malformed):
        read_place(Fields(GOOD | change))


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*GOOD, *ACT]), inner, max_size=4),
    max_leaves=10,
)


@given(st.dictionaries(st.sampled_from([*GOOD]), values))
def test_no_json_does_anything_but_be_refused(fields: dict[str, Any]) -> None:
    """Nothing but a refusal comes out of what is no place."""
    with pytest.raises(Malformed):
        read_place(Fields(GOOD | {"path": "/nowhere/"} | {key: fields[key] for key in fields if key != "path"}))
    try:
        read = read_place(Fields(GOOD | fields))
    except Malformed:
        return
    assert stored_place(json.loads(json.dumps(read.to_json()))) == read


def worked(done: list[Act]) -> tuple[dict[tuple[str, int], str], list[tuple[str, int]]]:
    """Return the values of all controls in the end, and the clicks in their order."""
    values = {(act.exhibit, act.control): act.value for act in done if act.kind != "click"}
    return values, [(act.exhibit, act.control) for act in done if act.kind == "click"]


@given(st.lists(st.lists(acts, max_size=5), max_size=12))
def test_who_comes_late_ends_where_the_others_are(moves: list[list[Act]]) -> None:
    """What is kept of many moves leaves the controls as all of them did, and survives the database."""
    place: Place | None = None
    for done in moves:
        to = Place("/topics/redos/", "a", 0, tuple(done))
        place = place.moved(to) if place else to
        place = stored_place(json.loads(json.dumps(place.to_json())))
    kept = list(place.acts) if place else []
    every = [act for done in moves for act in done]
    assert worked(kept) == worked(every)
    assert place is None or place.moves == len(moves) - 1


def test_another_page_or_a_reload_begins_anew() -> None:
    """And what was done long ago is forgotten."""
    place = Place("/topics/redos/", "a", 1, (Act("gauge", 0, "click", ""),))
    for path, visit in (("/topics/hashing/", "a"), ("/topics/redos/", "b")):
        assert place.moved(Place(path, visit, 0)).acts == ()
    clicks = tuple(Act("gauge", number % 9, "click", "") for number in range(MOST_ACTS))
    assert place.moved(Place("/topics/redos/", "a", 0, clicks)).acts == clicks
