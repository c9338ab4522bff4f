"""Django's settings. What differs between installations comes from the environment, and ``quintain serve`` sets it.

QUINTAIN_DATA: the data folder. QUINTAIN_PACK: the course pack's folder. QUINTAIN_BESIDE: folders of packs whose modules
follow those of the course, with commas. QUINTAIN_PREVIEW: ``1`` shows drafts and reads the pack again when a file of it
changed. QUINTAIN_CLASSROOM: ``1`` lets people sign in with accounts of their own, where otherwise one learner works
alone. QUINTAIN_HOSTS: further host names, with commas. QUINTAIN_PORT: the port, which names the cookies, because
browsers share cookies between the ports of a host. QUINTAIN_LOG: ``1`` writes the log file, ``json`` writes lines of
JSON to standard output. QUINTAIN_METRICS_PORT: where those are answered who watch this process. QUINTAIN_CELL:
the name of this process among several, which a cookie holds, and the log.
QUINTAIN_LAB_DOMAIN: the domain below which programs of learners are shown.
QUINTAIN_LANGUAGE: the language of the interface for browsers that ask for none that there is. QUINTAIN_URL: the
public address of a classroom, which begins with ``https://``; only what came encrypted is answered then.
QUINTAIN_PROXIES: addresses of proxies, with commas. QUINTAIN_HSTS: ``1`` has browsers remember that the classroom is
encrypted. QUINTAIN_SECURITY_CONTACT: where to report a vulnerability, with spaces. QUINTAIN_DATABASE_URL: a PostgreSQL
in the place of the data folder's SQLite file. QUINTAIN_SECRET_KEY_FILE, or QUINTAIN_SECRET_KEY: the key that signs
sessions and forms, in the place of the data folder's; with a PostgreSQL, several processes share both then, and
``quintain judge`` does the judge's jobs. QUINTAIN_VALKEY_URL: a Valkey by which live messages cross those processes.
QUINTAIN_SEARCH_SECONDS: how long a proven fix is searched behind its verdict.
QUINTAIN_RETENTION_DAYS: after how many days the work of an archived
class is erased. QUINTAIN_OIDC_ISSUER, and what is read beside it in accounts/sso/providers.py: the provider of single
sign-on. QUINTAIN_SECOND_FACTOR: the roles that must have a second factor, with commas. QUINTAIN_IDLE_MINUTES: after how
many minutes without activity a session ends.
QUINTAIN_CERTIFICATE: what earns a certificate, such as ``labs=core,exit=70``; QUINTAIN_CERTIFICATE_ISSUER: the name of
who issues it; QUINTAIN_CERTIFICATE_ALONE: ``1`` issues them to learners who take the course alone as well.
QUINTAIN_LTI_PRIVATE: ``1`` lets this server ask learning platforms in private networks.
"""

import os
import secrets
import socket
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.utils.csp import CSP

from quintain.accounts.role_requirements import read_idle, read_required
from quintain.accounts.sso.providers import read_provider
from quintain.cells.names import read_name
from quintain.certificates.requirements import read_requirement
from quintain.server.databases import (
    cache_settings,
    database_settings,
    read_days,
    read_seconds,
    require_jobs_in_database,
)
from quintain.server.secret_key import read_secret_key
from quintain.server.valkey import layer_settings
from quintain.web.catalogs import CATALOGS, find_languages
from quintain.web.folder import DataFolder, default_folder

DATA = DataFolder(Path(os.environ.get("QUINTAIN_DATA") or default_folder()))
PACK = Path(os.environ.get("QUINTAIN_PACK") or "content/python-security")
BESIDE = tuple(map(Path, filter(None, os.environ.get("QUINTAIN_BESIDE", "").split(","))))
PREVIEW = os.environ.get("QUINTAIN_PREVIEW") == "1"
CLASSROOM = os.environ.get("QUINTAIN_CLASSROOM") == "1"
PORT = os.environ.get("QUINTAIN_PORT", "")
PUBLIC_URL = os.environ.get("QUINTAIN_URL", "")
IS_ENCRYPTED = PUBLIC_URL.startswith("https://")
PROXIES = tuple(filter(None, os.environ.get("QUINTAIN_PROXIES", "").split(",")))
SECURITY_CONTACTS = tuple(os.environ.get("QUINTAIN_SECURITY_CONTACT", "").split())
LAB_DOMAIN = os.environ.get("QUINTAIN_LAB_DOMAIN", "").strip(".").lower()
SEARCH_SECONDS = read_seconds(os.environ.get("QUINTAIN_SEARCH_SECONDS", ""))
RETENTION_DAYS = read_days(os.environ.get("QUINTAIN_RETENTION_DAYS", ""))  # 0: nothing is erased
OIDC_PROVIDER = read_provider(os.environ) if CLASSROOM else None
SECOND_FACTOR = read_required(os.environ.get("QUINTAIN_SECOND_FACTOR"), is_on_network=CLASSROOM and IS_ENCRYPTED)
IDLE_MINUTES = read_idle(os.environ.get("QUINTAIN_IDLE_MINUTES", ""))
CERTIFICATE = read_requirement(os.environ.get("QUINTAIN_CERTIFICATE", ""))  # None: there are no certificates
CERTIFICATE_ISSUER = " ".join(os.environ.get("QUINTAIN_CERTIFICATE_ISSUER", "").split())[:80]
CERTIFICATE_ALONE = os.environ.get("QUINTAIN_CERTIFICATE_ALONE") == "1"
LTI_PRIVATE = os.environ.get("QUINTAIN_LTI_PRIVATE") == "1"
WEBHOOKS_PRIVATE = os.environ.get("QUINTAIN_WEBHOOKS_PRIVATE") == "1"
SIGN_IN_CODES = DATA.sign_in_codes
JUDGE = "quintain.server.judging.make_judge"
WARM_UP = os.environ.get("QUINTAIN_WARM_UP") != "0"

SHARED_KEY = read_secret_key(os.environ)
DATABASE_URL = os.environ.get("QUINTAIN_DATABASE_URL", "")
IS_GROWN = bool(SHARED_KEY and DATABASE_URL and not PREVIEW)
"""Whether processes share a database and a key: then jobs are in the database, and this one judges none itself."""
if IS_GROWN:
    require_jobs_in_database()
CELL = read_name(os.environ.get("QUINTAIN_CELL", ""))  # if empty, one is made up
VALKEY_URL = "" if PREVIEW else os.environ.get("QUINTAIN_VALKEY_URL", "").strip()

DEBUG = False
SECRET_KEY = SHARED_KEY or DATA.secret_key or secrets.token_urlsafe(48)
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *filter(None, os.environ.get("QUINTAIN_HOSTS", "").split(","))]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "quintain.web",
    "quintain.accounts",
    "quintain.cohorts",
    "quintain.cells",
    "quintain.catalog",
    "quintain.attempts",
    "quintain.helpqueue",
    "quintain.coedit",
    "quintain.pacing",
    "quintain.arena",
    "quintain.certificates",
    "quintain.quizzes",
    "quintain.exercises",
    "quintain.checklists",
    "quintain.preview",
    "quintain.downloads",
    "quintain.dashboards",
    "quintain.rejudging",
    "quintain.lti",
    "quintain.webhooks",
    "quintain.api",
    # The page of the look, for people who work on Quintain: a clone has it, and an installed package does not.
    *(["quintain_design"] if find_spec("quintain_design") else []),
    *(["procrastinate.contrib.django"] if IS_GROWN else []),
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "quintain.web.middleware.SecureHeaders",
    "quintain.web.middleware.NegotiatedLanguage",
    "quintain.api.middleware.ApiBoundary",
    "quintain.web.middleware.NoNul",
    "quintain.web.middleware.AcceptedEncodings",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "quintain.web.middleware.PlainAnswers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "quintain.accounts.middleware.OwnLanguage",
    "quintain.accounts.middleware.SignedIn",
    "quintain.accounts.middleware.Seen",
    "quintain.accounts.middleware.SecondFactorRequired",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "quintain.preview.middleware.FramePrograms",
    *(["quintain.cells.middleware.NameCell"] if IS_GROWN else []),
]

ROOT_URLCONF = "quintain.server.urls"
WSGI_APPLICATION = None
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "quintain.accounts.context.classroom",
                "quintain.catalog.context.course",
                "quintain.cohorts.context.classes",
            ],
        },
    },
]

DATABASES: dict[str, dict[str, Any]] = {
    "default": database_settings(DATABASE_URL, DATA.database),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["rules.permissions.ObjectPermissionBackend", "quintain.accounts.backends.PersonBackend"]
LOGIN_URL = "signed-out"
LOGIN_REDIRECT_URL = "home"
PASSWORD_HASHERS = ["quintain.accounts.passwords.BoundedArgon2"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "quintain.accounts.passwords.LengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "quintain.accounts.passwords.GuessedFirstValidator"},
]

# In a classroom, people sign in with allauth: see docs/decisions/0035-accounts.md.
ACCOUNT_ADAPTER = "quintain.accounts.sign_in.adapters.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_RATE_LIMITS = False  # quintain.accounts.limits.rate_limits has limits that lock nobody out
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
MFA_ADAPTER = "quintain.accounts.sign_in.adapters.FactorAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RATE_LIMITS = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # the step before and after, for clocks that differ
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # quintain.accounts.sign_in.forms wants this very origin, which is stricter

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# __Host-: no other host, and nothing that came in plain HTTP, can set such a cookie (RFC 6265bis, 4.1.3.2).
COOKIE_PREFIX = "__Host-" if IS_ENCRYPTED else ""
SESSION_ENGINE = "quintain.accounts.sessions.store"
# Processes that share a key share sessions, each at a port of its own.
COOKIE_PORT = "" if IS_GROWN else PORT
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}quintain-session{COOKIE_PORT}"
SESSION_COOKIE_SECURE = IS_ENCRYPTED
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 60
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}quintain-csrf{COOKIE_PORT}"
CSRF_COOKIE_SECURE = IS_ENCRYPTED
CSRF_COOKIE_HTTPONLY = True  # scripts read the token from the page's <meta>
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "quintain.web.errors.csrf_failure"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# With a certificate that browsers do not know, HSTS would take the button away by which people go on.
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if os.environ.get("QUINTAIN_HSTS") == "1" else 0
SECURE_SSL_REDIRECT = IS_ENCRYPTED
# Each with its reason in docs/howto/serve-the-classroom.md.
SILENCED_SYSTEM_CHECKS = [f"security.{number}" for number in ("W002", "W004", "W005", "W021")]
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.NONCE, CSP.STRICT_DYNAMIC],
    "style-src": [CSP.SELF, CSP.NONCE],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
    # frontend/src/page/parsing.ts is the only place where a string becomes HTML.
    "require-trusted-types-for": ["'script'"],
    "trusted-types": ["quintain"],
}

# A file of 256 KiB whose every letter is escaped in JSON takes six times as much.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 50
DATA_UPLOAD_MAX_NUMBER_FILES = 0

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = PREVIEW
WHITENOISE_MAX_AGE = 0
WHITENOISE_IMMUTABLE_FILE_TEST = r"-[0-9A-Z]{8}\.\w+$"

CACHES = {"default": cache_settings(is_grown=IS_GROWN)}
CHANNEL_LAYERS = {"default": layer_settings(VALKEY_URL, SECRET_KEY, is_grown=IS_GROWN)}
JOBS_AT_ONCE = 16
"""Verdicts in the making, each of which takes threads and memory.

How many boxes they open at once is the judge's to say, and so is whose turn it is, here as there.
"""
_JOBS_IN_MEMORY: dict[str, Any] = {
    "BACKEND": "quintain.server.queue.InProcessBackend",
    "OPTIONS": {
        "workers": JOBS_AT_ONCE,
        "capacity": 200,
        "user": "student",
        "served": "quintain.attempts.judging.judges.served_seconds",
    },
}
_JOBS_IN_DATABASE: dict[str, Any] = {
    "BACKEND": "quintain.server.jobs.backend.DatabaseBackend",
    "OPTIONS": {"capacity": 1000, "user": "student", "first": ("quintain.attempts.tasks.judge_submission",)},
}
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""  # workers name the tasks that they do
TASKS = {
    "default": _JOBS_IN_DATABASE if IS_GROWN else _JOBS_IN_MEMORY,
    # Files to take home, one at a time: each takes a processor and much memory, in a process of its own.
    "courseware": {"BACKEND": "quintain.server.queue.InProcessBackend", "OPTIONS": {"workers": 1, "capacity": 20}},
}

LANGUAGE_CODE = os.environ.get("QUINTAIN_LANGUAGE") or "en"
FORMAT_MODULE_PATH = "quintain.web.formats"
LOCALE_PATHS = [DATA.root / "locale", CATALOGS]
LANGUAGES = find_languages(LOCALE_PATHS, LANGUAGE_CODE)
# The interface is written in English, which needs no catalog and is looked up in none.
USE_I18N = len(LANGUAGES) > 1
# What somebody chose before signing in: docs/decisions/0073-languages.md.
LANGUAGE_COOKIE_NAME = f"{COOKIE_PREFIX}quintain-language{COOKIE_PORT}"
LANGUAGE_COOKIE_AGE = 60 * 60 * 24 * 365
LANGUAGE_COOKIE_SECURE = IS_ENCRYPTED
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_TZ = True


def _time_zone() -> str:
    """Name this machine's time zone, so that times on a page are those of the clock on the wall."""
    place = os.path.realpath("/etc/localtime")
    name = os.environ.get("TZ") or place.partition("zoneinfo/")[2]
    return name if name and (Path("/usr/share/zoneinfo") / name).is_file() else "UTC"


TIME_ZONE = _time_zone()

PROCESS_NAME = CELL or socket.gethostname()
"""How an operator tells this process from others, in the log and in figures."""
METRICS_PORT = os.environ.get("QUINTAIN_METRICS_PORT", "")
LOGS_JSON = os.environ.get("QUINTAIN_LOG") == "json"
_HANDLER = "json" if LOGS_JSON else "file" if os.environ.get("QUINTAIN_LOG") == "1" else "console"
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "quintain.web.logs.RedactingFormatter",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        },
        "json": {"()": "quintain.web.logs.JsonFormatter", "name": PROCESS_NAME},
    },
    "filters": {"outages": {"()": "quintain.web.logs.WithoutOutages"}},
    "handlers": {
        "json": {
            "class": "logging.StreamHandler",
            "formatter": "json",
            "stream": "ext://sys.stdout",
            "filters": ["outages"],
        },
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "level": "ERROR",
            "filters": ["outages"],
        },
        **(
            {
                "file": {
                    "class": "logging.handlers.RotatingFileHandler",
                    "filename": DATA.log,
                    "maxBytes": 4 * 1024 * 1024,
                    "backupCount": 2,
                    "delay": True,
                    "encoding": "utf-8",
                    "formatter": "line",
                    "filters": ["outages"],
                },
            }
            if _HANDLER == "file"
            else {}
        ),
    },
    "root": {"handlers": [_HANDLER], "level": "WARNING"},
    "loggers": {
        "quintain": {"level": "INFO"},
        # Django's own loggers would also write to the console, where a learner looks for the link.
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
    },
}
