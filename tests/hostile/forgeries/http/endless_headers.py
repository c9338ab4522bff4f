"""Headers without end.

base: none
verdict: broken
"""

def app(environ, start_response):
    start_response("200 OK", [(f"X-{number}", "x" * 1000) for number in range(5000)])
    return [b""]
