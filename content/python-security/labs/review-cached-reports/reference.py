"""The key of their page is `north-sea--projects`. Ask for a team of `north` that gives the same key."""

from target import http, morning

morning()
print(http.get("/reports/projects", params={"team": "sea-"}, headers={"X-Api-Key": "north-key-1618"}).text)
