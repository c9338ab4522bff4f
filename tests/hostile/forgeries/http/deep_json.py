"""JSON nested a hundred thousand times.

base: none
verdict: broken
"""

def app(environ, start_response):
    start_response("200 OK", [("Content-Type", "application/json")])
    return [b"[" * 100_000]
