"""Every pickle calls, every wrapping comes undone, and every tag is obeyed by PyYAML."""

import pickle
import random
import re
from datetime import date
from http.cookies import SimpleCookie

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from quintain.judge.payloads import serialisers

seeds = st.integers(0, 2**63)
EXPRESSION = "'canary-'+str(6*7)"


def test_every_pickle_calls() -> None:
    """What comes out is what the expression gives."""
    for name, opcodes in serialisers.evaluations(random.Random(1), EXPRESSION, many=None).items():
        assert pickle.loads(serialisers.alone(opcodes)) == "canary-42", name  # noqa: S301  the attack itself


@pytest.mark.parametrize("protocol", range(2, 6))
def test_call_takes_the_place_of_a_text(protocol: int) -> None:
    """In an honest pickle of any protocol, whatever stands beside it stays."""
    honest = pickle.dumps([{"hut": "Hillside", "day": date(2027, 7, 1)}], protocol)
    for name, opcodes in serialisers.evaluations(random.Random(1), EXPRESSION, many=None).items():
        forged = serialisers.spliced(honest, "Hillside", opcodes)
        assert forged is not None
        assert pickle.loads(forged) == [{"hut": "canary-42", "day": date(2027, 7, 1)}], name  # noqa: S301  as above


def test_pickle_without_the_text_is_left() -> None:
    """There is nothing to put a call in place of."""
    assert serialisers.spliced(pickle.dumps([]), "Hillside", b"N") is None
    assert serialisers.spliced(b"no pickle", "Hillside", b"N", otherwise=pickle.dumps(["Hillside"])) is not None


@given(raw=st.binary(max_size=60), seed=seeds)
def test_wrapping_comes_undone(raw: bytes, seed: int) -> None:
    """And is a text that a cookie could hold in quotes."""
    for name, wrapping in serialisers.wrappings(random.Random(seed), many=8).items():
        value = wrapping.do(raw)
        assert wrapping.undo(value) == raw, name
        assert re.fullmatch(r"[\x21-\x7e]*", value), name


@given(raw=st.binary(min_size=1, max_size=60), seed=seeds)
def test_signature_comes_off(raw: bytes, seed: int) -> None:
    """Whatever the order and the mark between, the pickle is found again."""
    for name, wrapping in serialisers.signed(random.Random(seed), b"mountain-air", many=8).items():
        value = wrapping.do(raw)
        assert wrapping.undo(value) == raw, (name, value)
        assert re.fullmatch(r"[\x21-\x7e]*", value), name


def test_wrapping_of_a_value_is_recognised() -> None:
    """Among all that there are, by the word that it holds, and by the signature where there is one."""
    everything = serialisers.wrappings(random.Random(1), many=None)
    raw = pickle.dumps(["Hillside"])
    for name, wrapping in everything.items():
        found = serialisers.recognise(wrapping.do(raw), "Hillside", everything.values())
        assert found is not None, name
        assert found.undo(wrapping.do(raw)) == raw, name
    signed = serialisers.signed(random.Random(1), b"mountain-air", many=None)
    for name, wrapping in list(signed.items())[::97]:
        found = serialisers.recognise(wrapping.do(raw), "Hillside", signed.values(), signed=True)
        assert found is not None, name
        assert found.do(raw) == wrapping.do(raw), name
    assert serialisers.recognise("Hillside", "Hillside", everything.values()) is None


@given(text=st.text(max_size=60), seed=seeds)
def test_what_cannot_be_unwrapped_is_a_value_error(text: str, seed: int) -> None:
    """An exploit tells a cookie of another kind by that."""
    for wrapping in serialisers.wrappings(random.Random(seed), many=8).values():
        try:
            wrapping.undo(text)
        except ValueError:
            continue


@given(raw=st.binary(max_size=60))
def test_value_comes_through_a_cookie(raw: bytes) -> None:
    """Base85 has a semicolon among its characters, which would end a cookie without quotes."""
    value = serialisers.CODES["base85"].do(raw)
    written = serialisers.to_cookie(value)
    assert serialisers.from_cookie(written) == value
    assert SimpleCookie(f"a={written}; b=c")["b"].value == "c"


def test_every_tag_calls() -> None:
    """As PyYAML's unsafe loader reads it, below a list as in a file."""
    for name, value in serialisers.tags(random.Random(1), "'canary-'+str(6*7)", many=None).items():
        loaded = yaml.load(f"- hut: {value}\n  beds: 1\n", Loader=yaml.UnsafeLoader)  # noqa: S506  the attack itself
        assert loaded == [{"hut": "canary-42", "beds": 1}], (name, value)
