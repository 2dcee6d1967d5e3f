"""The office as a WSGI application, for gunicorn, waitress or another server."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

__all__ = ["application"]

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bridgehead.office.settings")
application = get_wsgi_application()
