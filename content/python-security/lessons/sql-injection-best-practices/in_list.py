"""A user chooses several years: three ways to compare a column with a list."""

import json

from members import names


def one_value(years: list[int]) -> list[str]:
    return names("SELECT name FROM members WHERE since IN (?)", [",".join(map(str, years))])


def one_mark_each(years: list[int]) -> list[str]:
    marks = ", ".join("?" * len(years))
    return names(f"SELECT name FROM members WHERE since IN ({marks})", years)


def one_array(years: list[int]) -> list[str]:
    query = "SELECT name FROM members WHERE since IN (SELECT value FROM json_each(?))"
    return names(query, [json.dumps(years)])


if __name__ == "__main__":
    print(f"{'':15}{'[2019, 2024]':16}[]")
    for way in (one_value, one_mark_each, one_array):
        print(f"{way.__name__:15}{way([2019, 2024])!s:16}{way([])}")
