"""The instrument library: anyone looks and asks, keepers open the safe."""

from flask import Flask

from library.views import pages


def create_app():
    """Make the web app with its pages."""
    app = Flask(__name__)
    app.register_blueprint(pages)
    return app


app = create_app()
