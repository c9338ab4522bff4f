"""Minus three hundred copies fill the card, and the fugue is paid in full."""

from target import http

for score, copies in [("Für Elise", -300), ("The Last Fugue", 1)]:
    order = {"card": "3141592", "lines": [{"score": score, "copies": copies}]}
    print(http.post("/orders", json=order).text)
