"""The WSGI application: one process that answers one request at a time."""

from repairs import create_app

app = create_app()
