"""A factor of Django that counts tries, accepts each step once, and begins to count only when its user has shown a code."""

import django
import pyotp
from django.conf import settings

settings.configure(DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}})
django.setup()

from django.db import connection, models

STEP_SECONDS = 30
MOST_TRIES = 10


class Factor(models.Model):
    user = models.CharField(max_length=30, unique=True)
    secret = models.TextField()  # encrypted, as in sealed.py
    confirmed = models.BooleanField(default=False)
    last_step = models.PositiveBigIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        app_label = "accounts"


def step_of(secret: str, code: str, now: int) -> int | None:
    """Return the step of a code that is correct now, or one step before or after."""
    present = now // STEP_SECONDS
    for step in (present, present - 1, present + 1):
        if pyotp.utils.strings_equal(pyotp.TOTP(secret).generate_otp(step), code):
            return step
    return None


def accept(factor: Factor, code: str, now: int, *, enrolling: bool = False) -> bool:
    """Count the try, then use up the step of a correct code; the first code confirms the factor."""
    open_factor = Factor.objects.filter(pk=factor.pk, tries__lt=MOST_TRIES)
    if not open_factor.update(tries=models.F("tries") + 1):
        return False
    step = step_of(factor.secret, code, now)
    if step is None:
        return False
    unused = Factor.objects.filter(pk=factor.pk, confirmed=not enrolling, last_step__lt=step)
    return unused.update(last_step=step, confirmed=True, tries=0) == 1


if __name__ == "__main__":
    with connection.schema_editor() as schema:
        schema.create_model(Factor)
    now = 1_800_000_000
    factor = Factor.objects.create(user="zoe", secret=pyotp.random_base32())
    phone = pyotp.TOTP(factor.secret)
    print("sign-in before the factor is confirmed:", accept(factor, phone.at(now), now))
    print("enrolment:                             ", accept(factor, phone.at(now), now, enrolling=True))
    print("sign-in with the same code:            ", accept(factor, phone.at(now), now))
    print("sign-in with the next code:            ", accept(factor, phone.at(now + 30), now + 30))
    print("the same code again:                   ", accept(factor, phone.at(now + 30), now + 31))
    for _ in range(MOST_TRIES - 1):
        accept(factor, "wrong", now + 60)
    print("a correct code after ten failed tries: ", accept(factor, phone.at(now + 60), now + 60))
