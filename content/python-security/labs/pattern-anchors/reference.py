"""A code with a line end: the slip has an empty line too early."""

from target import call

print(call("desk:screen", "PX123456789\n", "Ann"))
