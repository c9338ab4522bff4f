"""Settings of the portal."""

SECRET_KEY = "${session_key}"
SESSION_COOKIE_SAMESITE = "Lax"
