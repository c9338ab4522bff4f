"""What a module imports while it is imported is read from its code."""

from quintain.judge.harness.inside.fresh_modules import imports_of

SOURCE = """
import first
from second import third as other
class Outer:
    import fourth
    class Inner:
        import fifth.sixth
    def later(self):
        import seventh
    squares = [__import__ for _ in ()]
del other
"""


def test_class_bodies_run_at_once_and_functions_do_not() -> None:
    """In Python 3.13.5, ``pathlib`` imports ``ntpath`` in a class."""
    imports, deleted = imports_of(compile(SOURCE, "module.py", "exec"))
    assert [(each.name, each.target) for each in imports] == [
        ("first", "first"),
        ("second", "other"),
        ("fourth", ""),
        ("fifth.sixth", ""),
    ]
    assert deleted == {"other"}
