"""Nobody gets in.

base: none
verdict: broken
"""

def app(environ, start_response):
    start_response("403 Forbidden", [])
    return [b""]
