"""Log a failed sign-in: an f-string and arguments in one call."""

import logging

logging.raiseExceptions = False  # as in production: an error in a log call is not shown
log = logging.getLogger("shop")
lines: list[str] = []


def refused(user: str, address: str) -> None:
    log.warning(f"{user} failed to sign in from %s", address)


def refused_safely(user: str, address: str) -> None:
    log.warning("%s failed to sign in from %s", user, address)


class Kept(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        try:
            lines.append(record.getMessage())
        except Exception:
            self.handleError(record)


if __name__ == "__main__":
    log.addHandler(Kept())
    for function in (refused, refused_safely):
        for user in ("zoe", "%s"):
            lines.clear()
            function(user, "192.0.2.7")
            print(f"{function.__name__:16}{user:5}{lines[0] if lines else '(no line in the log)'}")
