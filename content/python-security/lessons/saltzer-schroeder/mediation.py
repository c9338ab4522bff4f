"""A decision about access that is remembered, while the rights change."""

from functools import cache

TEAM = {"ada", "eve"}


@cache
def may_read(user):
    """Decide once for each user."""
    return user in TEAM


def may_read_each_time(user):
    """Decide for each access."""
    return user in TEAM


print(f"eve is in the team    {may_read('eve')!s:7}{may_read_each_time('eve')}")
TEAM.remove("eve")
print(f"eve has left          {may_read('eve')!s:7}{may_read_each_time('eve')}")
