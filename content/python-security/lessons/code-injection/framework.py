"""A form offers two reports: a Django form and a Pydantic model (FastAPI) accept only their names."""

from typing import Literal

import django
from django.conf import settings
from pydantic import BaseModel, ValidationError

from after import REPORTS

settings.configure()
django.setup()

from django import forms  # noqa: E402


class ReportForm(forms.Form):
    name = forms.ChoiceField(choices=[(name, name) for name in REPORTS])


class ReportModel(BaseModel):
    name: Literal["sales", "returns"]


def in_django(name: str) -> str:
    form = ReportForm({"name": name})
    return REPORTS[form.cleaned_data["name"]](2026) if form.is_valid() else "refused"


def in_fastapi(name: str) -> str:
    return REPORTS[ReportModel(name=name).name](2026)


if __name__ == "__main__":
    for name in ("sales", "SECRET + str"):
        try:
            answer = in_fastapi(name)
        except ValidationError as error:
            answer = error.errors()[0]["type"]
        print(f"{name:14}{in_django(name):16}{answer}")
