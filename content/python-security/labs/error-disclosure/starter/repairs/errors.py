"""What a client gets if a request fails."""

import traceback

from flask import request
from werkzeug.exceptions import HTTPException

from repairs import config


def set_up(app):
    @app.errorhandler(HTTPException)
    def refused(error):
        return {"error": error.description}, error.code

    @app.errorhandler(Exception)
    def failed(error):
        app.logger.error("%s failed: %s", request.full_path, error)
        body = {"error": f"{type(error).__name__}: {error}"}
        if request.args.get("debug"):
            body["trace"] = traceback.format_exc().splitlines()
        return body, 500, {"X-Served-By": f"{config.HOST} repairs/{config.VERSION}"}
