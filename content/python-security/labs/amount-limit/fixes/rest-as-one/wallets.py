"""The wallets of a film club's members: what each has, and every way in which it changes. Everything is in cents."""

import re

DAILY = 200_00  # what a member can send to others in one day
TRANSFER = 10_000_00  # the largest bank transfer

AMOUNT = re.compile(r"\+?(?=[.,]?[0-9])0*+([0-9]{0,12}+)(?:[.,]([0-9]{0,2}+))?")


class Wallets:
    """What members have, and what they have sent today. What is refused changes nothing."""

    def __init__(self, balances):
        self.balances = {name: _cents(amount) for name, amount in balances.items()}
        self.limits = dict.fromkeys(balances, DAILY)
        self.sent = dict.fromkeys(balances, 0)

    def balance(self, name):
        """Return what a member has, with a point and two decimals."""
        euros, cents = divmod(self.balances[name], 100)
        return f"{euros}.{cents:02}"

    def new_day(self):
        """Begin a new day, on which nobody has sent anything."""
        self.sent = dict.fromkeys(self.sent, 0)

    def top_up(self, name, amount):
        """Add a transfer that has arrived at the club's bank."""
        cents = _cents(amount)
        if not 0 < cents <= TRANSFER:
            raise ValueError("A transfer is between 0.01 and 10,000.00.")
        self.balances[name] += cents

    def set_limit(self, name, amount):
        """Set what a member can send in one day; nobody can have more than DAILY."""
        cents = _cents(amount)
        if not 0 <= cents <= DAILY:
            raise ValueError("The limit of a day is between 0 and 200.00.")
        self.limits[name] = cents

    def pay(self, name, friend, amount):
        """Send an amount to a friend."""
        self.share(name, [friend], amount)

    def share(self, name, friends, amount):
        """Divide an amount among friends; the last one gets the cents that are left over."""
        cents = _cents(amount)
        part, rest = divmod(cents, len(friends))
        self._send(name, cents)
        for friend in friends:
            self.balances[friend] += part
        self.balances[friends[-1]] += rest

    def spend(self, name, price):
        """Pay for something at the counter."""
        cents = _cents(price)
        if cents > self.balances[name]:
            raise ValueError("There is not enough in the wallet.")
        self.balances[name] -= cents

    def _send(self, name, cents):
        """Take an amount from a wallet, if the member has it and can still send it today."""
        if not 0 < cents <= min(self.balances[name], self.limits[name] - self.sent[name]):
            raise ValueError("Send one cent or more, and not more than you have, or can send today.")
        self.sent[name] += cents
        self.balances[name] -= cents


def _cents(amount):
    """Return an amount in cents. Members type it, as 1 250,00 or 12.5; the phone app sends numbers."""
    if isinstance(amount, (int, float)):
        amount = repr(amount)  # the shortest text that is this number: 19.99
    found = AMOUNT.fullmatch(amount.replace(" ", ""))
    if not found:
        raise ValueError("This is not an amount.")
    euros, decimals = found.groups(default="")
    return int(euros or "0") * 100 + int(decimals.ljust(2, "0"))
