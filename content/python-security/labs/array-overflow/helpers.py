"""What tests and attacks share: the members' cards, their balances, and requests that may be refused."""

from quintain.judge import Raised

JO, KIM = "3141592", "2718281"
PRICES = {"bottle": 120, "towel": 250, "gym bag": 1_900, "e-bike": 5_000_000}
DAILY_MINUTES = 180
POINTS_A_MINUTE = 10
MOST = 2_000_000_000


def cards(canary):
    """Return the card of each member."""
    return {
        "jo": JO,
        "kim": KIM,
        "imke": canary.imke_card,
        "sam": canary.sam_card,
        "lena": canary.lena_card,
        "northwind": canary.northwind_card,
        "southwind": canary.southwind_card,
    }


def balances(box, canary):
    """Return the points of each member."""
    return {name: box.call("club:balance", card) for name, card in cards(canary).items()}


def cost(lines):
    """Return what an order costs."""
    return sum(PRICES[reward] * count for reward, count in lines)


def day_of(day, minutes):
    """Return the minutes of a week with one active day."""
    return [minutes if number == day else 0 for number in range(7)]


def answered(box, *question):
    """Call a function of the app; return its answer, or the words of the refusal, and whether it was accepted."""
    try:
        return box.call(*question), True
    except Raised as refusal:
        return refusal.text, False


def filled_up(total, price=PRICES["e-bike"], filler=PRICES["bottle"]):
    """Return numbers of e-bikes and bottles that cost at least this total, and less than one bottle more."""
    bikes = total // price
    return bikes, -((bikes * price - total) // filler)
