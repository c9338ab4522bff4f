"""An order as a model of Pydantic and as a form of Django."""

from typing import Literal

import django
from django import forms
from django.conf import settings
from pydantic import BaseModel, ConfigDict, Field, ValidationError


class Line(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")

    item: Literal["pot", "tin"]
    qty: int = Field(ge=1, le=99)


class LineForm(forms.Form):
    item = forms.ChoiceField(
        choices=[("pot", "Teapot"), ("tin", "Tin of tea")]
    )
    qty = forms.IntegerField(min_value=1, max_value=99)


def model_of(qty):
    """Return the quantity that the model accepts, or why it refuses it."""
    try:
        return repr(Line(item="tin", qty=qty).qty)
    except ValidationError as error:
        return error.errors()[0]["type"]


def form_of(qty):
    """Return the quantity that the form accepts, or that it refuses it."""
    form = LineForm({"item": "tin", "qty": qty})
    return repr(form.cleaned_data["qty"]) if form.is_valid() else "refused"


if __name__ == "__main__":
    settings.configure()
    django.setup()
    print(f"{'sent':8}{'Pydantic':20}Django form")
    for qty in 1, -7, True, 2.5, "1", "1_0", float("nan"):
        print(f"{qty!r:8}{model_of(qty):20}{form_of(qty)}")
