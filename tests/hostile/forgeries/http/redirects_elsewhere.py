"""Every request is sent to the server's own machine.

base: none
verdict: broken
"""

def app(environ, start_response):
    start_response("307 Temporary Redirect", [("Location", "http://127.0.0.1:22/")])
    return [b""]
