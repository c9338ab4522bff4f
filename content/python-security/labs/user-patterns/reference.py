"""A bar divides the whole pattern, and its second half names the other shelf."""

from target import call

print(call("seeds:search", "nothing|held/*"))
