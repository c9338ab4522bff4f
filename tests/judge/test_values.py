"""Values travel by exact type and come back as they were."""

import json
import math
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quintain.judge.harness.inside.values import (
    MAX_DEPTH,
    Array,
    Opaque,
    Thrown,
    Unserializable,
    decode,
    encode,
    thrown,
)

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(min_value=-(10**60), max_value=10**60)
    | st.floats(allow_nan=False)
    | st.text(st.characters())  # lone surrogates too: str of Python may hold them
    | st.binary()
    | st.decimals(allow_nan=False)
    | st.fractions()
    | st.dates()
    | st.datetimes()
    | st.times()
    | st.timedeltas()
    | st.complex_numbers(allow_nan=False)
)
KEYS = st.integers() | st.text() | st.tuples(st.text(), st.binary())
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(KEYS, inner, max_size=4)
        | st.frozensets(KEYS, max_size=3)
        | st.sets(KEYS, max_size=3)
    ),
    max_leaves=12,
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["$", "v", "type", "names", "shape", "dtype", "x"]), inner, max_size=4)
        | st.fixed_dictionaries(
            {
                "$": st.sampled_from(
                    [
                        "tuple",
                        "set",
                        "frozenset",
                        "dict",
                        "bytes",
                        "str",
                        "int",
                        "float",
                        "decimal",
                        "fraction",
                        "datetime",
                        "date",
                        "time",
                        "timedelta",
                        "exception",
                        "opaque",
                        "array",
                        "complex",
                        "bytearray",
                    ]
                ),
                "v": inner,
            }
        )
    ),
    max_leaves=10,
)


class AlwaysEqual(str):
    """Equal to everything."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = str.__hash__


@given(VALUES)
def test_value_comes_back_equal_and_of_its_exact_type(value: object) -> None:
    """What is encoded, written as JSON, read and decoded is the value again."""
    back = decode(json.loads(json.dumps(encode(value))))
    assert back == value
    assert type(back) is type(value)


@given(JSON)
def test_decoding_any_json_gives_a_value_or_refuses(plain: object) -> None:
    """No JSON makes the decoder fail in another way than `Unserializable`."""
    try:
        decode(plain)  # type: ignore[arg-type]
    except Unserializable:
        return


def test_numbers_that_are_none_come_back() -> None:
    """NaN and the infinities are values of Python, though not of JSON."""
    assert math.isnan(decode(encode(math.nan)))  # type: ignore[arg-type]
    assert decode(encode([math.inf, -math.inf])) == [math.inf, -math.inf]


@pytest.mark.parametrize(
    "value", [AlwaysEqual("x"), type("Int", (int,), {})(1), type("List", (list,), {})(), object(), len]
)
def test_subclass_becomes_an_opaque_record(value: object) -> None:
    """A subclass of a known type is not that type, and equals nothing that a test expects."""
    back = decode(encode(value))
    assert type(back) is Opaque
    expected: list[object] = ["x", 1, True, []]
    assert back not in expected


def test_dataclass_stays_in_the_box() -> None:
    """An object of the suspect arrives as the name of its type and its own words."""

    @dataclass
    class Order:
        number: int

    assert decode(encode(Order(7))) == Opaque(
        f"{__name__}.test_dataclass_stays_in_the_box.<locals>.Order",
        "test_dataclass_stays_in_the_box.<locals>.Order(number=7)",
    )


def test_object_whose_words_fail_is_still_a_record() -> None:
    """A raising ``__repr__`` does not reach the judge."""

    class Mute:
        def __repr__(self) -> str:
            raise ValueError

    assert decode(encode(Mute())) == Opaque(f"{__name__}.{Mute.__qualname__}", "?")


def test_exception_is_names_and_text() -> None:
    """An exception as a value keeps the names of its classes."""
    assert decode(encode(KeyError("x"))) == Thrown(("KeyError", "LookupError", "Exception", "BaseException"), "'x'")


def test_thrown_exception_names_the_learners_line() -> None:
    """The innermost frame in the work folder is the place, not the library below it."""
    code = compile("import json\n\ndef go():\n    json.loads('{')\n", "/lab/shop.py", "exec")
    names: dict[str, object] = {}
    exec(code, names)  # noqa: S102  the source stands two lines above
    try:
        names["go"]()  # type: ignore[operator]
    except ValueError as error:
        told = decode(thrown(error, "/lab/"))
    assert isinstance(told, Thrown)
    assert (told.names[0], told.file, told.line) == ("JSONDecodeError", "shop.py", 4)


def test_array_is_dtype_shape_and_bytes() -> None:
    """An array's record can be read without numpy."""
    plain = {"$": "array", "dtype": "<i4", "shape": [2, 1], "v": "AQAAAAIAAAA="}
    assert decode(plain) == Array("<i4", (2, 1), b"\x01\0\0\0\x02\0\0\0")  # type: ignore[arg-type]


def test_value_that_holds_itself_is_refused() -> None:
    """Depth is bounded, in both directions."""
    ring: list[object] = []
    ring.append(ring)
    with pytest.raises(Unserializable, match=f"deeper than {MAX_DEPTH}"):
        encode(ring)
    deep: object = None
    for _ in range(MAX_DEPTH + 2):
        deep = [deep]
    with pytest.raises(Unserializable, match="deeper"):
        decode(deep)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "plain",
    [
        {"$": "set", "v": [[1]]},
        {"$": "dict", "v": [["a", 1], ["a", 2]]},
        {"$": "dict", "v": ["ab"]},
        {"$": "bytes", "v": "not base64"},
        {"$": "int", "v": "f" * 5000},
        {"$": "decimal", "v": "9" * 5000},
        {"$": "fraction", "v": "1/0"},
        {"$": "exception", "names": [], "v": ""},
        {"$": "datetime", "v": "yesterday"},
        {"$": "timedelta", "v": [1, "2", 3]},
        {"$": "timedelta", "v": [10**18, 0, 0]},
        {"$": "lambda", "v": ""},
        {"x": 1},
        {"$": ["set"], "v": []},
        "\ud800",
        1e400,
        2**63,
    ],
)
def test_spoilt_value_is_refused(plain: object) -> None:
    """What `encode` never writes is no value."""
    with pytest.raises(Unserializable):
        decode(plain)  # type: ignore[arg-type]


def test_every_type_of_the_language_is_known() -> None:
    """The types that a lab may expect, one by one."""
    values = [
        (1, "a"), {1}, frozenset({2}), b"\0", bytearray(b"x"), Decimal("1.10"), Fraction(1, 3), 2j,
        datetime(2025, 1, 2, tzinfo=UTC), date(2025, 1, 2), time(3), timedelta(days=-1), 2**70, {(1, 2): [None]},
    ]  # fmt: skip
    assert decode(encode(values)) == values
