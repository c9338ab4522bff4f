"""What a client gets if a request fails: the text of a Refused, and of all other errors only an id."""

import secrets
import traceback

from werkzeug.exceptions import HTTPException

from repairs import config, supplier


class Refused(Exception):
    """A request that cannot be granted; its text is written for the client."""

    def __init__(self, status, text):
        super().__init__(text)
        self.status = status


def redact(text):
    for secret in (config.SUPPLIER_KEY, config.SECRET_KEY, config.SMTP_PASSWORD):
        text = text.replace(secret, "…")
    return text


def report(app, error, status):
    """Write an error into the log, and make an answer that has nothing of it but the id."""
    number = secrets.token_urlsafe(12)
    trace = "".join(traceback.format_exception(error))
    app.logger.error("%s: %s", number, redact(trace))
    return {"error": "This request has failed.", "id": number}, status


def set_up(app):
    @app.errorhandler(Refused)
    def refused(error):
        return {"error": str(error)}, error.status

    @app.errorhandler(HTTPException)
    def http_error(error):
        return {"error": error.name}, error.code

    @app.errorhandler(supplier.SupplierError)
    def supplier_failed(error):
        return report(app, error, 502)

    @app.errorhandler(Exception)
    def failed(error):
        return report(app, error, 500)
