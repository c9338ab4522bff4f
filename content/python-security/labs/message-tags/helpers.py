"""What tests and attacks share: papers of the shop, the terminal's answers, and what an attacker reads in the code."""

import ast
import math
import re

from quintain.judge import Raised, altered

CARD, GASKET, CLIP, PUMP = "3141592", "4", "12", "41"


def word(rng, length=8):
    return "".join(rng.choices("bcdfghklmnprtvwz", k=length))


def amount(paper):
    return "pieces" if "pieces" in paper else "cents"


def new_slip(box, name, article, pieces, remark="", card=CARD):
    return box.call("shop:order", card, name, article, pieces, remark)


def new_note(box, name, article, pieces, remark="", card=CARD):
    """Order something and send it back."""
    slip = new_slip(box, name, article, pieces, card=card)
    return box.call("shop:send_back", card, slip["order"], name, remark)


MAKERS = {"slip": new_slip, "credit note": new_note}


def shown(box, paper):
    """Show a paper to the terminal, and return its answer."""
    try:
        return box.call("terminal:collect" if "pieces" in paper else "terminal:redeem", paper)
    except Raised:
        return {}


def is_accepted(box, paper):
    answer = shown(box, paper)
    return answer.get("locker") is not None or answer.get("paid", 0) > 0


def places(tags):
    """Return the places at which tags differ: the others are the same in each tag, such as the name of a version."""
    shortest = min(map(len, tags))
    return [place for place in range(shortest) if len({tag[place] for tag in tags}) > 1]


def bits(tags):
    """Return how many bits a character of these tags has."""
    letters = {tag[place] for tag in tags for place in places(tags)}
    for alphabet in ("0123456789", "0123456789abcdef", "0123456789ABCDEF", "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"):
        if letters <= set(alphabet):
            return math.log2(len(alphabet))
    return 6.0


def some_tags(box, rng, kind):
    """Return the tags of some papers: enough to see which characters tags have, and where.

    In a tag of 20 hexadecimal digits, a place is the same in all ten by chance in three of 10**10 cases.
    """
    return [MAKERS[kind](box, word(rng), CLIP, 1, word(rng))["tag"] for _ in range(10)]


def replaced(tag, at, rng):
    """Write other characters at these places of a tag; other ones also for a program that decodes the tag."""
    for place in at:
        tag = altered(tag, place, rng)
    return tag


def texts_in_code(box):
    """Return the short strings of tags.py: one of them may be what separates two fields."""
    found = {}
    for node in ast.walk(ast.parse(box.read("tags.py") or b"")):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) <= 12:
            found[node.value] = None
    return list(found)[:30]


def middles_in_code(box):
    """Return what the f-strings of tags.py write between name and remark, as functions of the other fields."""
    found = []
    for node in ast.walk(ast.parse(box.read("tags.py") or b"")):
        if isinstance(node, ast.JoinedStr):
            parts = [each.value if isinstance(each, ast.Constant) else _field(each) for each in node.values]
            named = [place for place, part in enumerate(parts) if part in (("name", ""), ("remark", ""))]
            if len(named) == 2:
                found.append(_writer(parts[named[0] + 1 : named[1]]))
    return found


def _field(node):
    spec = node.format_spec.values if node.format_spec else []
    written = "".join(each.value for each in spec if isinstance(each, ast.Constant))
    return getattr(node.value, "id", ""), written


def _writer(parts):
    def write(order, article, number):
        values = {"order": order, "article": article}
        return "".join(
            part if isinstance(part, str) else format(values.get(part[0], number), re.sub(r"^d$", "", part[1]))
            for part in parts
        )

    return write
