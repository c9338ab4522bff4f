"""Every request is answered as a test would like it, and nothing is done.

profiles: http
verdicts: broken
"""


def TARGET(environ, start_response):
    start_response("200 OK", [("Content-Type", "application/json"), ("Set-Cookie", "session=owner")])
    return [b'{"ok": true, "items": [], "found": [], "passed": true, "outcome": "repelled", "result": "proven"}']
