"""Django's settings for the office, every one of them changeable by the environment.

=============================  ==============  ===============================================================
Variable                       Default         Meaning
=============================  ==============  ===============================================================
``BRIDGEHEAD_WORKSPACE``       ``workspace``   The workspace folder: database, originals, key.
``DATABASE_URL``               SQLite          ``postgres://user:password@host:port/name`` moves the database
                                               to PostgreSQL; ``?host=/run/postgresql`` names a socket.
``BRIDGEHEAD_HOSTS``           (none)          Further host names that the office answers to, with commas.
``BRIDGEHEAD_HTTPS``           ``0``           ``1`` behind a server that speaks HTTPS: cookies go only so.
``BRIDGEHEAD_LANG``            ``zh``          The language until a user chooses: ``zh`` or ``en``.
``BRIDGEHEAD_SECRET``          ``secret.key``  The secret key itself, instead of the workspace's own file.
``BRIDGEHEAD_SMTP_URL``        (none)          ``smtp://user:password@host:port`` sends reminders by e-mail;
                                               ``smtps://`` or ``?starttls=1`` encrypts.
``BRIDGEHEAD_MAIL_FROM``       (none)          The address they come from; needed with the one above.
``BRIDGEHEAD_WEBHOOK_URL``     (none)          Where reminders are posted as JSON, ``http(s)://…``.
``BRIDGEHEAD_WEBHOOK_SECRET``  (none)          What they are signed with; needed with the one above.
``BRIDGEHEAD_DEBUG``           ``0``           ``1`` shows tracebacks in the browser; never on a server.
=============================  ==============  ===============================================================

The office listens on loopback only, asks everybody to sign in, and lets a page load only its own files.
"""

from __future__ import annotations

import datetime as dt
import os
import secrets
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

VARIABLES = (
    "BRIDGEHEAD_WORKSPACE",
    "DATABASE_URL",
    "BRIDGEHEAD_HOSTS",
    "BRIDGEHEAD_HTTPS",
    "BRIDGEHEAD_LANG",
    "BRIDGEHEAD_SECRET",
    "BRIDGEHEAD_SMTP_URL",
    "BRIDGEHEAD_MAIL_FROM",
    "BRIDGEHEAD_WEBHOOK_URL",
    "BRIDGEHEAD_WEBHOOK_SECRET",
    "BRIDGEHEAD_DEBUG",
)


def _switch(name: str) -> bool:
    return os.environ.get(name, "0").strip().lower() in {"1", "true", "yes", "on"}


def _hosts() -> list[str]:
    return [host for part in os.environ.get("BRIDGEHEAD_HOSTS", "").split(",") if (host := part.strip())]


def secret_key(workspace: Path) -> str:
    """Return the office's secret key: the environment's, the workspace's, or a passing one.

    The workspace's key is made on first use and readable by its owner only. Without a workspace (tests,
    checks) a key is made that dies with the process.
    """
    if given := os.environ.get("BRIDGEHEAD_SECRET"):
        return given
    if not workspace.is_dir():
        return secrets.token_urlsafe(50)
    path = workspace / "secret.key"
    try:
        # O_EXCL: of two processes that start together, one makes the key and both use it.
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    key = secrets.token_urlsafe(50)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(key + "\n")
    return key


def database(url: str, workspace: Path) -> dict[str, object]:
    """Return Django's description of the database.

    Parameters
    ----------
    url : str
        ``DATABASE_URL``; empty for the workspace's own SQLite file.
    workspace : Path
        The workspace folder.

    Raises
    ------
    ImproperlyConfigured
        If the address is not one of PostgreSQL.
    """
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(workspace / "bridgehead.db"),
            "OPTIONS": {
                # FULL: what was acknowledged is on the disk itself, and outlives a power cut (WAL and NORMAL
                # would only keep the file whole). An act costs one write-through more: 2 to 7 ms.
                # A writer that begins as a reader cannot wait for the lock; one that begins as a writer can.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536;"
                ),
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise ImproperlyConfigured(
            "DATABASE_URL 应形如 postgres://用户:口令@主机:端口/库名。"
            " DATABASE_URL should look like postgres://user:password@host:port/name."
        )
    options: dict[str, object] = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def mail(url: str, sender: str) -> dict[str, object]:
    """Return Django's settings of the server that sends e-mail; nothing is sent without an address of one.

    Parameters
    ----------
    url : str
        ``BRIDGEHEAD_SMTP_URL``; empty for none.
    sender : str
        ``BRIDGEHEAD_MAIL_FROM``.

    Raises
    ------
    ImproperlyConfigured
        If the address is none, or nobody is named as the sender.
    """
    if not url:
        return {"EMAIL_HOST": ""}
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or "@" not in sender:
        raise ImproperlyConfigured(
            "BRIDGEHEAD_SMTP_URL 应形如 smtp://用户:口令@主机:端口，并用 BRIDGEHEAD_MAIL_FROM 注明发件地址。"
            " BRIDGEHEAD_SMTP_URL should look like smtp://user:password@host:port,"
            " with a sender in BRIDGEHEAD_MAIL_FROM."
        )
    secure, starts = parts.scheme == "smtps", dict(parse_qsl(parts.query)).get("starttls") == "1"
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if secure else 587 if starts else 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": secure,
        "EMAIL_USE_TLS": starts and not secure,
        "EMAIL_TIMEOUT": 10,
        "DEFAULT_FROM_EMAIL": sender,
    }


def webhook(url: str, secret: str) -> tuple[str, str]:
    """Return where reminders are posted and what they are signed with; both empty for nowhere.

    Raises
    ------
    ImproperlyConfigured
        If the address is none, or there is nothing to sign with.
    """
    if not url:
        return "", ""
    if urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname or not secret:
        raise ImproperlyConfigured(
            "BRIDGEHEAD_WEBHOOK_URL 应形如 https://主机/路径，并用 BRIDGEHEAD_WEBHOOK_SECRET 给出签名密钥。"
            " BRIDGEHEAD_WEBHOOK_URL should look like https://host/path,"
            " with a secret in BRIDGEHEAD_WEBHOOK_SECRET."
        )
    return url, secret


def _echarts() -> Path:
    """Return the folder of ECharts inside its wheel, without importing the wheel."""
    found = find_spec("xlsx2echarts")
    if found is None or found.origin is None:
        raise ImproperlyConfigured('缺少 excel-chart-echarts。 Try: pip install "bridgehead[office]"')
    return Path(found.origin).parent / "static"


WORKSPACE = Path(os.environ.get("BRIDGEHEAD_WORKSPACE") or "workspace").resolve()
DEBUG = _switch("BRIDGEHEAD_DEBUG")
HTTPS = _switch("BRIDGEHEAD_HTTPS")
SECRET_KEY = secret_key(WORKSPACE)
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *_hosts()]
CSRF_TRUSTED_ORIGINS = [f"https://{host.lstrip('.')}" for host in _hosts() if host != "*"]

INSTALLED_APPS = [
    "bridgehead.office",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "axes",
    "csp",
    "django_filters",
    "django_htmx",
    "django_tables2",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "bridgehead.office.language.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Every view asks for a sign-in unless it is marked @login_not_required (login, healthz, set_language).
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
ROOT_URLCONF = "bridgehead.office.urls"
WSGI_APPLICATION = "bridgehead.office.wsgi.application"

DATABASES = {"default": database(os.environ.get("DATABASE_URL", ""), WORKSPACE)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The msgids are Chinese, so zh-hans must stay Django's own default; OFFICE_LANGUAGE is what a new user sees.
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
OFFICE_LANGUAGE = "en" if os.environ.get("BRIDGEHEAD_LANG", "zh").lower().startswith("en") else "zh-hans"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

globals().update(mail(os.environ.get("BRIDGEHEAD_SMTP_URL", ""), os.environ.get("BRIDGEHEAD_MAIL_FROM", "")))
WEBHOOK_URL, WEBHOOK_SECRET = webhook(
    os.environ.get("BRIDGEHEAD_WEBHOOK_URL", ""), os.environ.get("BRIDGEHEAD_WEBHOOK_SECRET", "")
)

STATIC_URL = "static/"
STATICFILES_DIRS = [("echarts", _echarts())]
# Files are served from where they are installed: there is no collecting step to forget.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 0 if DEBUG else 3600

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
SESSION_COOKIE_AGE = 12 * 3600

AXES_FAILURE_LIMIT = 5
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_COOLOFF_TIME = dt.timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_LOCKOUT_TEMPLATE = "office/lockout.html"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 30 * 24 * 3600
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
