"""Where NaN and infinity come from."""

import json

for text in ("nan", "NaN", "-inf", "Infinity", "1e999", " ٣.٥ ", "1_0.5"):
    print(f"float({text!a}) is {float(text)}")
print("json.loads:", json.loads('{"amount": NaN, "limit": 1e999}'))
print("inf - inf is", float("inf") - float("inf"))
