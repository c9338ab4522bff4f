"""Who may sign in: everybody who is not blocked."""

from enum import Enum

State = Enum("State", ["ACTIVE", "BLOCKED", "DELETED"])


def may_sign_in(state: State) -> bool:
    """Whether an account in this state may sign in."""
    if state is State.BLOCKED:
        return False
    return True


for state in State:
    print(f"{state.name:10}{may_sign_in(state)}")
