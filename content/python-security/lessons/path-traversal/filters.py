"""Three fixes that look at the text of the name, and what gets past them."""

from before import read
from music_school import ROOT, shown


def removed(name: str) -> str:
    return read(name.replace("../", ""))


def no_dots(name: str) -> str:
    return "refused" if ".." in name else read(name)


def no_slash_first(name: str) -> str:
    return "refused" if name.startswith(("../", "/")) else read(name)


if __name__ == "__main__":
    for fix, name in (
        (removed, "../settings.ini"),
        (removed, "....//settings.ini"),
        (no_dots, "....//settings.ini"),
        (no_dots, f"{ROOT}/settings.ini"),
        (no_slash_first, f"{ROOT}/settings.ini"),
        (no_slash_first, "2026/../../settings.ini"),
    ):
        try:
            answer = fix(name)
        except FileNotFoundError:
            answer = "404"
        print(f"{fix.__name__:16}{shown(name):28}{answer}")
