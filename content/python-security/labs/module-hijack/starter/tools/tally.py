"""Counts the sheets of a list, species by species: tally.py FILE."""

import csv
import sys
from collections import Counter

from species import tidied


def count(path):
    """Return how many sheets each species has."""
    sheets = Counter()
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            sheets[tidied(row["species"])] += int(row["sheets"])
    return sheets


def show(sheets):
    """Print the numbers in the order of the species."""
    for name, number in sorted(sheets.items()):
        print(f"{number} {name}")


if __name__ == "__main__":
    show(count(sys.argv[1]))
