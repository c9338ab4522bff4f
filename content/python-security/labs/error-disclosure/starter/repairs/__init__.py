"""The web service of a bicycle workshop."""

from flask import Flask

from repairs import db, errors, logs
from repairs.customers import customers
from repairs.monitoring import monitoring


def create_app():
    app = Flask(__name__)
    app.config.from_object("repairs.config")
    db.fill()
    logs.set_up(app)
    errors.set_up(app)
    app.register_blueprint(customers)
    app.register_blueprint(monitoring)
    return app
