"""An account of 100, and three ways to take money from it."""

from dataclasses import dataclass, field
from threading import Lock


@dataclass
class Account:
    balance: int = 100
    lock: Lock = field(default_factory=Lock)


def withdraw(account: Account, amount: int) -> int:
    balance = account.balance  # look
    if balance < amount:  # check
        return 0  # refuse
    account.balance = balance - amount  # use
    return amount


def withdraw_half_locked(account: Account, amount: int) -> int:
    balance = account.balance  # look
    if balance < amount:  # check
        return 0  # refuse
    with account.lock:  # use
        account.balance = balance - amount
        return amount


def withdraw_locked(account: Account, amount: int) -> int:
    with account.lock:  # look
        balance = account.balance
        if balance < amount:  # check
            return 0  # refuse
        account.balance = balance - amount  # use
        return amount
