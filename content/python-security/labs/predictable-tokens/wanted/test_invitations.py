"""What the invitations of the original program are not."""

import re

from helpers import LETTERS


def test_invitation_can_be_typed(box, canary):
    """An invitation is written as a voucher is, with at most 40 characters."""
    for code in box.call("theatre:invite", canary.director_pin, 50):
        assert re.fullmatch(rf"[{LETTERS}]{{1,6}}(-[{LETTERS}]{{1,6}})*", code), code
        assert len(code) <= 40, code
