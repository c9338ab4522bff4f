"""Canonicalize, then check: with Pydantic, and with a form of Django."""

import unicodedata
from typing import Annotated

import django
from django import forms
from django.conf import settings
from pydantic import AfterValidator, BeforeValidator, TypeAdapter


def canonical(text):
    """Return the one spelling in which names are compared."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return unicodedata.normalize("NFKC", folded).strip()


def free(name):
    """Refuse a reserved name."""
    if name in {"admin", "root"}:
        raise ValueError("reserved")
    return name


Name = Annotated[
    str, BeforeValidator(canonical), AfterValidator(free)
]
NAME = TypeAdapter(Name)


class NameField(forms.CharField):
    def to_python(self, value):
        """Django calls this before it runs the validators."""
        return canonical(super().to_python(value))


def refuse(name):
    try:
        free(name)
    except ValueError as error:
        raise forms.ValidationError(str(error)) from error


def shown(check, value):
    try:
        return check(value)
    except (ValueError, forms.ValidationError):
        return "refused"


if __name__ == "__main__":
    settings.configure()
    django.setup()
    field = NameField(validators=[refuse])
    print(f"{'typed':12}{'Pydantic':10}Django")
    for typed in " Ada ", "\uff41\uff44\uff4d\uff49\uff4e":
        print(f"{typed!r:12}{shown(NAME.validate_python, typed):10}{shown(field.clean, typed)}")
