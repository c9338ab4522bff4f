"""Count in how many ways a pattern can read the same letters."""

from collections.abc import Callable, Iterator

type Part = Callable[[str, int], Iterator[int]]


def letter(text: str, at: int) -> Iterator[int]:
    """Read one a."""
    if text.startswith("a", at):
        yield at + 1


def many(part: Part) -> Part:
    """Read a part once or more often; the longest run comes first."""

    def read(text: str, at: int) -> Iterator[int]:
        for end in part(text, at):
            yield from read(text, end)
            yield end

    return read


def then(first: Part, second: Part) -> Part:
    """Read one part, and then another."""
    return lambda text, at: (end for middle in first(text, at) for end in second(text, middle))


def either(one: Part, other: Part) -> Part:
    """Read one part; after that, try the other in its place."""

    def read(text: str, at: int) -> Iterator[int]:
        yield from one(text, at)
        yield from other(text, at)

    return read


def ways(part: Part, text: str) -> int:
    """Count the ways that lead from the start of the text to its end."""
    return sum(end == len(text) for end in part(text, 0))


PATTERNS = {
    "a+": many(letter),
    "a+a+": then(many(letter), many(letter)),
    "a+a+a+": then(many(letter), then(many(letter), many(letter))),
    "(a|aa)+": many(either(letter, then(letter, letter))),
    "(a+)+": many(many(letter)),
}

if __name__ == "__main__":
    print("pattern   5 letters  10 letters  20 letters")
    for name, part in PATTERNS.items():
        few, more, most = (ways(part, "a" * letters) for letters in (5, 10, 20))
        print(f"{name:7} {few:11} {more:11,} {most:11,}")
