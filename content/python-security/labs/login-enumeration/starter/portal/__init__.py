"""The client portal of a debt advice centre."""

from flask import Flask

from portal.auth import auth
from portal.clients import clients


def create_app():
    app = Flask(__name__)
    app.config.from_object("portal.config")
    app.register_blueprint(auth)
    app.register_blueprint(clients)
    return app
