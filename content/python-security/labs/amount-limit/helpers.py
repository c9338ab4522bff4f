"""What tests and attacks share: cards, balances, and calls that may be refused."""

import re
from decimal import Decimal

from quintain.judge import Raised, happened, leaks

JO, KIM = "3141592", "2718281"
DAILY = Decimal(200)
MEMBERSHIP = Decimal(2400)
SHOWN = re.compile(r"-?[0-9]+\.[0-9]{2}")


def cards(canary):
    """Return the card of each member."""
    return {
        "jo": JO,
        "kim": KIM,
        "imke": canary.imke_card,
        "sam": canary.sam_card,
        "lena": canary.lena_card,
        "cinema": canary.cinema_card,
    }


def balances(box, canary):
    """Return what each member has, as the app shows it."""
    return {name: box.call("club:balance", card) for name, card in cards(canary).items()}


def cents(shown):
    """Return an amount that the app shows in cents."""
    assert isinstance(shown, str)
    assert SHOWN.fullmatch(shown), shown
    return int(Decimal(shown) * 100)


def typed(amount):
    """Write cents as they are typed, with a point and two decimals."""
    return f"{amount // 100}.{amount % 100:02}"


def fresh(box, canary, name, amount=0):
    """Begin a day on which a member has sent nothing and has the usual limit, with this many cents more."""
    box.call("club:new_day", canary.treasurer_pin)
    box.call("club:set_limit", cards(canary)[name], "200")
    if amount:
        box.call("club:top_up", canary.treasurer_pin, name, typed(amount))


def tried(box, *question):
    """Call a function of the app; return its answer, or the words of the refusal."""
    try:
        return box.call(*question)
    except Raised as refusal:
        return refusal.text


def strange(before, after, giver, limit=DAILY):
    """Say what no honest payment of one day can do to the balances, or nothing."""
    odd = [f"{name} has {shown}" for name, shown in after.items() if not _is_amount(shown)]
    if odd:
        return ", ".join(odd)
    changes = {name: Decimal(after[name]) - Decimal(before[name]) for name in after}
    if sum(changes.values()):
        return f"all wallets together have changed by {sum(changes.values())}"
    robbed = [f"{name} has lost {-change}" for name, change in changes.items() if change < 0 and name != giver]
    if robbed:
        return ", ".join(robbed)
    if -changes[giver] > limit:
        return f"{giver} has sent {-changes[giver]} in one day, with a limit of {limit}"
    return ""


def judged(box, canary, before, giver="jo", buyer="kim", limit=DAILY):
    """Decide about an attack: whether it has changed the balances wrongly, or paid for a life membership."""
    after = balances(box, canary)
    if not _is_amount(after[buyer]) or Decimal(before[buyer]) + DAILY < MEMBERSHIP:
        bought = tried(box, "club:buy", cards(canary)[buyer], "life membership")
        if canary.life_membership in str(bought):
            return leaks(canary.life_membership, bought, "the code of a life membership that nobody has paid for")
    effect = strange(before, after, giver, limit)
    return happened(
        bool(effect),
        "money was made from nothing, or moved above a limit",
        "every cent is where it belongs",
        change=effect or "none",
    )


def _is_amount(shown):
    return isinstance(shown, str) and SHOWN.fullmatch(shown) is not None and not shown.startswith("-")
