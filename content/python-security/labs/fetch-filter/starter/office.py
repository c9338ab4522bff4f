"""The harbour office: asks its own desk, which listens at 127.0.0.1:8080 and answers whoever asks on this machine."""

from http.client import HTTPConnection


def gate_code():
    """Return the code that opens the gate tonight."""
    desk = HTTPConnection("127.0.0.1", 8080, timeout=5)
    try:
        desk.request("GET", "/gate")
        return desk.getresponse().read().decode()
    finally:
        desk.close()
