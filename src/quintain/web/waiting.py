"""Says how long somebody has to wait."""

import math
from typing import Final

from django.utils.translation import ngettext

MOST_SECONDS: Final = 90
"""Longer waits are told in minutes: nobody counts 3,134 seconds."""


def wait_and_try_again(seconds: int) -> str:
    """Return the sentence for a wait, in seconds up to 90 and above that in minutes, rounded up."""
    if seconds <= MOST_SECONDS:
        count = seconds
        words = ngettext("Wait %(count)s second, then try again.", "Wait %(count)s seconds, then try again.", count)
    else:
        count = math.ceil(seconds / 60)
        words = ngettext("Wait %(count)s minute, then try again.", "Wait %(count)s minutes, then try again.", count)
    return words % {"count": count}
