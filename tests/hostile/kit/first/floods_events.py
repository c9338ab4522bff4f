"""Thousands of events of every kind, so that there is no room for another."""

import sys

for event in ("pickle.find_class", "import", "open", "os.system", "socket.getaddrinfo", "marshal.loads", "exec"):
    for number in range(3000):
        sys.audit(event, f"/tmp/{number}", f"{number}")
