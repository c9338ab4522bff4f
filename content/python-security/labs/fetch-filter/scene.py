"""The report server and the office's desk are at work; a skipper may have any address shown."""

HOST, OTHER = "reports.lab.test", "other.lab.test"


def answer(text):
    return f"HTTP/1.1 200 OK\r\nContent-Length: {len(text)}\r\nConnection: close\r\n\r\n{text}".encode()


def scene(box, canary, rng):
    def show(address):
        """Have an address shown on the board; return what is shown."""
        desk = box.server(box.authority.issue(HOST, OTHER), answer=answer(canary.gate_code), port=8080)
        reports = box.server(box.authority.issue(HOST), answer=answer("Wind 3 from north, 1013 hPa"))
        with desk, reports:
            return box.call("board:show", address)

    return {"show": show}
