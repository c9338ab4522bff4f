"""The log of the service: a line for each request, and the errors."""

import logging
import re

from flask import request

from repairs import config

CODE = re.compile(r"\b(code=)[^&\s]*")


class Redacting(logging.Formatter):
    """Removes the supplier's key and customers' codes from all that is written, tracebacks included."""

    def format(self, record):
        return CODE.sub(r"\1[code]", super().format(record).replace(config.SUPPLIER_KEY, "[key]"))


def set_up(app):
    handler = logging.FileHandler(config.LOG, encoding="utf-8")
    handler.setFormatter(Redacting("%(asctime)s %(levelname)s %(message)s"))
    logger = logging.getLogger(app.name)
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)

    @app.after_request
    def log_request(response):
        logger.info("%s %s %s", request.method, request.full_path, response.status_code)
        return response
