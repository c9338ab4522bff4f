"""Paths that lead out of a folder: the way by separator by wrapping, and neighbours, links and Windows."""

import random
import re
from collections.abc import Callable
from typing import Final
from urllib.parse import quote

from quintain.judge.payloads.drawing import MANY, Dimension, draw

type Wrapping = Callable[[str], str]

WAYS: Final[Dimension[str]] = {
    "": "{up}{target}",
    "harmless piece first": "here/../{up}{target}",
    "own folder first": "./{up}{target}",
    "two slashes": "{up}/{target}",
    "own folder within": "{up}./{target}",
    "there and back": "{up}{head}/../{target}",
}
EXISTING: Final[Dimension[str]] = {name: way for name, way in WAYS.items() if name != "harmless piece first"}
"""Ways that the kernel goes without a folder ``here``."""
WIDE: Final = str.maketrans({"/": "／", ".": "．", "%": "％"})

# A template stays one: the secret's folder may be a canary.
FIELD_OR_LETTER: Final = re.compile(r"(\{\w+\})|(.)", re.DOTALL)


def _percent(text: str) -> str:
    return quote(text, safe="{}").replace(".", "%2E")


def _every_letter(text: str, form: str) -> str:
    def written(found: re.Match[str]) -> str:
        return found[1] or "".join(form.format(byte) for byte in found[2].encode())

    return FIELD_OR_LETTER.sub(written, text)


PLAIN: Final[Dimension[Wrapping]] = {"": str}
PERCENT: Final[Dimension[Wrapping]] = {
    "percent signs": _percent,
    "percent signs, small": lambda text: text.replace("/", "%2f").replace(".", "%2e"),
    "percent signs, slashes alone": lambda text: text.replace("/", "%2F"),
    "percent signs, dots alone": lambda text: text.replace(".", "%2e"),
    "percent signs for everything": lambda text: _every_letter(text, "%{:02X}"),
}
"""Undone by one ``unquote``."""
TWICE: Final[Dimension[Wrapping]] = {
    "wrapped twice": lambda text: quote(_percent(text), safe="{}"),
    "wrapped twice, small": lambda text: text.replace("/", "%252f").replace(".", "%252e"),
    "wrapped three times": lambda text: quote(quote(_percent(text), safe="{}"), safe="{}"),
}
"""Undone by decoding until nothing changes."""
FULL_WIDTH: Final[Dimension[Wrapping]] = {
    "full width": lambda text: text.translate(WIDE),
    "full width, slashes alone": lambda text: text.replace("/", "／"),
    "full width, dots alone": lambda text: text.replace(".", "．"),
    "a leader of two dots": lambda text: text.replace("..", "‥").replace("/", "／"),
    "small full stops": lambda text: text.replace(".", "﹒").replace("/", "／"),
    "one dot leaders": lambda text: text.replace(".", "․").replace("/", "／"),
}
"""Undone by ``unicodedata.normalize("NFKC", …)``."""
WIDE_WITHIN_PERCENT: Final[Dimension[Wrapping]] = {
    "percent signs for full width": lambda text: quote(text.translate(WIDE), safe="{}/"),
    "percent signs for a leader": lambda text: quote(text.replace("..", "‥").replace("/", "／"), safe="{}"),
    "percent signs and full width": lambda text: text.replace(".", "%2e").replace("/", "／"),
    "full width and percent signs": lambda text: text.replace("..", ".．").replace("/", "%2F").replace(".", "%2E"),
}
"""Undone by ``unquote``, then NFKC."""
CUT: Final[Dimension[Wrapping]] = {
    "in pieces": lambda text: text.replace("../", "....//"),
    "in other pieces": lambda text: text.replace("../", "..././"),
    "in nested pieces": lambda text: text.replace("../", ".../...//"),
}
"""Becomes whole when ``../`` is cut out once."""


def escapes(
    rng: random.Random,
    target: str,
    *,
    up: int = 1,
    ways: Dimension[str] = WAYS,
    wrappings: Dimension[Wrapping] = PLAIN,
    many: int | None = MANY,
) -> dict[str, str]:
    """Draw relative paths that lead out of a folder and to a target.

    Args:
        rng: see the package.
        target: the file, from the folder that is reached by going up; its first piece should exist.
        up: how many folders up that is.
        ways: how the path goes. `os.path.normpath` wants no folder ``here``, the kernel does.
        wrappings: what the path is wrapped in, by who undoes it: `PLAIN`, `PERCENT`, `FULL_WIDTH`, and so on.
        many: see the package.

    """
    head = target.partition("/")[0]

    def make(way: str, wrap: Wrapping) -> str:
        return wrap(way.format(up="../" * up, target=target, head=head))

    return draw(rng, many, make, ways, wrappings)


ROOTS: Final[Dimension[str]] = {
    "": "{target}",
    "two slashes": "/{target}",
    "by the process": "/proc/self/root{target}",
    "by way of the root's parent": "/..{target}",
    "own folder": "/.{target}",
}


def roots(
    rng: random.Random, target: str, *, wrappings: Dimension[Wrapping] = PLAIN, many: int | None = MANY
) -> dict[str, str]:
    """Draw absolute paths to a target: joined to a folder, they drop it. ``target`` begins with a slash."""
    return draw(rng, many, lambda root, wrap: wrap(root.format(target=target)), ROOTS, wrappings)


def neighbours(
    rng: random.Random,
    folder: str,
    neighbour: str,
    rest: str,
    *,
    wrappings: Dimension[Wrapping] = PLAIN,
    many: int | None = MANY,
) -> dict[str, str]:
    """Draw paths into a folder whose name begins as the allowed folder's does: as text, one path begins with the other.

    Args:
        rng: see the package.
        folder: the name of the folder that is allowed.
        neighbour: the name of the one that is not; it begins with the other's.
        rest: the file below it.
        wrappings: as in `escapes`.
        many: see the package.

    """
    ways = {
        "": "../{neighbour}/{rest}",
        "by the own name": "../{folder}/../{neighbour}/{rest}",
        "own folder within": ".././{neighbour}/{rest}",
        "two slashes": "..//{neighbour}//{rest}",
    }

    def make(way: str, wrap: Wrapping) -> str:
        return wrap(way.format(folder=folder, neighbour=neighbour, rest=rest))

    return draw(rng, many, make, ways, wrappings)


def windows(rng: random.Random, target: str, *, up: int = 1, many: int | None = MANY) -> dict[str, str]:
    r"""Draw such paths as Windows reads them, for programs that promise to hold there: ``\`` parts pieces as well."""
    ways = {
        "": "..\\" * up + target,
        "slashes": "../" * up + target,
        "mixed": "..\\../" * (up // 2) + "..\\" * (up % 2) + target,
        "harmless piece first": "here\\..\\" + "..\\" * up + target,
        "own folder first": ".\\" + "..\\" * up + target,
    }
    return draw(rng, many, str, ways)


def octal(rng: random.Random, target: str, *, up: int = 1, many: int | None = MANY) -> dict[str, str]:
    r"""Draw names without a slash that GNU tar unquotes into such paths: ``\057`` is a slash."""
    wrappings: dict[str, Wrapping] = {
        "": lambda text: text.replace("/", "\\057"),
        "dots too": lambda text: text.replace("/", "\\057").replace(".", "\\056"),
        "every character": lambda text: _every_letter(text, "\\{:03o}"),
        "first letter too": lambda text: f"\\{ord(text[0]):03o}" + text[1:].replace("/", "\\057"),
    }
    ways = {"": "{up}{target}", "own folder first": "./{up}{target}", "two slashes": "{up}/{target}"}
    return escapes(rng, target, up=up, ways=ways, wrappings=wrappings, many=many)


# Links to lay, each as (where, to what), in order; the last one's name is what the victim is asked for.
type Links = tuple[tuple[str, str], ...]


def links(rng: random.Random, name: str, target: str, *, many: int | None = MANY) -> dict[str, Links]:
    """Draw symbolic links that make a name lead to a target.

    Args:
        rng: see the package.
        name: a plain name within the folder, which is to lead out.
        target: the file, as reached from that folder: ``../safe/code.txt``.
        many: see the package.

    """
    folder, _, file = target.rpartition("/")
    ways: dict[str, Links] = {
        "": ((name, target),),
        "over another link": ((f"{name}-2", target), (name, f"{name}-2")),
        "over a link to a folder": ((f"{name}-d", folder or "."), (name, f"{name}-d/{file}")),
        "over three links": ((f"{name}-3", target), (f"{name}-2", f"{name}-3"), (name, f"{name}-2")),
        "own folder first": ((name, f"./{target}"),),
    }
    return draw(rng, many, tuple, ways)
