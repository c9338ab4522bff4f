"""A host is checked before NFKC and used after it. Three checks, simplified from those of March, May and June 2019."""

import re
import unicodedata
from urllib.parse import urlsplit

MARKS = "/?#@:"


def grows(text: str) -> bool:
    """Tell whether NFKC makes separators where there were none."""
    normal = unicodedata.normalize("NFKC", text)
    return any(normal.count(mark) > text.count(mark) for mark in MARKS)


def suspicious(netloc: str) -> bool:
    normal = unicodedata.normalize("NFKC", netloc)
    return normal != netloc and any(mark in normal for mark in MARKS)


def grows_behind_the_at(netloc: str) -> bool:
    return grows(netloc.rpartition("@")[2])


def host(address: str) -> str:
    """Return the host as a program sees it that does not know Unicode."""
    netloc = re.split("[/?#]", address.removeprefix("https://"))[0]
    return netloc.rpartition("@")[2].partition(":")[0]


def python(address: str) -> str:
    try:
        urlsplit(address)
    except ValueError:
        return "refuses"
    return "accepts"


ADDRESSES = (
    "https://evil.example／.tea.example/",
    "https://evil.example＃@tea.example/",
    "https://フ\u309a.tea.example:80/",
)
CHECKS = {"March": suspicious, "May": grows_behind_the_at, "June": grows}

if __name__ == "__main__":
    for address in ADDRESSES:
        used = host(unicodedata.normalize("NFKC", address))
        netloc = address.split("/")[2]
        says = [f"{name} {'refuses' if refuses(netloc) else 'accepts'}" for name, refuses in CHECKS.items()]
        print(f"checked {host(address)}, used {used}")
        print(f"  {', '.join(says)}; today {python(address)}")
