"""What tests and attacks share: keys, budgets, and orders that may be refused."""

import struct

from quintain.judge import Raised, happened, leaks

JO = "3141592"
PRICES = {7: 189_900, 12: 5_450}
SLIP = struct.Struct("<IBIIB")


def cost(lines):
    """Return what an order costs, in cents."""
    return sum(PRICES.get(shelf, 250) * pieces for shelf, pieces, _ in lines)


def keys(canary):
    """Return the key of each account."""
    return {"jo": JO, "ada": canary.ada_key, "kit": canary.kit_key, "keeper": canary.keeper_key}


def budgets(box, canary):
    """Return what each account has, in cents."""
    return {name: box.call("warehouse:budget", key) for name, key in keys(canary).items()}


def stock_up(box, canary, name, cents):
    """Let an account have at least this many cents."""
    missing = cents - box.call("warehouse:budget", keys(canary)[name])
    if missing > 0:
        box.call("warehouse:grant", canary.keeper_key, keys(canary)[name], missing)


def letters(rng, count, alphabet="abcdefghijkmnop"):
    """Return some random letters."""
    return "".join(rng.choices(alphabet, k=count))


def forged(head, *slips, filler="€"):
    """Return a label that begins with head, and in which whole slips follow: 256 bytes of them for each two slips."""
    text = head
    for number, (account, shelf, pieces) in enumerate(slips):
        size = 114
        assert number % 2 or number + 1 < len(slips)
        text += SLIP.pack(account, shelf, pieces, 0, size).decode() + filler * (size // len(filler.encode()))
    return text


def judged(box, canary, lines):
    """Let jo order what jo cannot pay or may not have, and decide whether it came."""
    stock_up(box, canary, "jo", 2_000)
    before = budgets(box, canary)
    try:
        answer, accepted = box.call("warehouse:order", JO, lines), True
    except Raised as refusal:
        answer, accepted = refusal.text, False
    after = budgets(box, canary)
    for secret, what in [(canary.safe, "the code of the safe"), (canary.laptop, "the code of a laptop")]:
        if secret in str(answer):
            return leaks(secret, answer, what)
    paid = before["jo"] - after["jo"]
    boxes = answer if accepted else []
    worth = cost((found["shelf"], found["pieces"], "") for found in boxes)
    others = [name for name in after if name != "jo" and after[name] != before[name]]
    return happened(
        bool(others) or paid != worth or any(found["shelf"] == 0 for found in boxes) or len(boxes) > len(lines),
        "the robot brought something that the account has not paid, or may not have",
        "the robot brought nothing but what the account has paid",
        paid=paid,
        worth=worth,
        boxes=str(answer)[:200],
        others=", ".join(others),
    )
