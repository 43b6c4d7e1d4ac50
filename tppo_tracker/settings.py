"""Settings: everything that differs between machines comes from the environment.

`tppo_tracker.services` fills what is missing in development and tests;
production refuses to start and lists every fault in one go.
"""

import os
from pathlib import Path

import pghistory
from django.core.exceptions import ImproperlyConfigured

from tppo_tracker import environment, headers, logs
from tppo_tracker.templating import Undefined

BASE_DIR = Path(__file__).resolve().parent.parent

TPPO_ENV = environment.kind()
PRODUCTION = TPPO_ENV == "production"
if PRODUCTION and (faults := environment.production_faults()):
    raise ImproperlyConfigured(
        "The register refuses to start in production:\n- " + "\n- ".join(faults)
    )

DEBUG = TPPO_ENV == "development" and environment.flag("DEBUG")
# The demo is on where nothing real is: `make run` of a fresh clone.
DEMO_MODE = environment.flag("DEMO_MODE", default=TPPO_ENV == "development")
SECRET_KEY = os.environ["SECRET_KEY"]
KEYRING_FILE = os.environ["KEYRING_FILE"]
# Where the heads of the audit's seals go: outside the database, appended only.
AUDIT_HEADS_FILE = os.environ["AUDIT_HEADS_FILE"]
# Where the name index of this host answers, and what shortens its next start (sealed).
NAMES_SOCKET = os.environ["NAMES_SOCKET"]
NAMES_SNAPSHOT = os.environ["NAMES_SNAPSHOT"]
# Weights that were learnt from people's decisions; without it those that ship.
NAMES_WEIGHTS = os.environ.get("NAMES_WEIGHTS", "")
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS") or ["*"]
CSRF_TRUSTED_ORIGINS = environment.words("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "tppo_tracker",
    "agencies",
    "cases",
    "reports",
    "pghistory",
    "pgtrigger",
    "rest_framework",
    "drf_spectacular",
    "django_filters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "allauth.account",  # none of its addresses is ours; its second factor needs it
    "allauth.mfa",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tppo_tracker.headers.SecurityHeaders",
    "tppo_tracker.logs.RequestLog",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "agencies.middleware.language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "agencies.middleware.SignedIn",
    "allauth.account.middleware.AccountMiddleware",
    "agencies.middleware.session_limits",
    "agencies.middleware.SignInRequired",
    "agencies.middleware.RecordDenials",
    "django.contrib.messages.middleware.MessageMiddleware",
    "tppo_tracker.views.not_allowed",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "agencies.context.frame",
            ],
            "string_if_invalid": "" if PRODUCTION else Undefined("undefined"),
        },
    }
]

ROOT_URLCONF = "tppo_tracker.urls"
WSGI_APPLICATION = "tppo_tracker.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Version rows are read by the row that they are of, and by nothing else.
PGHISTORY_FOREIGN_KEY_FIELD = pghistory.ForeignKey(db_index=False)

# Two roles: the owner migrates and seeds, the serving role can do neither.
AS_OWNER = os.environ.get("TPPO_DB_ROLE") == "owner"
DATABASE_DSN = os.environ["DATABASE_OWNER_URL" if AS_OWNER else "DATABASE_URL"]
DATABASES = {
    "default": environment.database(
        DATABASE_DSN, limits="" if AS_OWNER else environment.SERVING_LIMITS
    )
}
# Wrapped data keys live apart from the register's dump (design section 6).
KEYSTORE_URL = os.environ["KEYSTORE_URL"]
if AS_OWNER:
    KEYSTORE_URL = os.environ.get("KEYSTORE_OWNER_URL", KEYSTORE_URL)

REDIS_URL = os.environ["REDIS_URL"]
CACHES = {
    "default": {
        "BACKEND": "tppo_tracker.cache.Redis",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "tppo",
        "OPTIONS": {"serializer": "tppo_tracker.cache.Json"},
    }
}

AUTH_USER_MODEL = "agencies.User"
AUTHENTICATION_BACKENDS = ["agencies.accounts.authentication.CurrentPostBackend"]
# Notices live and die with the session: the next person at a desk reads none of them.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
if TPPO_ENV == "test":
    # Tests sign in thousands of times: the same hash, made cheap.
    PASSWORD_HASHERS.insert(0, "tests.hashers.CheapArgon2PasswordHasher")
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "full_name")},
    },
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}.NumericPasswordValidator"},
    {"NAME": "agencies.accounts.passwords.DressedUpPasswordValidator"},
]

SESSION_ENGINE = "agencies.accounts.store"
# A second factor is asked of the roles in `agencies.access.NEEDS_SECOND_FACTOR`. The
# cast of the demo has none to show, and tests sign in thousands of times: those of the
# second factor switch it on.
SECOND_FACTOR_REQUIRED = not DEMO_MODE and TPPO_ENV != "test"
MFA_ADAPTER = "agencies.accounts.second_factor.Adapter"
MFA_TOTP_ISSUER = "Register TPPO"
MFA_RECOVERY_CODE_COUNT = 10
ACCOUNT_USER_MODEL_EMAIL_FIELD = None

SESSION_IDLE_SECONDS = 30 * 60
SESSION_ABSOLUTE_SECONDS = 10 * 60 * 60
SESSION_COOKIE_AGE = SESSION_ABSOLUTE_SECONDS
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_NAME = "__Host-tppo-session" if PRODUCTION else "tppo-session"
SESSION_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-tppo-csrf" if PRODUCTION else "tppo-csrf"
CSRF_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "tppo_tracker.views.csrf_failure"
DEVICE_COOKIE_NAME = "__Host-tppo-device" if PRODUCTION else "tppo-device"
# How many proxies of our own stand in front: the address before them is the client's.
TRUSTED_PROXIES = int(os.environ.get("TRUSTED_PROXIES", "0"))
LANGUAGE_COOKIE_NAME = "__Host-tppo-language" if PRODUCTION else "tppo-language"
LANGUAGE_COOKIE_SECURE = PRODUCTION
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"

SECURE_SSL_REDIRECT = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # asked by the balancer inside the network
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
SECURE_HSTS_SECONDS = 63_072_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# X-Frame-Options is set by tppo_tracker.headers, on static files too.
SILENCED_SYSTEM_CHECKS = ["security.W002"]

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["tppo_tracker.formats"]
# Years would print as 2.025: counts ask for their dots with `intcomma`.
USE_THOUSAND_SEPARATOR = False
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_ADD_HEADERS_FUNCTION = headers.static_headers
WHITENOISE_ALLOW_ALL_ORIGINS = False
if TPPO_ENV != "production":
    # Development and tests serve the sources: no build step before a change shows.
    STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    WHITENOISE_USE_FINDERS = True
    WHITENOISE_AUTOREFRESH = True

# Seconds that a cut-off waits for acts under way. The suite's workers share a server,
# and one of them may be filling its database for half a minute.
FACTS_SETTLE_WITHIN = 300.0 if TPPO_ENV == "test" else 5.0

# Rows of a list that leave at once: they are put together in a worker's memory.
EXPORT_MOST_ROWS = int(os.environ.get("EXPORT_MOST_ROWS", "20000"))
# What stays on the screen after the quick exit: a public page about the weather.
QUICK_EXIT_URL = os.environ.get("QUICK_EXIT_URL", "https://www.bmkg.go.id/cuaca")

# How long a case stays open to somebody who opened it in danger.
BREAK_GLASS_SECONDS = 4 * 60 * 60

CELERY_BROKER_URL = environment.broker(REDIS_URL)
CELERY_RESULT_BACKEND = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_DEFAULT_QUEUE = os.environ.get("CELERY_QUEUE", "tppo")
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 600
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 900}
CELERY_TIMEZONE = "UTC"

LOGGING = logs.config(words=DEBUG, level=os.environ.get("LOG_LEVEL", "INFO"))

REST_FRAMEWORK: dict = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "agencies.accounts.authentication.ApiTokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PARSER_CLASSES": ["agencies.api.wire.JsonParser"],
    "DEFAULT_RENDERER_CLASSES": ["agencies.api.wire.JsonRenderer"],
    "DEFAULT_SCHEMA_CLASS": "agencies.api.openapi.Operation",
    "DEFAULT_METADATA_CLASS": None,
    # A PDF or a recount takes a thread for a second: so often for one person.
    "DEFAULT_THROTTLE_RATES": {"heavy": "12/min"},
    "EXCEPTION_HANDLER": "tppo_tracker.problems.handler",
}
SPECTACULAR_SETTINGS: dict = {
    "TITLE": "TPPO Tracker",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "SORT_OPERATION_PARAMETERS": False,
    "DISABLE_DOCSTRING_DESCRIPTIONS": True,
    "POSTPROCESSING_HOOKS": ["agencies.api.openapi.close"],
}
