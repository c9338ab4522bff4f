"""The WSGI application. One process runs it, and answers one request at a time."""

from portal import create_app

app = create_app()
