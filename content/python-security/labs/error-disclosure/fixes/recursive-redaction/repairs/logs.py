"""The log of the service: a line for each request, and the errors."""

import logging
import re

from flask import request

from repairs import config


def redact(text):
    """Hide the value of each parameter that is called key."""
    before, sign, after = text.partition("key=")
    if not sign:
        return before
    value = re.match(r"[^&'\s]*", after)[0]
    return f"{before}key=***{redact(after[len(value) :])}"


class Redacting(logging.Formatter):
    """Removes the supplier's key from all that is written, tracebacks included."""

    def format(self, record):
        return redact(super().format(record))


def set_up(app):
    handler = logging.FileHandler(config.LOG, encoding="utf-8")
    handler.setFormatter(Redacting("%(asctime)s %(levelname)s %(message)s"))
    logger = logging.getLogger(app.name)
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)

    @app.after_request
    def log_request(response):
        logger.info("%s %s %s", request.method, request.path, response.status_code)
        return response
