"""A sum is a sum, and nothing else that Python can read."""

import pytest

from quintain.judge import Raised


def test_what_is_no_sum_is_refused(box, rng):
    """A string, a list, a comparison, a condition, a call or another operator is no sum."""
    n = rng.randint(2, 9)
    for text in [
        f"'{n}'",
        f"[{n}][0]",
        f"({n}, 1)",
        f"abs({n})",
        f"{n} or 1",
        f"{n} if 1 else 2",
        f"(1 < 2) * {n}",
        f"{n}.real",
        f"lambda: {n}",
        f"{n} and import_frame",
        f"'{n}' + 2",
        f"{n} // 2",
        f"{n} % 7",
        f"{n} << 1",
        f"{n} @ 2",
        f"{n} - ~{n}",
        f"{n} - (not {n})",
        f"{n} + 1 / inf",
        f"{n} * nan ** 0",
    ]:
        for target in ["measures:millimetres", "measures:pieces"]:
            with pytest.raises(Raised):
                box.call(target, text)
