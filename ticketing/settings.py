"""Settings of Foyer, read from the environment; `docs/operations.md` lists the variables.

Development and tests need none of them. In production (`DEBUG` off) the ones without a safe default are demanded.
"""

import hashlib
import os
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from ticketing.core import embedded_database, logs

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

DEBUG = env.bool("DEBUG", default=False)
TESTING = env.bool("FOYER_TESTING", default="pytest" in sys.modules)
SECRET_KEY = env.str("SECRET_KEY", default="insecure-development-key" if DEBUG or TESTING else environ.Env.NOTSET)
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
BASE_URL = env.str("BASE_URL", default="http://localhost:8000").rstrip("/")
_OWN_HOST = BASE_URL.split("//")[1].split(":")[0]
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["*"] if DEBUG or TESTING else [_OWN_HOST])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[BASE_URL])

INSTALLED_APPS = [
    "ticketing.core",
    "tenants",
    "events",
    "orders",
    "checkin",
    "reservations",
    "ticketing.site",
    "ticketing.demo",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.headless",
    "ticketing.site.sessions_app.SessionsConfig",
    "django_htmx",
    "django_countries",
    "import_export",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "ticketing.site.admin_app.PlatformAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "ticketing.core.middleware.RequestLogMiddleware",
    "ticketing.core.remote.RemoteAddressMiddleware",
    "ticketing.core.refusals.BodyLimitMiddleware",
    "ticketing.core.refusals.KnownHostMiddleware",
    "ticketing.core.page_cache.PageCacheMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "ticketing.core.short_way.ShortWayMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "tenants.sessions.LastSeenMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "ticketing.core.refusals.RefusalMiddleware",
    "tenants.former_addresses.FormerAddressMiddleware",
]

# What a job fails of is kept, for the admin's list of failed tasks.
PROCRASTINATE_ON_APP_READY = "ticketing.core.job_errors.install"

ROOT_URLCONF = "ticketing.urls"
WSGI_APPLICATION = "ticketing.wsgi.application"

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
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "ticketing.core.templatetags.foyer"],
        },
    }
]


# --- Database -------------------------------------------------------------------------------------------------------
def _database() -> dict[str, Any]:
    """DATABASE_URL's; in development without one, the demo's own database while it runs."""
    if "DATABASE_URL" in os.environ or not (DEBUG or TESTING):
        return dict(env.db("DATABASE_URL"))
    if TESTING:
        # Types and contracts are checked without a database. Tests that reach for one are told what to do.
        return dict(env.db_url_config("postgres:///no-database-url-is-set"))
    url = embedded_database.running_url(BASE_DIR / ".foyer" / "postgres", "foyer")
    if url is None:
        raise ImproperlyConfigured(
            "DATABASE_URL is not set, and the demo's database does not run. Start it with `make demo`, or run one"
            " command on it: .venv/bin/python -m ticketing.demo.with_database manage.py COMMAND"
        )
    return dict(env.db_url_config(url))


DATABASES = {"default": _database()}
DATABASES["default"] |= {
    "ENGINE": "ticketing.core.postgresql",
    "CONN_HEALTH_CHECKS": True,
    # Behind PgBouncer in transaction mode a server-side cursor would outlive its connection.
    "DISABLE_SERVER_SIDE_CURSORS": True,
    "TEST": {
        "NAME": "test_foyer" + env.str("TEST_DATABASE_SUFFIX", default=""),
        "TEMPLATE": env.str("TEST_DATABASE_TEMPLATE", default="") or None,
    },
    # Plans of hot queries are kept from their second run on (`ticketing.core.prepared`). 0 for a PgBouncer before 1.21.
    "OPTIONS": {"prepare_threshold": 1 if env.bool("DATABASE_PREPARED_STATEMENTS", default=True) else None},
}
if env.bool("DATABASE_POOL", default=not TESTING):
    DATABASES["default"]["OPTIONS"]["pool"] = {
        "min_size": env.int("DATABASE_POOL_MIN", default=1),
        "max_size": env.int("DATABASE_POOL_MAX", default=8),
        "timeout": 10,
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="")
CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    )
}
PAGE_CACHE_SECONDS = env.float("PAGE_CACHE_SECONDS", default=0.0 if TESTING else 1.0)
# How often each process writes the page views that it gathered; 0 leaves that to whoever calls for it.
PAGE_VIEWS_SECONDS = env.float("PAGE_VIEWS_SECONDS", default=0.0 if TESTING else 5.0)

# --- People ---------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "tenants.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    # Tests make many users; what is slow by purpose would take most of their time.
    *(["django.contrib.auth.hashers.MD5PasswordHasher"] if TESTING else []),
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.BCryptSHA256PasswordHasher",
    "ticketing.core.hashers.ImportedBCryptHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/account/"
ACCOUNT_ADAPTER = "ticketing.site.accounts.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
# A code is typed where one signs up, so whoever came from a checkout goes on there.
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_FORMS = {
    "login": "ticketing.site.account_forms.LoginForm",
    "signup": "ticketing.site.account_forms.SignupForm",
    "reauthenticate": "ticketing.site.account_forms.ReauthenticateForm",
    "change_password": "ticketing.site.account_forms.ChangePasswordForm",
    "set_password": "ticketing.site.account_forms.SetPasswordForm",
    "reset_password": "ticketing.site.account_forms.ResetPasswordForm",
    "reset_password_from_key": "ticketing.site.account_forms.ResetPasswordKeyForm",
    "confirm_email_verification_code": "ticketing.site.account_forms.CodeForm",
    "add_email": "ticketing.site.account_forms.ChangeEmailForm",
}
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_GET = False
# One address per person; the one until now counts until the new one is proven.
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
# Before the way of signing in is changed, whoever sits there says once more who they are.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
MFA_ADAPTER = "ticketing.site.two_factor.TwoFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "ticketing.site.two_factor_forms.AuthenticateForm",
    "reauthenticate": "ticketing.site.two_factor_forms.ReauthenticateForm",
    "activate_totp": "ticketing.site.two_factor_forms.ActivateTotpForm",
    "add_webauthn": "ticketing.site.two_factor_forms.AddPasskeyForm",
    "edit_webauthn": "ticketing.site.two_factor_forms.RenamePasskeyForm",
    "authenticate_webauthn": "ticketing.site.two_factor_forms.AuthenticatePasskeyForm",
    "reauthenticate_webauthn": "ticketing.site.two_factor_forms.ReauthenticatePasskeyForm",
    "login_webauthn": "ticketing.site.two_factor_forms.PasskeyLoginForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
# A telephone's clock may be half a minute off.
MFA_TOTP_TOLERANCE = 1
# Browsers offer passkeys over HTTPS, and on the machine itself without.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not BASE_URL.startswith("https://")
# Programs sign in by the API (`ticketing.site.token_views`). Their tokens hang on a session: it ends, and so do they.
HEADLESS_CLIENTS = ["app"]
HEADLESS_TOKEN_STRATEGY = "allauth.headless.tokens.strategies.jwt.JWTTokenStrategy"
HEADLESS_JWT_ALGORITHM = "HS256"
HEADLESS_JWT_PRIVATE_KEY = hashlib.sha256(f"foyer access tokens, 1:{SECRET_KEY}".encode()).hexdigest()
HEADLESS_JWT_STATEFUL_VALIDATION_ENABLED = True
HEADLESS_JWT_ACCESS_TOKEN_EXPIRES_IN = int(timedelta(minutes=5).total_seconds())
HEADLESS_JWT_REFRESH_TOKEN_EXPIRES_IN = int(timedelta(days=30).total_seconds())
REQUIRE_ADMIN_TWO_FACTOR = env.bool("REQUIRE_ADMIN_TWO_FACTOR", default=not (DEBUG or TESTING))

# --- Languages ------------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("de", _("German")), ("ar", _("Arabic"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True

# --- Files ----------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(BASE_DIR / ".foyer" / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(BASE_DIR / ".foyer" / "media")))
PRIVATE_MEDIA_ROOT = Path(env.str("PRIVATE_MEDIA_ROOT", default=str(BASE_DIR / ".foyer" / "private")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PRIVATE_MEDIA_ROOT, "base_url": None},
    },
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG or TESTING
            else "ticketing.core.static_files.KeptManifestStorage"
        )
    },
}
WHITENOISE_USE_FINDERS = DEBUG or TESTING
# Pictures and fonts are compressed as they are; source maps are large and hardly ever fetched.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = [
    "avif",
    "gif",
    "gz",
    "br",
    "jpg",
    "jpeg",
    "map",
    "png",
    "webp",
    "woff",
    "woff2",
    "wasm",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
# An order of a few hundred tickets asks for names and answers of each.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# --- Mail -----------------------------------------------------------------------------------------------------------
EMAIL_CONFIG = env.email("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Foyer <tickets@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Payments -------------------------------------------------------------------------------------------------------
STRIPE_SECRET_KEY = env.str("STRIPE_SECRET_KEY", default="sk_test_foyer_demo" if DEBUG or TESTING else "")
STRIPE_WEBHOOK_SECRET = env.str("STRIPE_WEBHOOK_SECRET", default="whsec_foyer_demo" if DEBUG or TESTING else "")
STRIPE_API_BASE = env.str("STRIPE_API_BASE", default="")

# --- Security -------------------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "media-src": ["'self'", "blob:"],
        "worker-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'", "https://checkout.stripe.com", *([STRIPE_API_BASE] if STRIPE_API_BASE else [])],
        "frame-ancestors": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_AGE = int(timedelta(days=30).total_seconds())
SESSION_COOKIE_SAMESITE = "Lax"
HTTPS = BASE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS

REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["ticketing.core.api.BodyParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "ticketing.core.api.answer_refusal",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    # Half a character in a request is told back in its refusal: escaped, it can be.
    "UNICODE_JSON": False,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Foyer",
    "DESCRIPTION": "Event ticketing: events, orders, admission.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "ENUM_NAME_OVERRIDES": {
        "TicketState": "reservations.api.states.TicketState",
        "SlotState": "reservations.api.states.SlotState",
        "ReservationState": "reservations.api.states.ReservationState",
        "ScanResult": "checkin.models.ScanResult",
    },
}
if HTTPS:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]
    SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=int(timedelta(days=365).total_seconds()))
    SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", default=False)
    SECURE_HSTS_PRELOAD = env.bool("SECURE_HSTS_PRELOAD", default=False)
    # Only a domain's owner can promise HTTPS for all its hosts, or put it on the browsers' preload list.
    SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
# Set TRUST_PROXY_HEADERS only behind a proxy that overwrites X-Forwarded-Proto and X-Forwarded-For.
TRUST_PROXY_HEADERS = env.bool("TRUST_PROXY_HEADERS", default=False)
if TRUST_PROXY_HEADERS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- Operations -----------------------------------------------------------------------------------------------------
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
LOG_JSON = env.bool("LOG_JSON", default=not (DEBUG or TESTING))
LOGGING = logs.configure(as_json=LOG_JSON, level=env.str("LOG_LEVEL", default="INFO"))
