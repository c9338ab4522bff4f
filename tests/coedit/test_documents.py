"""Texts that two people type at the same time end equal, in any order, and nothing but text gets in."""

import random
import resource
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycrdt import Array, Doc, Map, Text

from quintain.coedit.documents import LARGEST_STATE_BYTES, Overgrown, SharedDocument, seeded
from quintain.coedit.updates import Unfit, hold_state, hold_update

NAMES = ("fix/app.py", "break/exploit.py")
BEGUN = "def greet(name):\n    return f'Grüße, {name} 😀'\n"

texts = st.text(st.characters(blacklist_categories=["Cs"]), max_size=40)


def begun() -> tuple[SharedDocument, SharedDocument]:
    """Return the documents of two people who have seen the same."""
    first = seeded(dict.fromkeys(NAMES, BEGUN))
    return first, SharedDocument(NAMES, first.state())


@given(texts, texts)
def test_a_text_becomes_another_by_one_exchange(old: str, new: str) -> None:
    """Whatever letters they have, and equal texts make no update."""
    document = seeded({"fix/app.py": old})
    other = SharedDocument(document.names, document.state())
    update = document.put("fix/app.py", new)
    assert bool(update) == (old != new)
    if update:
        other.apply(update)
    assert document.texts() == other.texts() == {"fix/app.py": new}


edits = st.tuples(st.booleans(), st.sampled_from(NAMES), texts)


@given(st.lists(edits, max_size=12), st.randoms(use_true_random=False))
def test_what_two_type_at_once_is_merged(typed: list[tuple[bool, str, str]], chance: random.Random) -> None:
    """What one of them sends comes in its order, and some of it comes again."""
    both = begun()
    updates: tuple[list[bytes], list[bytes]] = ([], [])
    for is_first, name, text in typed:
        if update := both[is_first].put(name, text):
            updates[is_first].append(update)
    for mine, theirs in ((both[0], updates[1]), (both[1], updates[0])):
        for number, update in enumerate(theirs):
            mine.apply(update)
            mine.apply(chance.choice(theirs[: number + 1]))
    assert both[0].texts() == both[1].texts()


def test_whoever_was_away_gets_what_they_lack() -> None:
    """By the state that each tells the other."""
    here, away = begun()
    here.put(NAMES[0], "typed while the other was away\n")
    away.put(NAMES[1], "typed while away\n")
    here.apply(away.since(here.vector()))
    away.apply(here.since(away.vector()))
    assert (
        here.texts()
        == away.texts()
        == {
            NAMES[0]: "typed while the other was away\n",
            NAMES[1]: "typed while away\n",
        }
    )


def update_of(build: Callable[[Doc], None]) -> bytes:  # type: ignore[type-arg]  # any kind of document
    """Return the update with which somebody builds something."""
    document: Doc[Text] = Doc()
    build(document)
    return document.get_update()


def _formatted(document: Doc[Text]) -> None:
    document.get(NAMES[0], type=Text).insert(0, "bold", {"bold": True})


@pytest.mark.parametrize(
    "build",
    [
        lambda document: document.get("fix/other.py", type=Text).insert(0, "x"),
        lambda document: document.get(NAMES[0], type=Map).update({"a": 1}),
        lambda document: document.get(NAMES[0], type=Array).append("x"),
        lambda document: document.get(NAMES[0], type=Array).append(Text("x")),
        _formatted,
        lambda document: document.get(NAMES[0], type=Text).insert_embed(0, {"src": "https://evil.example"}),
    ],
    ids=["another text", "a map", "a list", "a text in a list", "bold", "an embedded thing"],
)
def test_only_text_in_known_files_gets_in(build: Callable[[Doc], None]) -> None:  # type: ignore[type-arg]  # as above
    """Whatever else Yjs can hold is refused before it is merged."""
    document, _ = begun()
    before = document.state()
    with pytest.raises(Unfit):
        document.apply(update_of(build))
    assert document.state() == before


def test_a_text_under_a_key_is_refused() -> None:
    """Of the item of a map, whose content is text as well, the key alone tells that it is none of a file's text."""

    def string(text: str) -> bytes:
        return bytes([len(text)]) + text.encode()

    update = bytes([1, 1, 5, 0, 0x24, 1]) + string(NAMES[0]) + string("key") + string("x") + b"\0"
    stranger: Doc[Map[str]] = Doc()
    stranger.apply_update(update)
    assert stranger.get(NAMES[0], type=Map).to_py() == {"key": "x"}, "these bytes are what Yjs writes of a map"
    with pytest.raises(Unfit, match="something else than text"):
        hold_update(update, NAMES)


@given(st.binary(max_size=60))
def test_any_bytes_are_merged_or_refused(update: bytes) -> None:
    """Nothing else is raised, and the texts are texts afterwards."""
    document, _ = begun()
    for act in (document.apply, document.since):
        try:
            act(update)
        except Unfit:
            continue
    assert set(document.texts()) == set(NAMES)


def test_counts_reserve_no_memory() -> None:
    """Ten bytes that speak of a billion things are refused at once; with them, a reader would take half a gigabyte."""
    billion = b"\xff\xff\xff\xff\x07"
    for update in (billion + b"\x00", b"\x01" + billion + b"\x01\x00", b"\x00" + billion, b"\x00\x01\x01" + billion):
        with pytest.raises(Unfit):
            hold_update(update, NAMES)
    with pytest.raises(Unfit):
        hold_state(billion)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    valid, chance = bytearray(begun()[0].state()), random.Random(3)  # noqa: S311  to break the same bytes each time
    for _ in range(3000):
        broken = bytearray(valid)
        for _ in range(chance.randrange(1, 4)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        try:
            SharedDocument(NAMES).apply(bytes(broken))
        except Unfit:
            continue
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 * 1024  # KiB


@pytest.mark.parametrize(("letter", "size"), [("x", 256 * 1024 + 1), ("x", 600 * 1024), ("雨", 256 * 1024 // 3 + 1)])
def test_a_text_that_no_file_may_be_is_refused(letter: str, size: int) -> None:
    """A learner's file has at most 256 KiB in UTF-8, however it was typed; it could not be saved at the end."""
    document, other = begun()
    with pytest.raises(Overgrown):
        other.put(NAMES[0], letter * size)
    with pytest.raises(Overgrown):
        document.apply(other.state())


def test_updates_that_wait_for_what_never_comes_are_forgotten() -> None:
    """They are merged into nothing, and would fill the memory."""
    document, _ = begun()
    stranger = SharedDocument(NAMES, begun()[0].state())
    stranger.put(NAMES[0], "the first, which is not sent")
    sent = 0
    while sent < 2 * LARGEST_STATE_BYTES:
        update = stranger.put(NAMES[0], "x" * (60_000 + sent % 7))
        document.apply(update)
        sent += len(update)
        stranger.put(NAMES[0], "")
    assert document.texts()[NAMES[0]] == BEGUN
