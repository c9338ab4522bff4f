"""What a client gets if a request fails."""

import uuid

from werkzeug.exceptions import HTTPException


def set_up(app):
    @app.errorhandler(HTTPException)
    def refused(error):
        return {"error": error.description}, error.code

    @app.errorhandler(Exception)
    def failed(error):
        number = uuid.uuid4().hex
        app.logger.error("error %s: %s", number, type(error).__name__)
        return {"error": "Something failed here. Please tell us the id.", "id": number}, 500
