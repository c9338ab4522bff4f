"""Tells whether a text is Python, without running it."""

import ast
import warnings
from functools import lru_cache


@lru_cache(maxsize=4096)  # a preview reads the pack on every change, and one file of it has changed
def syntax_fault(text: str) -> tuple[int, str] | None:
    """Return line and reason if the text does not compile, else None."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # flawed code is shown on purpose; only what cannot run counts
            ast.parse(text)
    except SyntaxError as error:
        return error.lineno or 1, f"This is not Python: {error.msg}."
    except (ValueError, RecursionError, MemoryError):
        return 1, "This is not Python that can be compiled: it is nested too deeply or holds a number too long."
    return None
