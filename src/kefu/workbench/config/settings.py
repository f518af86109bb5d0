"""Django's settings, every one from the environment or from the project folder; ``kefu serve`` sets the environment.

``KEFU_PROJECT`` is the folder of the company. ``KEFU_DATABASE_URL`` is a PostgreSQL for many users; without it the
workbench keeps its rows in ``workbench/workbench.sqlite3`` of the project. ``KEFU_SECRET_KEY`` signs sessions; without
it a key is made once and kept beside the database, readable by its owner only. ``KEFU_HOSTS`` names the hosts it
answers to, ``KEFU_HTTPS=1`` says that it stands behind TLS.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF

from kefu.configuration import read_configuration

WORKBENCH = Path(__file__).parents[1]
KEFU_PROJECT = Path(os.environ.get("KEFU_PROJECT", ".")).resolve()
HOME = KEFU_PROJECT / "workbench"
MEDIA_ROOT = HOME / "files"


def _secret_key() -> str:
    """The key of the environment, or the one kept beside the database."""
    if key := os.environ.get("KEFU_SECRET_KEY"):
        return key
    HOME.mkdir(parents=True, exist_ok=True)
    file = HOME / "secret.key"
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as written:
            written.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return file.read_text(encoding="ascii")


def _database() -> dict[str, Any]:
    if address := os.environ.get("KEFU_DATABASE_URL"):
        return {**dj_database_url.parse(address, conn_max_age=60, conn_health_checks=True)}
    HOME.mkdir(parents=True, exist_ok=True)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": HOME / "workbench.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 10,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        },
    }


CONFIGURATION = read_configuration(KEFU_PROJECT)
SECRET_KEY = _secret_key()
DEBUG = False
HTTPS = os.environ.get("KEFU_HTTPS") == "1"
ALLOWED_HOSTS = os.environ.get("KEFU_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if HTTPS else []

APPS = tuple(sorted(path.parent.name for path in WORKBENCH.glob("*/apps.py")))
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "axes",
    "csp",
    "django_tasks_db",
    *(f"kefu.workbench.{name}.apps.{name.title()}App" for name in APPS),
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "kefu.workbench.web.middleware.SpokenMiddleware",
    "kefu.workbench.web.middleware.RefusedMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "kefu.workbench.config.urls"
WSGI_APPLICATION = "kefu.workbench.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["kefu.workbench.web.templatetags.kefu"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kefu.workbench.web.surroundings.surroundings",
            ],
        },
    }
]

DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ATOMIC_REQUESTS = False
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "TIMEOUT": 3600,
        "OPTIONS": {"MAX_ENTRIES": 2000},
    }
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

# --- who comes in -----------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
SSO = "company"  # the name of the company's own log-in in addresses
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": SSO,
                "name": SSO,
                "client_id": os.environ.get("KEFU_OIDC_CLIENT", ""),
                "secret": os.environ.get("KEFU_OIDC_SECRET", ""),
                "settings": {"server_url": os.environ["KEFU_OIDC_ISSUER"]},
            }
        ]
        if os.environ.get("KEFU_OIDC_ISSUER")
        else []
    }
}
SOCIALACCOUNT_ADAPTER = "kefu.workbench.accounts.single_sign_on.Adapter"
ACCOUNT_EMAIL_VERIFICATION = "none"  # the provider vouches for addresses
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "accounts:login"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "accounts/locked.html"
AXES_SENSITIVE_PARAMETERS = ["password"]
AXES_VERBOSE = False
OTP_TOTP_ISSUER = "Kefu"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = False
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "frame-src": [SELF],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 2**20
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
FILE_UPLOAD_PERMISSIONS = 0o600

# --- words, days and files --------------------------------------------------------------------------------------------

LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LANGUAGE_CODE = "en" if CONFIGURATION.language == "en" else "zh-hans"
USE_I18N = True
USE_TZ = True
TIME_ZONE = CONFIGURATION.timezone
STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STATICFILES_DIRS = [HOME / "charts"]  # made by "collect"
(HOME / "charts").mkdir(parents=True, exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
