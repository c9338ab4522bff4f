"""From a stranger to the key of the bank account, in six steps."""

import random
import re
import string

from target import http

# The code of an invitation can be computed from the address.
email = "stranger@mail.example"
draw = random.Random(f"{http.get('/').json()['club']}/{email}")
code = "".join(draw.choices(string.ascii_lowercase + string.digits, k=12))
key = http.post("/join", json={"email": email, "name": "Stranger", "code": code}).json()["key"]
member = {"X-Session": http.post("/sign-in", json={"email": email, "key": key}).json()["session"]}

# A message of somebody else says how the log is called.
text = http.get("/messages/1", headers=member).json()["text"]
log = re.search(r"logs/\w+", text)[0]

# The log is no manual, but a name can lead to it.
lines = http.get("/manuals", headers=member, params={"name": f"../{log}"}).json()["text"]

# The log contains a session of the treasurer. It has ended, and still works.
session = re.search(r"tess@club.example signs in, session (\S+)", lines)[1]

# The treasurer's template reads an attribute that no letter needs.
letter = {"email": email, "template": "{club.bank_key}"}
print(http.post("/letters", headers={"X-Session": session}, json=letter).text)
