"""What tests and attacks share: parcels, and the beginning of rules that leave the sandbox."""

from quintain.judge import Raised

ZONES = {"local": 425, "country": 625, "abroad": 1525}

# A generator knows its frame, and each frame knows the one that has called it. In one of them, Python's own functions
# are in reach. No name here begins with an underscore.
GENERATOR = """\
g = (g.gi_frame.f_back for x in [1])
frame = [f for f in g][0]
"""
COROUTINE = """\
found = []
async def f():
    found.append(c.cr_frame.f_back)
c = f()
try:
    c.send(None)
except:
    frame = found[0]
"""
FULL_WIDTH = GENERATOR.replace("gi_frame.f_back", "ｇｉ_frame.ｆ_back")
CLIMB = """\
while "open" not in frame.f_builtins:
    frame = frame.f_back
load = frame.f_builtins["__import__"]
"""
WIDE_CLIMB = CLIMB.replace("f_", "ｆ_")
LEAVE = GENERATOR + CLIMB


def word(rng):
    return "".join(rng.choices("bcdfghklmnprtvwz", k=8))


def parcel(rng, zone="country", **more):
    return {"weight": rng.randint(1, 80) / 4, "zone": zone, "value": rng.randint(1, 900), "fragile": False} | more


def quote(box, rule, asked):
    return box.call("quotes:quote", rule, asked)


def answer(box, rule, rng):
    """Run an attacker's rule; return what comes back, the text of an error too."""
    try:
        return quote(box, rule, parcel(rng))
    except Raised as error:
        return error.text
