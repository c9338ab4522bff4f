"""Samples of attacks: each is drawn from a product of dimensions, and every verdict draws other ones.

    from quintain.judge.payloads import sql

    def samples(rng):
        return sql.unions(rng, "901, {}, 'x'", "code", "safe")

Each function takes the ``rng`` that ``samples`` is given and returns samples as ``variants`` holds them: a short name
that tells what is special about a sample, and its payload. ``many`` is how many, three unless told otherwise; None
gives all that there are. The same ``rng`` draws the same samples. One language a module, and no side effects in any.
"""

from quintain.judge.payloads import (
    addresses,
    controls,
    html,
    numbers,
    paths,
    patterns,
    serialisers,
    shell,
    sql,
    templates,
)

__all__ = [
    "addresses",
    "controls",
    "html",
    "numbers",
    "paths",
    "patterns",
    "serialisers",
    "shell",
    "sql",
    "templates",
]
