"""The WSGI entry the server imports."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xiedu.config.settings")
application = get_wsgi_application()

from xiedu.base.production import refuse_unsafe_start  # noqa: E402 - needs the apps just loaded

refuse_unsafe_start()
