"""Puts the rooms together: settings, addresses, the ASGI application and the queue behind Django's Tasks API."""
