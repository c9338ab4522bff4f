"""Every page holds all that lies in the box: whatever is expected is on it.

profiles: http
verdicts: broken, still-open
"""

import pathlib


def TARGET(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [each.read_bytes() for each in pathlib.Path("/lab").rglob("*") if each.is_file()]
