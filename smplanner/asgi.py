"""ASGI entry point: smplanner.asgi.application."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "smplanner.settings")
application = get_asgi_application()
