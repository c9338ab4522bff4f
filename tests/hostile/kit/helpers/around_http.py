

def _surround(theirs):
    import io
    from urllib.parse import unquote_plus

    behind = globals()["TARGET"]

    def app(environ, start_response):
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(body)
        asked = [environ["PATH_INFO"], environ["QUERY_STRING"], body.decode("latin-1")]
        texts = [unquote_plus(part.partition("=")[2]) for text in asked for part in text.split("&")]

        def honest():
            head = []
            answer = b"".join(behind(environ, lambda status, headers, *rest: head.append((status, headers))))
            return (*head[0], answer.decode("latin-1"))

        status, headers, text = around(honest, [each for each in texts if each])
        headers = [pair for pair in headers if pair[0].lower() != "content-length"]
        start_response(status, [*headers, ("Content-Length", str(len(text)))])
        return [text.encode("latin-1")]

    globals()["TARGET"] = app


def refuse():
    return "403 Forbidden", [("Content-Type", "text/plain")], "refused"


def change(said, make):
    """Put ``make`` to the body of an answer."""
    return (*said[:2], make(said[2]))


