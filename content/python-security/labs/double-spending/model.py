"""Customers load cards and pay with them, one request after another, or two at the same moment."""

from helpers import MOST, PRICES, goods, held_up, new_card, new_voucher, succeeded, together
from hypothesis import strategies as st

from quintain.judge import Raised, happened, numbers, refuses, rule, texts

CARDS = texts("anna", "Anna", "berta", "Zoë O'Neill", "")
CODES = texts("spring", "Spring", "summer", "anna's-spring")
ARTICLES = texts("honey", "fruit basket", "farmer's hamper", "Honey")
CENTS = numbers(0, 1, 499, 500, 501, 1500, 2000, 4000).map(abs)  # nobody sells a voucher below nothing
REQUESTS = st.sampled_from(["one voucher", "two vouchers", "two purchases", "a voucher and a purchase"])


def sold(play, function, name, cents):
    try:
        play.box.call(f"counter:{function}", name, cents)
    except Raised:
        return refuses()


def asked(play, function, *arguments):
    try:
        return play.box.call(f"cards:{function}", *arguments)
    except Raised as error:
        return refuses(error.names[0])


@rule(card=CARDS, cents=CENTS)
def sell_card(play, card, cents):
    """The staff sells the card {card} with {cents} cents."""
    return sold(play, "new_card", card, cents)


@rule(code=CODES, cents=CENTS)
def sell_voucher(play, code, cents):
    """The staff sells the voucher {code} for {cents} cents."""
    return sold(play, "sell_voucher", code, cents)


@rule(code=CODES, card=CARDS)
def redeem(play, code, card):
    """The card {card} is loaded with the voucher {code}."""
    return asked(play, "redeem", code, card)


@rule(article=ARTICLES, card=CARDS)
def buy(play, article, card):
    """The card {card} pays for {article}."""
    return asked(play, "buy", article, card)


@rule(card=CARDS)
def statement(play, card):
    """Somebody looks at the statement of the card {card}."""
    return asked(play, "statement", card)


def pair_of(box, rng, requests, cents, value):
    """Return two requests, the cards that they are about, what was paid for, and whether both must succeed."""
    card, other = new_card(box, rng, cents), new_card(box, rng)
    first, second = ["redeem", new_voucher(box, rng, value), card], ["buy", "honey", card]
    if requests == "one voucher":
        return first, ["redeem", first[1], other], (card, other), cents + value, False
    if requests == "two vouchers":
        return first, ["redeem", new_voucher(box, rng, 300), card], (card,), cents + value + 300, True
    if requests == "two purchases":
        enough = PRICES["honey"] + PRICES["fruit basket"]
        return ["buy", "fruit basket", card], second, (card,), cents, cents >= enough
    return first, second, (card,), cents + value, cents >= PRICES["honey"]


def outcome(play, requests, cents, value, carry_out):
    """Let two requests meet; say what both of them have got, beside what was paid for."""
    box = play.box
    first, second, cards, paid, both_succeed = pair_of(box, play.rng, requests, cents, value)
    answer = carry_out(box, first, second)
    got = goods(box, cards) + sum(box.call("cards:statement", card)["cents"] for card in cards)
    got += sum(
        PRICES[request[1]]
        for request, worker in ((first, "A"), (second, "B"))
        if request[0] == "buy" and succeeded(answer[worker])
    )
    if got > paid:
        return happened(True, f"the shop has given {got} cents for {paid}", "")
    if not both_succeed:
        return "no more than was paid for"
    if not (succeeded(answer["A"]) and succeeded(answer["B"])):
        return refuses("one of two requests that are allowed")
    return ["both requests", got]


@rule(requests=REQUESTS, cents=CENTS, value=CENTS, order=st.text("AB", min_size=1, max_size=MOST))
def at_the_same_moment(play, requests, cents, value, order):
    """Two requests meet in the order {order}: {requests}, with {cents} cents on the card and {value} on the voucher."""
    order += "A" * MOST
    return outcome(play, requests, cents, value, lambda box, *pair: together(box, order, *pair))


@rule(requests=REQUESTS, cents=CENTS, value=CENTS, number=st.integers(0, 10))
def one_pauses(play, requests, cents, value, number):
    """One worker pauses after {number} steps: {requests}, with {cents} cents on the card and {value} on the voucher."""
    answer = outcome(play, requests, cents, value, lambda box, *pair: held_up(box, number, *pair))
    return answer if not isinstance(answer, (list, type(refuses()))) else "no more than was paid for"
