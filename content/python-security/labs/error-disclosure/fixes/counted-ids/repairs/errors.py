"""What a client gets if a request fails."""

import itertools

from werkzeug.exceptions import HTTPException


numbers = itertools.count(1)


def set_up(app):
    @app.errorhandler(HTTPException)
    def refused(error):
        return {"error": error.description}, error.code

    @app.errorhandler(Exception)
    def failed(error):
        number = f"error-{next(numbers):06}"
        app.logger.exception("error %s", number)
        return {"error": "Something failed here. Please tell us the id.", "id": number}, 500
