"""The configuration of the server that customers use."""

from probe import CSRF, FRAMES, SECURITY, show

CONFIGURATION = {
    "DEBUG": False,
    "ALLOWED_HOSTS": ["shop.example"],
    "SECURE_SSL_REDIRECT": True,
    "SECURE_HSTS_SECONDS": 31_536_000,
    "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
    "SECURE_HSTS_PRELOAD": True,
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
    "MIDDLEWARE": [SECURITY, CSRF, FRAMES],
}

show(CONFIGURATION)
