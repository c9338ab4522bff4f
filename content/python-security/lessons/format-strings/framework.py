"""A seller saves a greeting: a Pydantic model (FastAPI) accepts only $name, and refuses the rest at once."""

from string import Template
from typing import Annotated

from pydantic import BaseModel, Field, ValidationError, field_validator


class Greeting(BaseModel):
    text: Annotated[str, Field(max_length=200)]

    @field_validator("text")
    @classmethod
    def only_name(cls, text: str) -> str:
        template = Template(text)
        if not template.is_valid() or set(template.get_identifiers()) - {"name"}:
            raise ValueError("write $name for the customer's name, and $$ for a dollar")
        return text


def greet(greeting: Greeting, name: str) -> str:
    return Template(greeting.text).substitute(name=name)


if __name__ == "__main__":
    for text in ("Hello $name!", "Only $$5, $name!", "Hello $nme!", "Only 5 $!", "Hello ${name.__class__}!"):
        try:
            print(f"{text:26}{greet(Greeting(text=text), 'Zoe')}")
        except ValidationError as error:
            print(f"{text:26}{error.errors()[0]['type']}")
