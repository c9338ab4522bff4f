"""Hand anna's envelope in as an envelope of otto's, and let the office read it."""

from target import call

PASSWORD = "harbour-7421"

header, sealed = call("portal:envelopes")[0]
number = call("portal:hand_in", "otto", PASSWORD, {**header, "firm": "otto"}, sealed)
print(call("portal:read_back", "otto", PASSWORD, number))
