"""A generator looks up to the frames above it, and finds Python's own functions."""

from target import call

RULE = """
g = (g.gi_frame.f_back for x in [1])
frame = [f for f in g][0]
while "open" not in frame.f_builtins:
    frame = frame.f_back
note = frame.f_builtins["open"]("ledger.txt").read()
"""

print(call("quotes:quote", RULE, {"weight": 1.0, "zone": "local", "value": 20, "fragile": False})["note"])
