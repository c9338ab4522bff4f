"""A Django field that is encrypted in the database, and can be read while keys are rotated."""

import django
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

OLD, NEW = Fernet.generate_key(), Fernet.generate_key()
settings.configure(
    NOTE_KEYS=[OLD],  # from the secret store, the newest first
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
)
django.setup()

from django.db import connection, models, transaction


def keys():
    return MultiFernet([Fernet(key) for key in settings.NOTE_KEYS])


class EncryptedTextField(models.TextField):
    def get_prep_value(self, value):
        return None if value is None else keys().encrypt(value.encode()).decode()

    def from_db_value(self, value, expression, connection):
        return None if value is None else keys().decrypt(value).decode()


class Note(models.Model):
    text = EncryptedTextField()

    class Meta:
        app_label = "clinic"


def rotate():
    with transaction.atomic():
        for note in Note.objects.select_for_update().iterator():
            note.save(update_fields=["text"])


def read():
    try:
        return Note.objects.get().text
    except InvalidToken:
        return "InvalidToken"


if __name__ == "__main__":
    with connection.schema_editor() as schema:
        schema.create_model(Note)
    Note.objects.create(text="penicillin: no")
    settings.NOTE_KEYS = [NEW, OLD]
    print("both keys:              ", read())
    settings.NOTE_KEYS = [NEW]
    print("old key gone too early: ", read())
    settings.NOTE_KEYS = [NEW, OLD]
    rotate()
    settings.NOTE_KEYS = [NEW]
    print("old key gone afterwards:", read())
    with connection.cursor() as cursor:
        cursor.execute("UPDATE clinic_note SET text = substr(text, 1, length(text) - 6) || 'AAAA=='")
    print("changed in the database:", read())
