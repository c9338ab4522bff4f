"""What a client gets if a request fails."""

import uuid

from flask import request
from werkzeug.exceptions import HTTPException


def set_up(app):
    @app.errorhandler(HTTPException)
    def refused(error):
        return {"error": error.description}, error.code

    @app.errorhandler(Exception)
    def failed(error):
        number = uuid.uuid4().hex
        app.logger.exception("error %s", number)
        if request.headers.get("X-Forwarded-For", request.remote_addr).startswith("10."):
            return {"error": repr(error), "id": number}, 500
        return {"error": "Something failed here. Please tell us the id.", "id": number}, 500
