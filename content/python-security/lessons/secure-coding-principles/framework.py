"""The refund after the review, with Pydantic and Django."""

import django
from django.conf import settings

settings.configure(DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}})
django.setup()
from django.db import DatabaseError, connection, models
from pydantic import BaseModel, ConfigDict, Field, ValidationError


class Order(models.Model):
    owner = models.CharField(max_length=40)

    class Meta:
        app_label = "shop"


class Refund(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")

    order: int
    amount: int = Field(ge=1, le=100)


def refund(user, body):
    try:
        wanted = Refund.model_validate_json(body)
        Order.objects.get(pk=wanted.order, owner=user)
    except (ValidationError, Order.DoesNotExist, DatabaseError):
        return "refused"
    return f"paid {wanted.amount}"


if __name__ == "__main__":
    bodies = {
        "her own order": '{"order": 8, "amount": 20}',
        "another user's order": '{"order": 7, "amount": 20}',
        "a UNION for a number": '{"order": "0 UNION SELECT 1", "amount": 20}',
        "NaN euros": '{"order": 8, "amount": NaN}',
        "minus 900 euros": '{"order": 8, "amount": -900}',
    }
    print(f"{'no tables':22}{refund('eve', bodies['her own order'])}")
    with connection.schema_editor() as editor:
        editor.create_model(Order)
    Order.objects.create(pk=7, owner="ada")
    Order.objects.create(pk=8, owner="eve")
    for what, body in bodies.items():
        print(f"{what:22}{refund('eve', body)}")
