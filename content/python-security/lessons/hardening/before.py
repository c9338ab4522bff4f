"""The configuration of a developer, in production."""

from probe import CSRF, FRAMES, SECURITY, show

CONFIGURATION = {
    "DEBUG": True,
    "ALLOWED_HOSTS": ["*"],
    "MIDDLEWARE": [SECURITY, CSRF, FRAMES],
}

show(CONFIGURATION)
