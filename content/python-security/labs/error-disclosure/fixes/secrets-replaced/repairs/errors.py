"""What a client gets if a request fails."""

import uuid

from werkzeug.exceptions import HTTPException

from repairs import config


def set_up(app):
    @app.errorhandler(HTTPException)
    def refused(error):
        return {"error": error.description}, error.code

    @app.errorhandler(Exception)
    def failed(error):
        number = uuid.uuid4().hex
        app.logger.exception("error %s", number)
        body = {"error": str(error).replace(config.SUPPLIER_KEY, "***"), "id": number}
        return body, 500
