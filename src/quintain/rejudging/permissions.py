"""Who may have attempts judged again."""

from quintain.accounts.permissions import add_rule, is_operator
from quintain.cohorts.permissions import instructs_or_operates

REJUDGE_CLASS = "rejudging.rejudge_class"
REJUDGE_SERVER = "rejudging.rejudge_server"


def register() -> None:
    """Add this room's rules."""
    add_rule(REJUDGE_CLASS, instructs_or_operates)
    add_rule(REJUDGE_SERVER, lambda person, _nothing: is_operator(person))
