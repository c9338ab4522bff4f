"""A body without end.

base: none
verdict: broken
"""

def app(environ, start_response):
    start_response("200 OK", [])
    return iter(lambda: b"x" * 65536, b"")
