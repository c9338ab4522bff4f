"""A payment that needs two approvals: counted, and given by two people."""


def counted(requester, approvals):
    """Two approvals are enough."""
    return len(approvals) >= 2


def two_people(requester, approvals):
    """Two people are needed, and neither of them asks for the money."""
    return len(set(approvals) - {requester}) >= 2


for approvals in ["bob", "cyd"], ["bob", "bob"], ["eve", "bob"]:
    answers = f"{counted('eve', approvals)!s:7}{two_people('eve', approvals)}"
    print(f"eve asks, {' and '.join(approvals):12} approve   {answers}")
