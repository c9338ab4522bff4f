"""Shell injection, as a POSIX shell reads it: what the value is in by separator by spelling by space by end."""

import random
from collections.abc import Callable, Sequence
from typing import Final

from quintain.judge.payloads.drawing import MANY, Dimension, draw

# Where a value is on a command line: each spot is what ends the value and has the command at ``{}``.
BEHIND_BARE: Final[Dimension[str]] = {
    "semicolon": "x; {} #",
    "newline": "x\n{} #",
    "ampersand": "x & {} #",
    "pipe": "x | ( {} ) #",
    "two pipes": "x || {} #",
    "in braces": "x; {{ {}; }} #",
    "subshell": "x; ( {} ) #",
    "condition": "x; if {}; then :; fi #",
    "waited for": "x & wait; {} #",
}
SUBSTITUTED: Final[Dimension[str]] = {
    "dollar": "x$({})",
    "backticks": "x`{}`",
    "dollar within a value": "${{q:-$({})}}",
}
BARE: Final[Dimension[str]] = {**BEHIND_BARE, **SUBSTITUTED}
"""Without quotes, behind a word; the command before fails, as of a file that is not there."""
SINGLE: Final[Dimension[str]] = {
    **{name: form.replace("x", "x'", 1) for name, form in BEHIND_BARE.items() if name != "two pipes"},
    "reopened": "x'; {}; echo '",
}
"""Between single quotes."""
ARGUMENTS: Final[Dimension[str]] = {
    "reopened by substitution": "x' $({}) '",
    "reopened by backticks": "x' `{}` '",
}
"""Between single quotes too: what the command prints becomes arguments, and shows in complaints."""
DOUBLE: Final[Dimension[str]] = {
    **{name: form.replace("x", 'x"', 1) for name, form in BEHIND_BARE.items() if name != "two pipes"},
    **SUBSTITUTED,
    "reopened": 'x"; {}; echo "',
    "behind an apostrophe": "it's $({})",
}
"""Between double quotes, where ``$(`` and backticks work without any end."""
INSIDE: Final[Dimension[str]] = {**SUBSTITUTED, "behind an apostrophe": "it's $({})"}
"""Between double quotes, without leaving them: what the command prints becomes a part of the value."""
SPACES: Final[Dimension[str]] = {"": " ", "tabs": "\t", "several spaces": "   ", "IFS": "${IFS}"}
PROGRAMS: Final[Dimension[Callable[[str], str]]] = {
    "": str,
    "apostrophes within": lambda word: f"{word[0]}''{word[1:]}",
    "double quotes within": lambda word: f'{word[0]}""{word[1:]}',
    "backslash within": lambda word: f"{word[0]}\\{word[1:]}",
    "by command": lambda word: f"command {word}",
    "by eval": lambda word: f"eval {word}",
    "a variable within": lambda word: f"{word[0]}${{q}}{word[1:]}",
}


def commands(
    rng: random.Random,
    words: Sequence[str],
    *,
    spot: Dimension[str] = BARE,
    programs: Dimension[Callable[[str], str]] = PROGRAMS,
    many: int | None = MANY,
) -> dict[str, str]:
    """Draw values that have the shell run a command.

    Args:
        rng: see the package.
        words: the command: a program and its arguments, which the shell reads as they are.
        spot: where the value is.
        programs: spellings of the program's name.
        many: see the package.

    """
    name, *arguments = words

    def make(joint: str, program: Callable[[str], str], space: str) -> str:
        spelt = program(name).replace(" ", space)
        return joint.format(space.join([spelt, *arguments]))

    return draw(rng, many, make, spot, programs, SPACES)


def reads(rng: random.Random, file: str, *, spot: Dimension[str] = BARE, many: int | None = MANY) -> dict[str, str]:
    """Draw values that have the shell itself print a file's first line, without any program."""
    bodies = {
        "": "read -r line < {file}; echo $line",
        "loop": "while read -r line; do echo $line; done < {file}",
        "by dot": "set -- $(read -r line < {file}; echo $line); echo $1",
        "printf": "read -r line < {file}; printf %s $line",
        "here and now": "echo $(read -r line < {file}; echo $line)",
    }

    def make(joint: str, body: str) -> str | None:
        if "if {}" in joint or ("`" in joint and "$(" in body):
            return None
        return joint.format(body.format(file=file))

    return draw(rng, many, make, spot, bodies)


REDIRECTIONS: Final[Dimension[str]] = {
    "": " >{file}",
    "no space": ">{file}",
    "behind a number": " 1>{file}",
    "by force": " >|{file}",
    "for reading and writing": " >{file} 2>&1",
}


def redirections(rng: random.Random, file: str, *, quote: str = "", many: int | None = MANY) -> dict[str, str]:
    """Draw values that empty or overwrite a file. ``quote`` is what the value is in: none, ``'`` or ``"``."""
    return draw(rng, many, lambda form: f"x{quote}{form.format(file=file)} {quote}", REDIRECTIONS)


def products(rng: random.Random, *, spot: Dimension[str] = BARE, many: int | None = MANY) -> dict[str, tuple[str, str]]:
    """Draw values that have the shell multiply, each with the digits that it then prints."""
    one, other = rng.randrange(10_000, 99_999), rng.randrange(10_000, 99_999)
    forms = {
        "": f"echo $(({one}*{other}))",
        "spaces within": f"echo $(( {one} * {other} ))",
        "a variable": f"n=$(({one}*{other})); echo $n",
        "printf": f"printf %s $(({one}*{other}))",
    }

    def make(joint: str, form: str) -> tuple[str, str] | None:
        return None if "if {}" in joint else (joint.format(form), str(one * other))

    return draw(rng, many, make, spot, forms)


def options(rng: random.Random, long: str, value: str, *, short: str = "", many: int | None = MANY) -> dict[str, str]:
    """Draw spellings of an option with its value, as GNU getopt reads it.

    Args:
        rng: see the package.
        long: the option's name without dashes.
        value: what it is given.
        short: its letter, if it has one.
        many: see the package.

    """
    forms = {"": f"--{long}={value}"}
    if short:
        forms |= {"one letter": f"-{short}{value}", "behind another letter": f"-v{short}{value}"}
    return draw(rng, many, str, forms)
