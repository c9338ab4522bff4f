"""Send one header under two names, and see what a WSGI program is told."""

import io
import socket
import threading
from wsgiref.simple_server import WSGIRequestHandler, make_server


class Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


def app(environ, start_response):
    start_response("200 OK", [])
    return [environ.get("HTTP_X_USER", "nobody").encode()]


def ask(*headers: str) -> str:
    with make_server("127.0.0.1", 0, app, handler_class=Quiet) as server:
        threading.Thread(target=server.handle_request).start()
        with socket.create_connection(server.server_address) as line:
            line.sendall("\r\n".join(("GET / HTTP/1.0", *headers, "", "")).encode())
            return line.makefile().read().rpartition("\n")[2]


def proxy(*client: str) -> tuple[str, ...]:
    kept = [header for header in client if not header.lower().startswith("x-user:")]
    return (*kept, "X-User: guest")


if __name__ == "__main__":
    print("the proxy alone     ", ask(*proxy()))
    print("X-User: admin       ", ask(*proxy("X-User: admin")))
    print("X_User: admin       ", ask(*proxy("X_User: admin")))
