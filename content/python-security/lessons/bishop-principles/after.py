"""Who may sign in: each state has its own answer."""

from enum import Enum
from typing import assert_never

State = Enum("State", ["ACTIVE", "BLOCKED", "DELETED"])


def may_sign_in(state: State) -> bool:
    """Whether an account in this state may sign in."""
    match state:
        case State.ACTIVE:
            return True
        case State.BLOCKED:
            return False
        case _:
            assert_never(state)


for state in State:
    try:
        print(f"{state.name:10}{may_sign_in(state)}")
    except AssertionError:
        print(f"{state.name:10}AssertionError: can't happen, and did")
