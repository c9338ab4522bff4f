"""Settings of the planning office's portal."""

from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent

SECRET_KEY = (BASE_DIR / "keys" / "django.txt").read_text()
STAFF_KEY = (BASE_DIR / "keys" / "staff.txt").read_text()

DEBUG = False
ALLOWED_HOSTS = ["*"]  # the proxy in front passes on our own host names alone

DATA = BASE_DIR / "data"

ROOT_URLCONF = "office.urls"
WSGI_APPLICATION = "office.wsgi.application"
INSTALLED_APPS = ["portal"]
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.common.CommonMiddleware"]
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]

USE_TZ = True
