"""Standard output and error: ten gigabytes of them must cost neither memory nor disk."""

from quintain.sandbox.limits import Rule, Seen
from quintain.sandbox.model import Limit, Limits

KIBIBYTE = 1024


def exceeded(limits: Limits, seen: Seen) -> bool:
    """Whether more was written than anyone will read."""
    return seen.output_bytes > limits.output_kibibytes * KIBIBYTE


RULE = Rule(limit=Limit.OUTPUT, exceeded=exceeded)
