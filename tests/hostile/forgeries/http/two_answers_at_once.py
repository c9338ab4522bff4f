"""Each answer carries the next one with it.

base: none
verdict: broken
"""

def app(environ, start_response):
    body = b"[]"
    start_response("200 OK", [("Content-Length", "2")])
    return [body + b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]"]
