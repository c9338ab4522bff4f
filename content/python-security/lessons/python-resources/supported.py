"""Which versions of CPython get security fixes on a given day."""

from datetime import date

# The last month with security fixes: devguide.python.org/versions, checked on 28 November 2026.
LAST_MONTH = {
    "3.9": (2025, 10),
    "3.10": (2026, 10),
    "3.11": (2027, 10),
    "3.12": (2028, 10),
    "3.13": (2029, 10),
    "3.14": (2030, 10),
    "3.15": (2031, 10),
}


def is_supported(version, day):
    """Whether a version is known, and not past its last month."""
    return version in LAST_MONTH and (day.year, day.month) <= LAST_MONTH[version]


for day in date(2026, 11, 28), date(2027, 11, 28):
    print(f"{day}  {' '.join(v for v in LAST_MONTH if is_supported(v, day))}")
