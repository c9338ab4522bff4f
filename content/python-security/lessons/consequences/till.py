"""A till that writes a log, and what the log knows afterwards."""

import logging
import sys
from dataclasses import dataclass

log = logging.getLogger("till")


@dataclass
class Payment:
    """What a customer has typed."""

    name: str
    card: str
    code: str


def pay(payment, bank):
    """Charge a card; helpful while testing: the log tells all."""
    log.debug("charging %s", payment)
    if not bank(payment):
        raise RuntimeError(f"refused: {payment}")


if __name__ == "__main__":
    logging.basicConfig(stream=sys.stdout, level=logging.DEBUG, format="%(levelname)-5s %(message)s")
    zoe = Payment("Zoë Grün", "4111 1111 1111 1111", "737")
    pay(zoe, bank=lambda _: True)
    try:
        pay(zoe, bank=lambda _: False)
    except RuntimeError as error:
        log.error("%s", error)
