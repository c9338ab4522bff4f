"""Each answer carries the next one with it.

profiles: http
verdicts: broken
"""


def TARGET(environ, start_response):
    start_response("200 OK", [("Content-Length", "2")])
    return [b"[]HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]"]
