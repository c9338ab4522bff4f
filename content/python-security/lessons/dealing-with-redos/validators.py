"""A length limit before the pattern, for Django and for Pydantic."""

from typing import Annotated

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from pydantic import Field, TypeAdapter


class ShortRegexValidator(RegexValidator):
    """Match a pattern only if the value is short."""

    limit = 64

    def __call__(self, value):
        if len(str(value)) > self.limit:
            raise ValidationError(f"At most {self.limit} characters.")
        super().__call__(value)


words = ShortRegexValidator(r"\A[a-z]+(?:-[a-z]+)*\Z", "Only words with hyphens.")


# Pydantic, and so FastAPI:
Words = Annotated[
    str,
    Field(max_length=64, pattern=r"^[a-z]+(?:-[a-z]+)*$"),
]
WORDS = TypeAdapter(Words)


def shown(check, value):
    """Return whether a check accepts a value, or what it says."""
    try:
        check(value)
    except ValidationError as error:
        return error.messages[0]
    except ValueError as error:
        return error.errors()[0]["type"]
    return "accepted"


if __name__ == "__main__":
    for name, value in {"tea-pot": "tea-pot", "tea--pot": "tea--pot", "a million a": "a" * 1_000_000}.items():
        print(f"{name:13}{shown(words, value):26}{shown(WORDS.validate_python, value)}")
