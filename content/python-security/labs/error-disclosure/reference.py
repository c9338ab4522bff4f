"""The supplier does not know the part, and its error has the key."""

from target import http

print(http.get("/parts/unknown/price").text)
