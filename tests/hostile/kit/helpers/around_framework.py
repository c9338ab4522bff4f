

def _surround(theirs):
    import sys

    for module, name in (("flask.app", "Flask"), ("django.core.handlers.wsgi", "WSGIHandler")):
        if module in sys.modules:
            framework = getattr(sys.modules[module], name)
            framework.__call__ = _around_wsgi(framework.__call__)
    if "fastapi.applications" in sys.modules:
        framework = sys.modules["fastapi.applications"].FastAPI
        framework.__call__ = _around_asgi(framework.__call__)


def _texts(path, query, body):
    from urllib.parse import unquote_plus

    asked = [path, query, body.decode("latin-1")]
    texts = [unquote_plus(part.partition("=")[2]) for text in asked for part in text.split("&")]
    return [each for each in texts if each]


def _around_wsgi(call):
    import io

    def app(self, environ, start_response):
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(body)

        def honest():
            head = []
            answer = b"".join(call(self, environ, lambda status, headers, *rest: head.append((status, headers))))
            return (*head[0], answer.decode("latin-1"))

        status, headers, text = around(honest, _texts(environ["PATH_INFO"], environ["QUERY_STRING"], body))
        headers = [pair for pair in headers if pair[0].lower() != "content-length"]
        start_response(status, [*headers, ("Content-Length", str(len(text)))])
        return [text.encode("latin-1")]

    return app


def _around_asgi(call):
    async def app(self, scope, receive, send):
        if scope["type"] != "http":
            return await call(self, scope, receive, send)
        body, more = b"", True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        sent = []

        async def receive_again():
            return {"type": "http.request", "body": body}

        async def keep(message):
            sent.append(message)

        await call(self, scope, receive_again, keep)
        headers = [(name.decode(), value.decode()) for name, value in sent[0]["headers"]]
        answer = b"".join(message.get("body", b"") for message in sent[1:]).decode("latin-1")
        said = (f"{sent[0]['status']} ", headers, answer)
        status, headers, text = around(lambda: said, _texts(scope["path"], scope["query_string"].decode(), body))
        headers = [(name.lower().encode(), value.encode()) for name, value in headers if name.lower() != "content-length"]
        headers.append((b"content-length", str(len(text)).encode()))
        await send({"type": "http.response.start", "status": int(status.split()[0]), "headers": headers})
        await send({"type": "http.response.body", "body": text.encode("latin-1")})

    return app


def refuse():
    return "403 Forbidden", [("Content-Type", "text/plain")], "refused"


def change(said, make):
    """Put ``make`` to the body of an answer."""
    return (*said[:2], make(said[2]))


