"""The request comes back as the answer, with all its fields.

profiles: http
verdicts: broken
"""

import json
from urllib.parse import parse_qsl


def TARGET(environ, start_response):
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)).decode()
    fields = dict(parse_qsl(environ["QUERY_STRING"]) + parse_qsl(body))
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps({**fields, "hello": fields.get("name"), "items": [], "found": []}).encode()]
