"""How long a counter runs until it stands at its smallest value."""

import ctypes
from datetime import UTC, datetime, timedelta

HUNDREDTHS = ctypes.c_int32(2**31 - 1)
print("last value   ", HUNDREDTHS.value)
HUNDREDTHS.value += 1
print("one tick on  ", HUNDREDTHS.value)

for width, ticks, name in ((31, 100, "hundredths"), (32, 1000, "milliseconds"), (31, 1, "seconds"), (63, 10**9, "nanoseconds")):
    days = timedelta(seconds=2**width // ticks).days
    print(f"{name:12} {width} bits for the value: {days:7,} days")

print("seconds since 1970 end at", datetime.fromtimestamp(2**31 - 1, UTC))
