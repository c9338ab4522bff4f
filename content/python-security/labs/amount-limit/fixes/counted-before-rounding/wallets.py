"""The wallets of a film club's members: what each has, and every way in which it changes. Amounts are in euros."""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
DAILY = Decimal(200)  # what a member can send to others in one day
TRANSFER = Decimal(10_000)  # the largest bank transfer


class Wallets:
    """What members have, and what they have sent today. What is refused changes nothing."""

    def __init__(self, balances):
        self.balances = {name: _number(amount) for name, amount in balances.items()}
        self.limits = dict.fromkeys(balances, DAILY)
        self.sent = dict.fromkeys(balances, 0)

    def balance(self, name):
        """Return what a member has, with a point and two decimals."""
        return f"{self.balances[name]:.2f}"

    def new_day(self):
        """Begin a new day, on which nobody has sent anything."""
        self.sent = dict.fromkeys(self.sent, 0)

    def top_up(self, name, amount):
        """Add a transfer that has arrived at the club's bank."""
        amount = _number(amount)
        if amount <= 0 or amount > TRANSFER:
            raise ValueError("A transfer is between 0.01 and 10,000.00.")
        self._add(name, amount)

    def set_limit(self, name, amount):
        """Set what a member can send in one day; nobody can have more than DAILY."""
        amount = _number(amount)
        if amount < 0 or amount > DAILY:
            raise ValueError("The limit of a day is between 0 and 200.00.")
        self.limits[name] = amount

    def pay(self, name, friend, amount):
        """Send an amount to a friend."""
        amount = _number(amount)
        self._send(name, amount)
        self._add(friend, amount)

    def share(self, name, friends, amount):
        """Divide an amount among friends. A friend who gets several parts is in the list several times."""
        amount = _number(amount)
        part = (amount / len(friends)).quantize(CENT, ROUND_DOWN)
        self._send(name, part * len(friends))
        for friend in friends:
            self._add(friend, part)

    def spend(self, name, price):
        """Pay for something at the counter."""
        price = _number(price)
        if price > self.balances[name]:
            raise ValueError("There is not enough in the wallet.")
        self._add(name, -price)

    def _send(self, name, amount):
        """Take an amount from a wallet, if the member has it and can still send it today."""
        if amount <= 0:
            raise ValueError("Send one cent or more.")
        if amount > self.balances[name] or self.sent[name] + amount > self.limits[name]:
            raise ValueError("This is more than the member has, or can send today.")
        self.sent[name] += amount
        self._add(name, -amount)

    def _add(self, name, amount):
        self.balances[name] += amount.quantize(CENT, ROUND_HALF_UP)


def _number(amount):
    """Return an amount. Members type it, as 1 250,00 or 12.5; the phone app sends numbers."""
    number = Decimal(str(amount).replace(" ", "").replace(",", "."))
    if not number.is_finite():
        raise ValueError("This is not an amount.")
    return number
