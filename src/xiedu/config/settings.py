"""Settings of the Django project; what differs by machine is read in :mod:`xiedu.config.env`."""

from xiedu.config import env

MODE = env.mode()
DEMO = MODE == "demo"
DEBUG = False
SECRET_KEY = env.secret("XIEDU_SECRET_KEY", demo=DEMO)
CHAIN_KEY = env.secret("XIEDU_CHAIN_KEY", demo=DEMO)
LAKE_KEY = env.secret("XIEDU_LAKE_KEY", demo=DEMO)
ALLOWED_HOSTS = ["127.0.0.1", "localhost"] if DEMO else env.hosts()
CSRF_TRUSTED_ORIGINS: list[str] = [] if DEMO else [f"https://{host}" for host in ALLOWED_HOSTS]

VAR_DIR = env.var_dir()
FILES_DIR = VAR_DIR / "files"
FONTS_DIR = VAR_DIR / "fonts"
LAKE_DIR = VAR_DIR / "lake"
PUBLIC_ADDRESS = env.public_address(demo=DEMO)

INSTALLED_APPS = [
    "xiedu.base",
    "xiedu.bodies",
    "xiedu.papers",
    "xiedu.procedure",
    "xiedu.intake",
    "xiedu.suspicions",
    "xiedu.coordination",
    "xiedu.supervision",
    "xiedu.bridge",
    "xiedu.web",
    "xiedu.portal",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    *(["xiedu.demo"] if DEMO else []),
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "xiedu.base.idle.IdleSignOutMiddleware",
    "xiedu.web.access.DefaultDenyMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "xiedu.config.urls"
WSGI_APPLICATION = "xiedu.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "xiedu.web.context.page",
            ],
            "builtins": ["xiedu.web.templatetags.xiedu"],
        },
    }
]

DATABASES = {"default": env.database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AUTH_USER_MODEL = "base.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "xiedu.base.passwords.ThreeOfFourClasses"},
    {"NAME": "xiedu.base.passwords.NotRecentlyUsed"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/accounts/login/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "xiedu.base.adapters.ClosedSignup"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
# Failures are counted by axes, once for all processes; allauth's own count lives in each process apart.
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "60/m/ip"}
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.5
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_RESET_ON_SUCCESS = True
AXES_COOLOFF_MESSAGE = "口令连续输错 5 次，账号已锁定 30 分钟。请稍后再试，或请系统管理员解锁。"
AXES_VERBOSE = False

CSRF_FAILURE_VIEW = "xiedu.web.views.errors.forged"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
IDLE_SECONDS = 30 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEMO
SECURE_HSTS_SECONDS = 0 if DEMO else 31536000
SECURE_SSL_REDIRECT = False
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True
DATE_FORMAT = "Y-m-d"
DATETIME_FORMAT = "Y-m-d H:i"
USE_L10N = False
FORMAT_MODULE_PATH = ["xiedu.config.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
WHITENOISE_USE_FINDERS = DEMO
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
UPLOAD_LIMIT_BYTES = 50 * 1024 * 1024
RECORDS_LIMIT_BYTES = 1024 * 1024 * 1024
# A whole office shares one outside address: locking by address would lock out everybody.
SILENCED_SYSTEM_CHECKS = ["axes.W006"]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
