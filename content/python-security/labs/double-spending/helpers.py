"""What tests and attacks need: cards, vouchers, orders of steps, and what a card is still good for."""

from quintain.judge import Raised

PRICES = {"honey": 500, "fruit basket": 1500}
MOST = 20  # steps that no request reaches

# A takes some steps, then B takes all of its own, and then A goes on.
CUTS = {number: "A" * number + "B" * MOST for number in range(1, 13)}


def word(rng):
    return "".join(rng.choices("abcdefgh", k=8))


def new_voucher(box, rng, cents):
    code = f"{word(rng)}'s-{word(rng)}"
    box.call("counter:sell_voucher", code, cents)
    return code


def new_card(box, rng, cents=0):
    """Return the name of a new card with so much money on it."""
    name = f"Zoë O'{word(rng)}"
    box.call("counter:new_card", name, cents)
    return name


def together(box, order, first, second):
    return box.call("workers:together", order, first, second)


def held_up(box, number, first, second):
    return box.call("workers:held_up", number, first, second)


def succeeded(answer):
    return "returned" in answer


def steps_of_a(answer):
    return sum(step.startswith("A:") for step in answer["steps"])


def goods(box, cards):
    """Spend what is left on the cards, and return the value of what the shop has handed over."""
    value = 0
    for card in cards:
        try:
            for _ in range(10):
                box.call("cards:buy", "honey", card)
                value += PRICES["honey"]
        except Raised:
            pass
    return value
