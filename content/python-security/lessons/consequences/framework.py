"""The till's payment with Pydantic: secret fields, and a test that searches what was logged."""

import io
import logging

from pydantic import BaseModel, ConfigDict, SecretStr, ValidationError

log = logging.getLogger("till")


class Payment(BaseModel):
    model_config = ConfigDict(hide_input_in_errors=True)

    name: str
    card: SecretStr
    code: SecretStr


class Chatty(Payment):
    model_config = ConfigDict(hide_input_in_errors=False)


def pay(model, bank, **fields):
    try:
        payment = model(**fields)
        log.info("charging %s", payment)
        bank(payment.card.get_secret_value())
    except ValidationError as error:
        log.error("%s", error)


def bank(card):
    """Take the money; this bank takes none."""


def logs_no_card(model):
    """Pay once as usual and once without the security code, then search the log."""
    output = io.StringIO()
    log.handlers = [logging.StreamHandler(output)]
    pay(model, bank, name="Zoë Grün", card="4111 1111 1111 1111", code="737")
    pay(model, bank, name="Zoë Grün", card="4111 1111 1111 1111")
    return "4111" not in output.getvalue(), output.getvalue().splitlines()[0]


if __name__ == "__main__":
    log.setLevel(logging.DEBUG)
    for model in Chatty, Payment:
        silent, first = logs_no_card(model)
        print(first)
        print(f"{model.__name__}: {'no card number' if silent else 'a card number'} in the log")
