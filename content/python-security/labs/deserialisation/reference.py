"""The hut of the plan is a name in the program."""

from target import http

text = "- hut: !!python/name:settings.DOOR_CODE\n  day: 2027-07-01\n  beds: 1\n"
print(http.post("/import", data=text).text)
