"""The same till, with secrets that do not print themselves."""

import logging
import sys
from dataclasses import dataclass, field

log = logging.getLogger("till")


@dataclass
class Payment:
    """What a customer has typed; card and code are left out wherever it is printed."""

    name: str
    card: str = field(repr=False)
    code: str = field(repr=False)


def pay(payment, bank):
    """Charge a card."""
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
