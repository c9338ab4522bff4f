"""Names that a function which checks a folder is asked about."""

from collections.abc import Callable

from worksheets import FOLDER, shown

NAMES = (
    "scales.txt",
    "2026/../scales.txt",
    "../settings.ini",
    "../worksheets-old/7.txt",
    "link.txt",
    "shared/../private/grades.txt",
)


def try_names(is_within: Callable[[str, str], bool]) -> None:
    for name in NAMES:
        inside = (FOLDER / name).resolve(strict=True).is_relative_to(FOLDER)
        said = is_within(str(FOLDER), str(FOLDER / name))
        print(f"{name:30}{'inside' if said else 'outside':9}{'' if said == inside else 'WRONG'}".rstrip())


if __name__ == "__main__":
    for name in NAMES:
        print(f"{name:30}{shown((FOLDER / name).resolve(strict=True))}")
