"""The four principles with Pydantic and with Django."""

import django
from django.conf import settings

settings.configure(DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}})
django.setup()
from typing import Literal, assert_never

from django.db import connection, models
from pydantic import BaseModel, ConfigDict, ValidationError


class Change(BaseModel):
    model_config = ConfigDict(frozen=True)

    roles: tuple[str, ...]
    state: Literal["active", "blocked"]


def may_sign_in(change):
    match change.state:
        case "active":
            return True
        case "blocked":
            return False
        case _:
            assert_never(change.state)


class Order(models.Model):
    state = models.CharField(max_length=10, default="open")

    class Meta:
        app_label = "office"


def pay(number):
    changed = Order.objects.filter(pk=number, state="open").update(state="paid")
    if changed != 1:
        raise LookupError("no open order has this number")


def tried(what, action, *arguments, **fields):
    """Print what came of it, or the name of the exception."""
    try:
        result = action(*arguments, **fields)
    except (AttributeError, LookupError, ValidationError) as error:
        result = type(error).__name__
    print(f"{what:30}{result}")


if __name__ == "__main__":
    tried("roles: one string", Change, roles="badminton", state="active")
    change = Change(roles=["reader"], state="active")
    tried("roles.append('admin')", lambda: change.roles.append("admin"))
    tried("state: deleted", Change, roles=[], state="deleted")
    tried("may_sign_in", may_sign_in, change)
    with connection.schema_editor() as editor:
        editor.create_model(Order)
    Order.objects.create()
    tried("pay order 1", pay, 1)
    tried("pay order 1 again", pay, 1)
    tried("pay order 8", pay, 8)
