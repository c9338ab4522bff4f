"""5,000,000 is 64 times 78,125. So 2**26 e-bikes cost 78,125 times 2**32, and the lowest 32 bits of that are zero."""

from target import call

print(call("club:order", "3141592", [["e-bike", 2**26]]))
