"""Beside the harness in a warm box that runs programs: forks them. See ``inside/spawner.py``."""

from inside import spawner  # type: ignore[import-not-found]  # the box shows this folder as /box, first in the path

spawner.work(spawner.LINE, load_filter)  # type: ignore[name-defined]  # noqa: F821  the init program defines it
