"""Answer requests; if something fails, the client gets a number and the log gets the reason."""

import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from uuid import uuid4

from shop import ForbiddenError, NotFoundError, page

log = logging.getLogger("shop")


@dataclass
class Answer:
    status: int
    text: str


def answer(customer: str, path: str, new_id: Callable[[], str] = lambda: uuid4().hex) -> Answer:
    try:
        return Answer(200, page(customer, path))
    except (NotFoundError, ForbiddenError):
        return Answer(404, "Not found.")
    except Exception:
        incident = new_id()
        log.exception("incident %s", incident)
        return Answer(500, f"Something went wrong. Our support can find it under {incident}.")


class OneLine(logging.Formatter):
    """Write the message and the error; a real log would have the traceback, too."""

    def format(self, record: logging.LogRecord) -> str:
        error = record.exc_info[1] if record.exc_info else None
        return f"log: {record.getMessage()}: {error}"


if __name__ == "__main__":
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(OneLine())
    log.addHandler(handler)
    numbers = count(1)
    for path in ("order/7", "order/9", "order/8", "pay/7"):
        print(answer("zoe", path, lambda: f"id-{next(numbers)}"))
