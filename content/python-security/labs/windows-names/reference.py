"""Windows ignores case, and the program does not."""

from target import call

print(call("documents:fetch", "1207", "Calculation.txt"))
