"""A page asks for a part of a list: Pydantic (FastAPI) and a Django form check both limits."""

from typing import Annotated

import django
from django.conf import settings
from pydantic import BaseModel, Field, ValidationError

settings.configure()
django.setup()

from django import forms  # noqa: E402


class Part(BaseModel):
    start: Annotated[int, Field(ge=0, le=1_000_000)]
    count: Annotated[int, Field(ge=1, le=100)]


class PartForm(forms.Form):
    start = forms.IntegerField(min_value=0, max_value=1_000_000)
    count = forms.IntegerField(min_value=1, max_value=100)


def accepted(values: dict[str, str]) -> bool:
    try:
        Part.model_validate(values)
    except ValidationError:
        return False
    return True


if __name__ == "__main__":
    for start, count in (("0", "20"), ("-1", "20"), ("0", "-1"), ("0", "101")):
        values = {"start": start, "count": count}
        print(f"{start:>3} {count:>4}  Pydantic {accepted(values)!s:5}  Django {PartForm(values).is_valid()}")
