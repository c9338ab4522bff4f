"""The app of a film club: members send each other money, share costs, and buy at the counter."""

import hmac

import wallets

TREASURER_PIN = "${treasurer_pin}"
BALANCES = {
    "jo": "480.00",
    "kim": "0.00",
    "imke": "1310.45",
    "sam": "60.35",
    "lena": "7.40",
    "cinema": "9200.00",
}
CARDS = {
    "3141592": "jo",
    "2718281": "kim",
    "${imke_card}": "imke",
    "${sam_card}": "sam",
    "${lena_card}": "lena",
    "${cinema_card}": "cinema",
}
PRICES = {"ticket": "9.50", "poster": "24.90", "life membership": "2400.00"}
CODES = {"ticket": "${ticket}", "poster": "${poster}", "life membership": "${life_membership}"}

book = wallets.Wallets(BALANCES)


def balance(card):
    """Return what a member has, as it is shown on the phone."""
    return book.balance(_member(card))


def set_limit(card, amount):
    """Set the limit of one's own day."""
    book.set_limit(_member(card), amount)


def pay(card, friend, amount):
    """Send an amount to another member."""
    book.pay(_member(card), _other(card, friend), amount)


def share(card, friends, amount):
    """Divide an amount among other members; each part of the list gets the same."""
    if not friends:
        raise ValueError("There is nobody in the list.")
    book.share(_member(card), [_other(card, friend) for friend in friends], amount)


def buy(card, item):
    """Buy something at the counter, and return the code for it."""
    book.spend(_member(card), PRICES[item])
    return CODES[item]


def top_up(pin, name, amount):
    """The treasurer adds a bank transfer to a wallet."""
    _check(pin)
    if name not in BALANCES:
        raise ValueError("There is no such member.")
    book.top_up(name, amount)


def new_day(pin):
    """The treasurer begins a new day."""
    _check(pin)
    book.new_day()


def _member(card):
    if card not in CARDS:
        raise PermissionError("There is no such card.")
    return CARDS[card]


def _other(card, friend):
    if friend not in BALANCES or friend == _member(card):
        raise ValueError("This is not another member.")
    return friend


def _check(pin):
    if not hmac.compare_digest(pin.encode(), TREASURER_PIN.encode()):
        raise PermissionError("This is not the treasurer's PIN.")
