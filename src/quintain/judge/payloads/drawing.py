"""Draws from a product of dimensions, so that a few samples show as many different choices as they can."""

import itertools
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

MANY: Final = 3
TRIES_A_SAMPLE: Final = 50

# A dimension: what is special about a choice, and the choice. The plain choice has the empty name.
type Dimension[T] = Mapping[str, T]
type Row = tuple[tuple[str, Any], ...]  # Any: each dimension has a type of its own


def draw[T](
    rng: random.Random, many: int | None, make: Callable[..., T | None], *dimensions: Dimension[Any]
) -> dict[str, T]:
    """Draw samples: each is what ``make`` makes of one choice from every dimension.

    In a few samples every dimension shows as many of its choices as fit. Two samples never have the same name or value.

    Args:
        rng: decides alone; the same state draws the same samples.
        many: how many samples, fewer if there are no more; None for all.
        make: gets the choices in the order of the dimensions; returns None for those that do not go together.
        dimensions: at least one, none of them empty.

    Raises:
        ValueError: no choices go together.

    """
    rows = _all(dimensions) if many is None else _spread(rng, dimensions)
    limit = None if many is None else many * TRIES_A_SAMPLE
    samples = _gather(itertools.islice(rows, limit), make, many)
    if not samples:
        samples = _gather(_all(dimensions), make, many or None)
    if not samples:
        raise ValueError("No choices of these dimensions go together.")
    return samples


def _gather[T](rows: Iterator[Row], make: Callable[..., T | None], many: int | None) -> dict[str, T]:
    samples: dict[str, T] = {}
    seen: set[str] = set()
    for row in rows:
        value = make(*(choice for _, choice in row))
        name = name_of(row)
        if value is not None and name not in samples and repr(value) not in seen:
            samples[name] = value
            seen.add(repr(value))
            if len(samples) == many:
                break
    return samples


def name_of(row: Row) -> str:
    """Name a sample by all that is special about it."""
    return ", ".join(name for name, _ in row if name) or "plain"


def _all(dimensions: Sequence[Dimension[Any]]) -> Iterator[Row]:
    return itertools.product(*(tuple(dimension.items()) for dimension in dimensions))


def _spread(rng: random.Random, dimensions: Sequence[Dimension[Any]]) -> Iterator[Row]:
    """Give rows without end; each dimension goes through all of its choices, in any order, before it repeats one."""
    return zip(*(_cycled(rng, tuple(dimension.items())) for dimension in dimensions), strict=True)


def _cycled[T](rng: random.Random, choices: Sequence[T]) -> Iterator[T]:
    while True:
        yield from rng.sample(choices, len(choices))


def word(rng: random.Random, length: int = 6) -> str:
    """Draw a word of letters that are in no keyword: what an attack hangs on to, and no filter can know."""
    return "".join(rng.choices("bcdfghjkmpqvwxz", k=length))
