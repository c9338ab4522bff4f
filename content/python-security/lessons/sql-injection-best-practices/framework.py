"""A user chooses the order of a list: Django's form and Pydantic's model (FastAPI) let only known keys pass."""

from typing import Literal

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from pydantic import BaseModel, ValidationError

settings.configure(DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}})

import django  # noqa: E402

django.setup()

from django import forms  # noqa: E402
from django.db import connection, models  # noqa: E402
from django.test import RequestFactory  # noqa: E402


class Book(models.Model):
    title = models.CharField(max_length=20)

    class Meta:
        app_label = "club"


ORDERS = {"title": "title", "newest": "-id"}


class Listing(forms.Form):
    sort = forms.ChoiceField(choices=[(key, key) for key in ORDERS])


def books(request: HttpRequest) -> JsonResponse:
    form = Listing(request.GET)
    if not form.is_valid():
        return JsonResponse(form.errors, status=400)
    order = ORDERS[form.cleaned_data["sort"]]
    return JsonResponse({"books": list(Book.objects.order_by(order).values_list("title", flat=True))})


class ListingOfFastAPI(BaseModel):
    sort: Literal["title", "newest"] = "title"


if __name__ == "__main__":
    with connection.schema_editor() as editor:
        editor.create_model(Book)
    for title in ("Walden", "Dune"):
        Book.objects.create(title=title)
    print(f"{'':12}Django  Pydantic")
    for sort in ("title", "newest", "owner__pin"):
        response = books(RequestFactory().get("/books", {"sort": sort}))
        try:
            model = ListingOfFastAPI(sort=sort).sort
        except ValidationError as error:
            model = error.errors()[0]["type"]
        print(f"{sort:12}{response.status_code:<8}{model}")
