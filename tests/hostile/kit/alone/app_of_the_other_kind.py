"""An ASGI app that answers what tests like, and does nothing.

profiles: http
verdicts: broken
"""


async def TARGET(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"application/json")]})
    await send({"type": "http.response.body", "body": b'{"ok": true, "items": [], "found": []}'})
