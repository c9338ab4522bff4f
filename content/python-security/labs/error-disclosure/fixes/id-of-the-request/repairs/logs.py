"""The log of the service: JSON, one object for each request and each error."""

import json
import logging
import re
import secrets
from urllib.parse import urlencode

from flask import g, has_request_context, request

from repairs import config

KEY = re.compile(r"key=[^&\s'\"]*")


class JsonFormatter(logging.Formatter):
    """Writes an object with the id of the request, and hides the key in every URL."""

    def format(self, record):
        text = KEY.sub("key=***", super().format(record))
        number = g.request_id if has_request_context() else None
        return json.dumps({"time": record.created, "level": record.levelname, "id": number, "text": text})


def set_up(app):
    handler = logging.FileHandler(config.LOG, encoding="utf-8")
    handler.setFormatter(JsonFormatter())
    logger = logging.getLogger(app.name)
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)

    @app.before_request
    def number_request():
        g.request_id = secrets.token_hex(10)

    @app.after_request
    def log_request(response):
        shown = [(name, "***" if name == "code" else value) for name, value in request.args.items(multi=True)]
        logger.info("%s %s?%s %s", request.method, request.path, urlencode(shown), response.status_code)
        return response
