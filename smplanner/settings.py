"""Settings of the site. What differs between machines comes from the environment; docs/how-to/configure.md lists it.

There is one profile, and it is the production one: DEBUG is off unless asked for, and everything that needs HTTPS
(secure cookies, HSTS, redirects) follows from the scheme of SITE_URL.
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from smplanner.loopback import is_loopback
from smplanner.secret_key import read_or_make_secret_key

BASE_DIR = Path(__file__).resolve().parent.parent


def env_flag(name: str, default: bool = False) -> bool:
    """True for 1, true, yes or on in the environment variable `name`."""
    return os.environ.get(name, str(default)).strip().lower() in {"1", "true", "yes", "on"}


def env_int(name: str, default: int) -> int:
    """The whole number in the environment variable `name`."""
    text = os.environ.get(name, str(default))
    try:
        return int(text)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {text!r}") from None


DEBUG = env_flag("DEBUG")

# Where this installation keeps what must survive an upgrade: database, secret key, collected files.
DATA_DIR = Path(os.environ.get("DATA_DIR", BASE_DIR / "var")).resolve()
DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)  # the database in it is nobody else's to read

SECRET_KEY = os.environ.get("SECRET_KEY") or read_or_make_secret_key(DATA_DIR / "secret_key")
SECRET_KEY_FALLBACKS = [key for key in os.environ.get("SECRET_KEY_FALLBACKS", "").split(",") if key]

# --- Address -------------------------------------------------------------------------------------------------------

# Links in feeds and mails are built from it, never from the request's Host header.
SITE_URL = os.environ.get("SITE_URL", f"http://127.0.0.1:{os.environ.get('PORT', '8000')}").rstrip("/")
_site = urlsplit(SITE_URL)
if _site.scheme not in {"http", "https"} or not _site.hostname:
    raise ImproperlyConfigured(f"SITE_URL must look like https://plan.example.org, not {SITE_URL!r}")
HTTPS = _site.scheme == "https"
ALLOWED_HOSTS = [host.strip() for host in os.environ.get("ALLOWED_HOSTS", "").split(",") if host.strip()] or [
    _site.hostname,
    "localhost",
    "127.0.0.1",
    "[::1]",
]
CSRF_TRUSTED_ORIGINS = [SITE_URL]

# How many reverse proxies stand in front and append to X-Forwarded-For. 0 means: believe no such header.
ALLAUTH_TRUSTED_PROXY_COUNT = env_int("TRUSTED_PROXY_COUNT", 0)
if ALLAUTH_TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- Parts ---------------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "smplanner.workspaces",
    "smplanner.mail",
    "personas",
    "calendar_app",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "crispy_forms",
    "csp",
    "smplanner.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "smplanner.heads.EmptyHeadMiddleware",
    "calendar_app.api.problems.ApiMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "smplanner.compression.PageCompressionMiddleware",
    "smplanner.security.SecurityHeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "smplanner.security.NulByteMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "smplanner.preferences.PreferencesMiddleware",
    "smplanner.workspaces.keeping.KeepingLoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "smplanner.workspaces.sessions.SessionsMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "smplanner.urls"
WSGI_APPLICATION = "smplanner.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["smplanner.days", "smplanner.icons", "smplanner.addresses", "smplanner.kept"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "smplanner.preferences.ui",
            ],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = ["smp"]
CRISPY_TEMPLATE_PACK = "smp"

# --- Database ------------------------------------------------------------------------------------------------------

DATABASE_URL = os.environ.get("DATABASE_URL") or f"sqlite:///{DATA_DIR / 'smplanner.sqlite3'}"
DATABASES = {
    "default": dj_database_url.parse(
        DATABASE_URL,
        # With a connection a request, the last one to close would checkpoint and delete SQLite's log every time.
        conn_max_age=None,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE: a transaction that reads and then writes takes its lock at once, instead of failing with "database is
    # locked". FULL: what was answered as saved survives a power cut. docs/decisions/0003-sqlite.md has the figures.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
ATOMIC_REQUESTS = False

# In the database, so that every worker counts sign-in attempts in the same place without a further service.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "smplanner_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

# --- People --------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "workspaces.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "smplanner.workspaces.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_FORMS = {"signup": "smplanner.workspaces.sign_up.SignUpForm"}
ACCOUNT_SIGNUP_FORM_CLASS = "smplanner.workspaces.forms.NameForm"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = _site.scheme
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# Accounts are made by invitation; open sign-up is a choice of whoever runs the site.
OPEN_SIGNUP = env_flag("OPEN_SIGNUP")

# Five wrong passwords close an account to passwords for five minutes, and so anybody can close a colleague's: a passkey
# and a code by mail open it all the same.
ACCOUNT_LOGIN_BY_CODE_ENABLED = bool(os.environ.get("EMAIL_HOST"))
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60  # seconds
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a changed password or second factor is told to its owner
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60

# Second factors: an authenticator app or a passkey, with codes on paper for the day when both are lost.
MFA_ADAPTER = "smplanner.workspaces.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "smplanner"
MFA_TOTP_TOLERANCE = 1  # half a minute before and after: clocks of phones differ
MFA_FORMS = {
    "activate_totp": "smplanner.workspaces.factors.AppForm",
    "authenticate": "smplanner.workspaces.factors.CodeForm",
    "reauthenticate": "smplanner.workspaces.factors.CodeAgainForm",
    "add_webauthn": "smplanner.workspaces.factors.PasskeyForm",
    "edit_webauthn": "smplanner.workspaces.factors.PasskeyNameForm",
}
# Nobody signs in here before their address is confirmed, and whoever has a second factor may still change it.
MFA_ALLOW_UNVERIFIED_EMAIL = True
# Browsers speak of passkeys over HTTPS and to localhost only; the server has to be told of the latter.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS and is_loopback(_site.hostname)
# The administration of the whole site asks for one, but where only whoever sits at this machine can reach it.
STAFF_NEED_SECOND_FACTOR = not (DEBUG or is_loopback(_site.hostname))

# Sign-in at one's own provider, off unless it is named. An account there is known by its `sub`, never by its address.
OIDC_ISSUER = os.environ.get("OIDC_ISSUER", "").rstrip("/")
OIDC_TRUST_EMAIL = env_flag("OIDC_TRUST_EMAIL")
SOCIALACCOUNT_ADAPTER = "smplanner.workspaces.adapter.ElsewhereAdapter"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        # Off: an account here is joined to one there by its owner, signed in. On: by an address that both verified.
        "EMAIL_AUTHENTICATION": OIDC_TRUST_EMAIL,
        "APPS": [
            {
                "provider_id": "oidc",
                "name": os.environ.get("OIDC_NAME", "") or urlsplit(OIDC_ISSUER).hostname,
                "client_id": os.environ.get("OIDC_CLIENT_ID", ""),
                "secret": os.environ.get("OIDC_CLIENT_SECRET", ""),
                "settings": {"server_url": OIDC_ISSUER, "uid_field": "sub"},
            }
        ]
        if OIDC_ISSUER
        else [],
    }
}
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = OIDC_TRUST_EMAIL
SOCIALACCOUNT_EMAIL_VERIFICATION = "mandatory"
SOCIALACCOUNT_STORE_TOKENS = False

SESSION_COOKIE_AGE = 14 * 24 * 3600  # without a visit
SESSION_LASTS = 90 * 24 * 3600  # in all; then one signs in anew
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
# The __Host- prefix binds the cookie to this very host; browsers accept it over HTTPS only.
SESSION_COOKIE_NAME = "__Host-sessionid" if HTTPS else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "csrftoken"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "smplanner.workspaces.keeping.csrf_failure"
CSRF_COOKIE_HTTPONLY = False  # the calendar's script reads it to send a move

# --- Headers -------------------------------------------------------------------------------------------------------

SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS and env_flag("HSTS_SUBDOMAINS", True)
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# --- Language and time ---------------------------------------------------------------------------------------------

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
FORMAT_MODULE_PATH = "smplanner.formats"
USE_TZ = True
TIME_ZONE = os.environ.get("TIME_ZONE", "Europe/Paris")  # what a new workspace starts with

# --- Files ---------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "smplanner.staticfiles.StaticStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG

# Pictures of posts: never below STATIC_ROOT or an address of their own, for a view decides who sees them.
MEDIA_ROOT = Path(os.environ.get("MEDIA_ROOT", DATA_DIR / "media")).resolve()
MEDIA_QUOTA = env_int("MEDIA_QUOTA_MB", 1024) * 1_000_000  # bytes, for each workspace
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

# What one request may send: a plan's largest form is far below it.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
DATA_UPLOAD_MAX_NUMBER_FILES = 30
FILE_UPLOAD_HANDLERS = [
    "smplanner.uploads.BoundedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# How many requests a token may make in a minute. Feeds and pages are not counted.
API_REQUESTS_A_MINUTE = env_int("API_REQUESTS_A_MINUTE", 120)

# --- Mail ----------------------------------------------------------------------------------------------------------

EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_PORT = env_int("EMAIL_PORT", 587)
EMAIL_HOST_USER = os.environ.get("EMAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_PASSWORD", "")
EMAIL_USE_TLS = env_flag("EMAIL_TLS", True)
EMAIL_USE_SSL = env_flag("EMAIL_SSL", False)
if EMAIL_USE_SSL:
    EMAIL_USE_TLS = False
EMAIL_TIMEOUT = 20
# How long a message belongs to whoever claimed it: longer than all that one delivery may wait for the server.
MAIL_LEASE_SECONDS = env_int("MAIL_LEASE_SECONDS", 300)
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM", f"smplanner <noreply@{_site.hostname}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Without a mail server, messages are printed where the server runs, so that a first installation still works.
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"

# --- Logs ----------------------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"secrets": {"()": "smplanner.security.SecretFilter"}},
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["secrets"]},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "smplanner": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}

SILENCED_SYSTEM_CHECKS: list[str] = []
