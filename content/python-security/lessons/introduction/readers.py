"""One address, read by two parts of the same standard library."""

import ipaddress
import socket


def reading(reader, text):
    """Return what a reader makes of the string, or that it refuses it."""
    try:
        return reader(text)
    except ValueError:
        return "refused"


if __name__ == "__main__":
    for text in ("12.8.8.8", "012.8.8.8"):
        checked = reading(ipaddress.ip_address, text)
        connected = reading(lambda each: socket.inet_ntoa(socket.inet_aton(each)), text)
        print(f"{text:10}  ipaddress: {checked!s:9} inet_aton: {connected}")
