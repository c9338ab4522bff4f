"""Answer requests, and decide what the client learns if something fails."""

import logging
from dataclasses import dataclass
from uuid import uuid4

from shop import ForbiddenError, NotFoundError, page, show

log = logging.getLogger("shop")


@dataclass
class Answer:
    status: int
    text: str


def answer(customer: str, path: str) -> Answer:
    try:
        return Answer(200, page(customer, path))
    except NotFoundError:
        return Answer(404, "Not found.")
    except ForbiddenError:
        log.warning("refused: %r asked for %r", customer, path)
        return Answer(404, "Not found.")
    except Exception:
        incident = uuid4().hex
        log.exception("incident %s", incident)
        return Answer(500, f"Something went wrong. Our support can find it under {incident}.")


if __name__ == "__main__":
    show(answer)
