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
        app.logger.exception("error %s", number)
        return {"error": "Something failed here. Please tell us the id.", "id": number}, 500
