"""The mark in a database that no server may use: a move into it is not finished, or its rows were moved elsewhere.

Knows no Django.
"""

from enum import StrEnum
from typing import Final

TABLE: Final = "quintain_move"
"""One row: ``state``, ``fingerprint``, ``place`` and ``at``. It is in no model, so that no migration waits for it."""
PROGRESS: Final = "quintain_move_table"
"""How far each table is: ``name``, ``moved`` rows, and the key of the ``last``, in a move that is not finished."""


class State(StrEnum):
    """What a database is in a move."""

    MAKING = "making"
    COPYING = "copying"
    LEFT = "left"


def refusal(state: str, place: str, at: str) -> tuple[str, str]:
    """Say why no server may use a database, and what to do."""
    if state == State.LEFT:
        return (
            f"The rows of this database were moved to {place} at {at}.",
            f"Serve that one. To go on with this one as it was then, drop the table {TABLE} in it.",
        )
    return (
        f"A move from {place} into this database was begun at {at} and is not finished.",
        "Run the same command again, which goes on with it; or begin again with an empty database.",
    )
