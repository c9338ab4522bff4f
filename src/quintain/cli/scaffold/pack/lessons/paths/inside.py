from pathlib import Path

NOTES = Path("notes").resolve()


def path_of(name: str) -> Path:
    """Return the path of a note, wherever it leads."""
    return NOTES / name


def is_inside(name: str) -> bool:
    return (NOTES / name).resolve().is_relative_to(NOTES)
