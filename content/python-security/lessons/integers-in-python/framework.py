"""An amount of money: Pydantic (FastAPI) and a Django form refuse a large exponent before they calculate."""

from decimal import Decimal
from typing import Annotated

import django
from django.conf import settings
from pydantic import BaseModel, Field, ValidationError

settings.configure()
django.setup()

from django import forms  # noqa: E402


class Payment(BaseModel):
    amount: Annotated[Decimal, Field(gt=0, le=10_000, decimal_places=2)]


class PaymentForm(forms.Form):
    amount = forms.DecimalField(min_value=Decimal("0.01"), max_value=10_000, decimal_places=2, max_digits=7)


def accepted(amount: str) -> bool:
    try:
        Payment(amount=amount)
    except ValidationError:
        return False
    return True


if __name__ == "__main__":
    for amount in ("19.99", "19.999", "1e999990", "NaN", "-5"):
        print(f"{amount:9} Pydantic {accepted(amount)!s:5}  Django {PaymentForm({'amount': amount}).is_valid()}")
