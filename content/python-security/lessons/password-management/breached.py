"""Ask a list of breached passwords without sending the password, and use it as a validator of Django."""

import logging
from hashlib import sha1
from urllib.request import Request, urlopen

import django
from django.conf import settings
from django.contrib.auth.password_validation import get_password_validators, validate_password
from django.core.exceptions import ValidationError

HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "breached.BreachedValidator"},
]


def ask(prefix):
    """Return the lines of Have I Been Pwned for five characters; padding hides how many there are."""
    address = f"https://api.pwnedpasswords.com/range/{prefix}"
    with urlopen(Request(address, headers={"Add-Padding": "true"}), timeout=2) as response:
        return response.read().decode()


def times_seen(password, ask=ask):
    digest = sha1(password.encode(), usedforsecurity=False).hexdigest().upper()
    for line in ask(digest[:5]).splitlines():
        rest, _, count = line.partition(":")
        if rest == digest[5:]:
            return int(count)  # lines of the padding have a count of 0
    return 0


class BreachedValidator:
    def validate(self, password, user=None):
        try:
            seen = times_seen(password, ask)
        except OSError:  # the service is out of order: accept, and check again at the next sign-in
            logging.getLogger("passwords").warning("the list of breached passwords did not respond")
            return
        if seen:
            raise ValidationError("This password was in a breach. Please choose another one.")

    def get_help_text(self):
        return "The password must not be in a list of breached passwords."


def recorded(prefix):
    """Respond as the service does, for the passwords of this script, and print what it is sent."""
    print("  sent:", prefix)
    lost = sha1(b"passwordpassword").hexdigest().upper()
    return "\r\n".join(["0" * 35 + ":0", lost[5:] + ":7" if lost.startswith(prefix) else "1" * 35 + ":0"])


if __name__ == "__main__":
    settings.configure(PASSWORD_HASHERS=HASHERS, AUTH_PASSWORD_VALIDATORS=VALIDATORS, USE_I18N=False)
    django.setup()
    import breached

    breached.ask = recorded
    for password in ("Summer2026!", "passwordpassword", "orbit lantern walnut"):
        print(password)
        try:
            validate_password(password, password_validators=get_password_validators(VALIDATORS))
            print("  accepted")
        except ValidationError as error:
            print("  refused:", *error.messages)
