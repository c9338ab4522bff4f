"""The keys of the workshop, one for each purpose. Somebody replaces the files once a month."""

from pathlib import Path

FOLDER = Path(__file__).with_name("keys")


def read(purpose):
    """Return the key for a purpose, `links` or `programs`, as bytes."""
    return (FOLDER / f"{purpose}.txt").read_bytes().strip()
