"""Lengths that are too long, negative, doubled; a bomb that is said to be packed.

profiles: http
verdicts: broken
"""

import zlib

turn = []


def TARGET(environ, start_response):
    turn.append(1)
    heads = [
        [("Content-Length", "99999999")],
        [("Content-Length", "-1")],
        [("Content-Length", "1"), ("Transfer-Encoding", "chunked")],
        [("Content-Encoding", "deflate")],
    ]
    start_response("200 OK", heads[len(turn) % 4])
    return [zlib.compress(bytes(2**24))]
