"""Django's ORM, and a user who sends a value, a column, a keyword argument, or SQL."""

import django
from django.conf import settings
from django.core.exceptions import FieldError

settings.configure(DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}})
django.setup()

from django.db import connection, models  # noqa: E402


class Member(models.Model):
    name = models.CharField(max_length=20)
    pin = models.CharField(max_length=4)

    class Meta:
        app_label = "club"


class Book(models.Model):
    title = models.CharField(max_length=20)
    owner = models.ForeignKey(Member, models.CASCADE)

    class Meta:
        app_label = "club"


books = Book.objects.values_list("title", flat=True)


def titled(title: str) -> list[str]:
    return list(books.filter(title=title))


def ordered(word: str) -> list[str]:
    return list(books.order_by(word))


def matching(**conditions: str) -> list[str]:
    return list(books.filter(**conditions))


def raw(title: str) -> list[str]:
    query = f"SELECT * FROM club_book WHERE title = '{title}'"
    return [book.title for book in Book.objects.raw(query)]


if __name__ == "__main__":
    with connection.schema_editor() as editor:
        editor.create_model(Member)
        editor.create_model(Book)
    for name, pin, title in (("zoe", "4711", "Walden"), ("ada", "9009", "Dune"), ("bo", "2580", "Emma")):
        Book.objects.create(title=title, owner=Member.objects.create(name=name, pin=pin))

    print("value  ", titled("x' OR 'a' = 'a"))
    try:
        ordered("title) --")
    except FieldError as error:
        print("column ", str(error)[:47])
    print("column ", ordered("owner__pin"))
    print("keyword", matching(owner__pin__startswith="4"))
    print("text   ", raw("x' OR 'a' = 'a"))
