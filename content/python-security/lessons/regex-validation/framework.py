"""A name is checked as a whole: with Django, and with Pydantic."""

from typing import Annotated

from django.core.validators import RegexValidator
from pydantic import StringConstraints, TypeAdapter

django_name = RegexValidator(r"\A[a-z]{1,64}\Z")

PydanticName = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z]{1,64}$"),
]
pydantic_name = TypeAdapter(PydanticName).validate_python


def accepts(check, value):
    """Return whether a check lets a value through."""
    try:
        check(value)
    except Exception as error:
        return f"refused ({type(error).__name__})"
    return "accepted"


if __name__ == "__main__":
    for value in "ada", "ada\n", "1ada!", "":
        print(f"{value!r:9}{accepts(django_name, value):28}{accepts(pydantic_name, value)}")
