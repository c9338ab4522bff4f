import socket
import ssl


def trusted():
    return ssl.create_default_context(cafile="authority.pem")


def call(number, host="reports.lab.test"):
    """Send a line and the token; return what comes back."""
    with socket.create_connection((host, 443), timeout=3) as plain:
        with trusted().wrap_socket(plain, server_hostname=host) as stream:
            with open("token.txt") as file:
                stream.sendall(f"{number} {file.read()}\n".encode())
            return stream.makefile().read()
