"""Turn a template string into a query and its values. Python 3.14 iterates over its texts and its values."""

from collections.abc import Iterable
from typing import NamedTuple


def bound(template: Iterable) -> tuple[str, list[object]]:
    query, values = "", []
    for part in template:
        if isinstance(part, str):
            query += part
        else:
            query += "?"
            values.append(part.value)
    return query, values


class Interpolation(NamedTuple):
    """Stands for string.templatelib.Interpolation, so that this file also runs on Python 3.13."""

    value: object


if __name__ == "__main__":
    year = "2019 UNION SELECT pin FROM members"
    template = ["SELECT name FROM members WHERE since = ", Interpolation(year)]  # t"… WHERE since = {year}"
    print(*bound(template), sep="\n")
