"""What a client gets if a request fails. Flask itself logs the error, with the id that the log adds to each line."""

from flask import g
from werkzeug.exceptions import HTTPException, InternalServerError


def set_up(app):
    @app.errorhandler(HTTPException)
    def refused(error):
        return {"error": error.description}, error.code

    @app.errorhandler(InternalServerError)
    def failed(error):
        return {"error": "An error occurred. It has been logged.", "id": g.request_id}, 500
