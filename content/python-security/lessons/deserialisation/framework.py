"""Read an order from a cookie: Django signs JSON, and Pydantic reads and validates it."""

from typing import Annotated

from django.conf import settings
from django.core import signing
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from after import COOKIES

settings.configure(SECRET_KEY="only for this example")


class Order(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    item: Annotated[str, Field(max_length=20)]
    count: Annotated[int, Field(ge=1, le=99)]


def write(order: Order) -> str:
    return signing.dumps(order.model_dump(), salt="order")


def read(cookie: str) -> Order:
    return Order.model_validate(signing.loads(cookie, salt="order", max_age=3600))


if __name__ == "__main__":
    cookie = write(Order(item="tulip", count=2))
    print("signed ", read(cookie))
    try:
        read(cookie[:-1] + "!")
    except signing.BadSignature as error:
        print("changed", type(error).__name__)
    for plain in COOKIES:
        try:
            print("JSON   ", Order.model_validate_json(plain))
        except ValidationError as error:
            print("JSON   ", error.errors()[0]["type"])
