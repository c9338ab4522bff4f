"""Descriptors that a child inherits: always the same numbers, so that they tell the program nothing."""

import fcntl
import os


def above(descriptor: int, least: int) -> int:
    """Move a descriptor up, away from the numbers that depend on what else is open."""
    moved = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, least)
    os.close(descriptor)
    return moved
