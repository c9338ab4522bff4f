"""The log of the service: JSON, one object for each request and each error."""

import json
import logging
import re
import secrets

from flask import g, has_request_context, request

from repairs import config

PARAMETER = re.compile(r"(key|code)=[^&\s'\"]*")


class JsonFormatter(logging.Formatter):
    """Writes an object with the id of the request, and hides the parameters that are secret."""

    def format(self, record):
        text = PARAMETER.sub(r"\1=***", super().format(record))
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
        logger.info("%s %s %s", request.method, request.full_path, response.status_code)
        return response
