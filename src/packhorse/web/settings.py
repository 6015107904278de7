"""Django's settings, all from `packhorse.web.config`."""

import importlib.metadata

from csp.constants import NONE, SELF
from django.urls import reverse_lazy
from psycopg.conninfo import conninfo_to_dict

from packhorse.web import config, logs

CONFIG = config.load()
logs.configure()

SECRET_KEY = CONFIG.signing_key()
DEBUG = CONFIG.debug
ALLOWED_HOSTS = [host.strip() for host in CONFIG.hosts.split(",") if host.strip()]
DEMO = CONFIG.demo
PRIVATE_SHOPS = CONFIG.private_shops
PUBLIC_URL = CONFIG.public_url
MERCHANT = CONFIG.merchant
HAZMAT_PHONE = CONFIG.hazmat_phone
SELLER_NUMBER = CONFIG.seller_number
MAILING = CONFIG.mailing()
CURRENCY = CONFIG.currency
PHOTO_ABOVE, PHOTO_DAYS = CONFIG.photo_above, CONFIG.photo_days
FONTS = CONFIG.fonts
PROMISE_CHANCE = 10 * CONFIG.promise_chance  # permille

AREAS = (
    "outbox",
    "catalog",
    "network",
    "carriers",
    "customers",
    "inventory",
    "counting",
    "inbound",
    "placing",
    "feed",
    "sourcing",
    "picking",
    "sorting",
    "packing",
    "shipping",
    "returns",
    "retention",
)
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "csp",
    *(f"packhorse.{area}" for area in AREAS),
    "packhorse.web",
    "procrastinate.contrib.django",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "packhorse.web.machines.MachinesFirst",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "packhorse.web.refusals.RefusalMiddleware",
    "packhorse.web.places.PlacesMiddleware",
]
ROOT_URLCONF = "packhorse.web.urls"
WSGI_APPLICATION = "packhorse.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "packhorse.web.context.console",
                "packhorse.web.context.sites",
            ],
        },
    }
]


def _database(url: str | None) -> dict[str, object]:
    """Django's entry for a database URL. None: `packhorse.web.start` fills it in once the embedded server is up."""
    # libpq reads its own URLs: every option may stand in the query, host, user and database too.
    parts = {name: str(value) for name, value in conninfo_to_dict(url or "postgresql://").items() if value}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", "" if "service" in parts else "packhorse"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "CONN_MAX_AGE": 0,
        "OPTIONS": {
            **parts,
            # Scans run the same few statements all day: let the server parse and plan them once a connection.
            "server_side_binding": True,
            "prepare_threshold": 4,
            "pool": {"min_size": 0, "max_size": CONFIG.threads + 4, "timeout": 20},
        },
    }


DATABASES = {"default": _database(CONFIG.database_url)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTHENTICATION_BACKENDS = ["packhorse.web.access.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = reverse_lazy("sign-in")
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = reverse_lazy("sign-in")

# Each area's jobs stand in its `jobs.py`; the worker finds them there.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

LANGUAGE_CODE = "en-gb"
USE_I18N = False
TIME_ZONE = "UTC"
USE_TZ = True

# The version in the path lets browsers keep static files for ever and still see a new release at once.
STATIC_URL = f"/static/{importlib.metadata.version('packhorse')}/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 0 if DEBUG else 31_536_000

SESSION_ENGINE = "packhorse.web.sessions"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = CONFIG.https
SECURE_SSL_REDIRECT = CONFIG.https
SECURE_HSTS_SECONDS = 31_536_000 if CONFIG.https else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if CONFIG.https else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
LOGGING_CONFIG = None
