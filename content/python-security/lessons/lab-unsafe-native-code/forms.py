"""A form that counts bytes as C does, and refuses a zero byte."""

import django
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

settings.configure()
django.setup()


def fits_16_bytes(value: str) -> None:
    if len(value.encode()) > 15:  # one byte is left for the zero at the end
        raise ValidationError("This name is too long.")


class ByCharacters(forms.Form):
    name = forms.CharField(max_length=15)


class ByBytes(forms.Form):
    name = forms.CharField(max_length=15, validators=[fits_16_bytes])


if __name__ == "__main__":
    for shown, name in (("15 x a", "a" * 15), ("15 x ü", "ü" * 15), ("a zero byte", "a\0b")):
        row = [form({"name": name}).is_valid() for form in (ByCharacters, ByBytes)]
        print(f"{shown:12} max_length: {row[0]!s:6} with the validator: {row[1]}")
