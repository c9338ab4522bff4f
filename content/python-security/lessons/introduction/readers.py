"""One address, read by two parts of the same standard library."""

import ipaddress
import socket


def read(reader, text):
    """Return what a reader makes of the text, or that it refuses."""
    try:
        return reader(text)
    except ValueError:
        return "refused"


if __name__ == "__main__":
    for text in ("10.8.8.8", "010.8.8.8"):
        strict = read(ipaddress.ip_address, text)
        loose = read(lambda each: socket.inet_ntoa(socket.inet_aton(each)), text)
        print(f"{text:10}  ipaddress: {strict!s:9} inet_aton: {loose}")
