"""A till charges cards and writes a log."""

import logging
import sys
from dataclasses import dataclass, field

log = logging.getLogger("till")


@dataclass
class Payment:
    name: str
    card: str = field(repr=False)
    code: str = field(repr=False)


def pay(payment, bank):
    log.debug("charging %s", payment)
    if not bank(payment):
        raise RuntimeError(f"refused: {payment}")


def main(level):
    logging.basicConfig(stream=sys.stdout, level=level, format="%(levelname)-5s %(message)s")
    zoe = Payment("Zoë Grün", "4111 1111 1111 1111", "737")
    pay(zoe, bank=lambda _: True)
    try:
        pay(zoe, bank=lambda _: False)
    except RuntimeError as error:
        log.error("%s", error)


if __name__ == "__main__":
    main(logging.DEBUG)
