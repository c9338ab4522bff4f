"""256 is not 0, and the check accepts it. The field of the slip keeps its lowest eight bits, which are all zero."""

from target import call

print(call("warehouse:order", "3141592", [[256, 1, "for jo"]]))
