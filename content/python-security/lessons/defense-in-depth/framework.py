"""Two layers of Django: the fields of a form, and a rule of the table."""

import django
from django.conf import settings

settings.configure(
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}, SECRET_KEY="-"
)
django.setup()
from django.db import IntegrityError, connection, models
from django import forms


class Loan(models.Model):
    member = models.CharField(max_length=40, default="ada")
    days = models.IntegerField()

    class Meta:
        app_label = "shed"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(days__range=(1, 14)), name="days"
            )
        ]


class LoanForm(forms.ModelForm):
    class Meta:
        model = Loan
        fields = ["days"]


if __name__ == "__main__":
    with connection.schema_editor() as editor:
        editor.create_model(Loan)
    form = LoanForm({"days": "7", "member": "eve"})
    print("form: 7 days, member=eve    the member is", form.save().member)
    form = LoanForm({"days": "-7"})
    print("form: -7 days              ", "accepted" if form.is_valid() else "refused by the form")
    try:
        Loan.objects.create(days=-7)
        print("script: -7 days             stored")
    except IntegrityError:
        print("script: -7 days             refused by the table")
