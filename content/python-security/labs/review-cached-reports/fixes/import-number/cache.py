"""Counts the imports of each company: the number is a part of the key, so an old page is never found again."""

from collections import Counter

IMPORTS = Counter()


def number(company):
    """Return the number of the company's last import."""
    return IMPORTS[company]


def forget(company):
    """Count an import."""
    IMPORTS[company] += 1
